"""Whose yes each waiting plan needs, told to the screens that show the buttons; `service.decide` asks the rules again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.planning import queries
from backend.planning.judging import decider
from backend.planning.models import Task
from backend.policy.ruleset import RuleSet
from backend.rulesets import service as rulesets


def deciders_of(tx: Session, tasks: Sequence[Task], sites: Mapping[UUID, Any], now: datetime) -> dict[UUID, str]:
    """'subject_head' or 'bureau' of each task that waits, by the rules of its premises on its day (B-19, B-40, B-41)."""

    @cache
    def rules(region: str, at: datetime) -> RuleSet:
        return rulesets.or_default(tx, region, at)

    return {
        each.id: decider(each.ground, rules(sites[each.site_id].enterprise_region, queries.earliest_arrival(tx, each, now)))
        for each in tasks
        if each.state == "awaiting_approval"
    }  # fmt: skip
