"""Who shares a cap with whom: bodies of one field at the levels that the rule set names (B-25)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, aliased

from backend.identity.models import Organ, Region
from backend.policy.facts import Rank
from backend.policy.ruleset import RuleSet

_organ, _region = aliased(Organ), aliased(Region)


def _ranked(wanted: Any) -> Select[Any]:
    return select(wanted).select_from(_organ).join(_region, _region.code == _organ.region_code)


def told_of_rank(organ_id: Any) -> ScalarSelect[Any]:
    """Level and field of the organ in an outer query; `rank` reads it."""
    told = _ranked(func.jsonb_build_array(_region.level, _organ.field)).where(_organ.id == organ_id)
    return told.correlate_except(_organ, _region).scalar_subquery()


def rank(told: Sequence[str] | None) -> Rank | None:
    """From what the database tells of an organ."""
    return Rank(*told) if told else None


def rank_of(tx: Session, organ_id: UUID) -> Rank | None:
    """Where an organ stands now."""
    return rank(tx.scalar(select(told_of_rank(organ_id))))


def ranks_of(tx: Session, organ_ids: Collection[UUID]) -> dict[UUID, Rank]:
    """Where each of several organs stands now."""
    rows = tx.execute(_ranked(_organ.id).add_columns(_region.level, _organ.field).where(_organ.id.in_(organ_ids)))
    return {row.id: Rank(row.level, row.field) for row in rows}


def counted_with_by(tx: Session, organ_id: UUID, several: Iterable[RuleSet]) -> list[UUID]:
    """The organ, and then those that it shares a cap with by any of these rule sets."""
    by_caps = {each.level_caps: each for each in several}
    return [
        *{organ_id: None} | {each: None for rules in by_caps.values() for each in counted_with(tx, organ_id, rules)}
    ]


def counted_with(tx: Session, organ_id: UUID, rules: RuleSet) -> list[UUID]:
    """The organ, and then those whose visits use up a cap that it shares by these rules."""
    stands = rank_of(tx, organ_id) if rules.level_caps else None
    levels = {level for cap in rules.level_caps if cap.holds_for(stands) for level in cap.levels}
    if stands is None or not levels:
        return [organ_id]
    others = _ranked(_organ.id).where(
        _organ.field == stands.field, _region.level.in_(levels), _organ.id != organ_id
    )  # fmt: skip
    return [organ_id, *tx.scalars(others.order_by(_organ.id))]
