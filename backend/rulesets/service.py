"""Rule sets as the rules want them: values. A row is never edited, so a value built from it never grows old (B-03)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.policy.ruleset import RuleSet
from backend.rulesets.models import RuleSetRow
from backend.rulesets.problems import NONE_IN_FORCE
from backend.rulesets.queries import id_in_force, oldest_id

_built: dict[UUID, RuleSet] = {}
"""By row id; a few per region and year, so nothing needs to leave."""


def in_force(tx: Session, region_code: str, at: datetime) -> RuleSet:
    """The rule set of a region at a moment. Raises NONE_IN_FORCE."""
    rule_set_id = tx.scalar(id_in_force(region_code, at))
    if rule_set_id is None:
        raise NONE_IN_FORCE(region=region_code)
    return by_id(tx, rule_set_id)


def nearest(tx: Session, region_code: str, at: datetime) -> RuleSet:
    """The rule set in force, else the oldest of the region: an arrival is judged whatever its clock says.

    Raises NONE_IN_FORCE only where the region has never had one.
    """
    rule_set_id = tx.scalar(id_in_force(region_code, at)) or tx.scalar(oldest_id(region_code))
    if rule_set_id is None:
        raise NONE_IN_FORCE(region=region_code)
    return by_id(tx, rule_set_id)


def by_id(tx: Session, rule_set_id: UUID) -> RuleSet:
    """The rule set of a row that exists."""
    if rule_set_id not in _built:
        _built[rule_set_id] = RuleSet.from_data(rule_set_id, body_of(tx, rule_set_id))
    return _built[rule_set_id]


def body_of(tx: Session, rule_set_id: UUID) -> dict[str, Any]:
    """The parameters of a rule set as they were adopted; what is absent has its default."""
    return tx.scalar(select(RuleSetRow.body).where(RuleSetRow.id == rule_set_id)) or {}
