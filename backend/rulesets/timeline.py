"""Which rule set held where and when, read once for the visits of years (B-03)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from backend.identity.models import Region
from backend.policy.ruleset import RuleSet
from backend.rulesets import service
from backend.rulesets.models import RuleSetRow

InForce = Callable[[str, datetime], RuleSet]


def in_force_below(tx: Session, region_path: str) -> InForce:
    """For every region at or below a path: the rule set that an arrival at a moment was, or would be, judged by.

    The same answer as `service.or_default`, without asking the database for each visit.
    """
    paths = _paths(tx, region_path)
    rows = _rows(tx, region_path)
    defaults: dict[str, RuleSet] = {}

    def in_force(region_code: str, at: datetime) -> RuleSet:
        row = _holding(rows, paths[region_code], at)
        if row is not None:
            return service.by_id(tx, row.id)
        if region_code not in defaults:
            defaults[region_code] = service.default_for(tx, region_code)
        return defaults[region_code]

    return in_force


def _paths(tx: Session, region_path: str) -> dict[str, str]:
    inside = or_(Region.path == region_path, func.starts_with(Region.path, f"{region_path}/"))
    return {row.code: row.path for row in tx.execute(select(Region.code, Region.path).where(inside))}


def _rows(tx: Session, region_path: str) -> Sequence[Any]:
    """The rule sets of the region, of those above and of those below it, the narrowest first, then by their beginning."""
    below = func.starts_with(Region.path, f"{region_path}/")
    above = func.starts_with(region_path, Region.path.concat("/"))
    wanted = select(RuleSetRow.id, RuleSetRow.effective_from, RuleSetRow.effective_to, Region.path)
    wanted = wanted.join(Region, Region.code == RuleSetRow.region_code).where(
        or_(Region.path == region_path, below, above)
    )
    return tx.execute(wanted.order_by(func.length(Region.path).desc(), RuleSetRow.effective_from)).all()


def _holding(rows: Sequence[Any], path: str, at: datetime) -> Any | None:
    """The narrowest that holds at the moment, of two that began together the newest; else the oldest there is."""
    own = [row for row in rows if path == row.path or path.startswith(f"{row.path}/")]
    holds = [row for row in own if row.effective_from <= at and (row.effective_to is None or row.effective_to > at)]
    narrowest = [row for row in holds if row.path == holds[0].path]
    return narrowest[-1] if narrowest else next(iter(own), None)
