"""Which rule set is in force where and when (B-03)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.rulesets.models import RuleSetRow


def id_in_force(region: str | InstrumentedAttribute[str], at: Any) -> Select[UUID]:
    """The id of the rule set of a region at a moment; the newest where two begin together."""
    return (
        select(RuleSetRow.id)
        .where(RuleSetRow.region_code == region, RuleSetRow.effective_from <= at)
        .where(or_(RuleSetRow.effective_to.is_(None), RuleSetRow.effective_to > at))
        .order_by(RuleSetRow.effective_from.desc())
        .limit(1)
    )


def oldest_id(region: str) -> Select[UUID]:
    """The id of a region's first rule set."""
    return select(RuleSetRow.id).where(RuleSetRow.region_code == region).order_by(RuleSetRow.effective_from).limit(1)
