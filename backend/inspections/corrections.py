"""Orders to correct whose day has passed without another look: supervision is told once (B-66, B-32)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session, aliased

from backend.identity.models import Region
from backend.inspections.models import Inspection, Result
from backend.inspections.service import rule_broken
from backend.journal.record import record
from backend.planning.models import Task
from backend.policy.facts import Finding, Json, Severity

AT_ONCE = 200
"""How many are told in one transaction."""


def tell_overdue(tx: Session, *, now: datetime) -> int:
    """Tell supervision of orders whose last day is over where the visit was, and which nobody followed up; how many."""
    late = [(row, today) for row in _waiting(tx, now) if (today := _today(row, now)) > row.Result.deadline]
    for row, today in late:
        row.Result.overdue_told_on = today
        visit: Inspection = row.Inspection
        record(tx, *rule_broken(visit.id, visit.organ_id, visit.region_code, [_finding(row.Result, today)]))
    return len(late)


def _waiting(tx: Session, now: datetime) -> Sequence[Row[Result, Inspection, str]]:
    """Orders whose day is over by UTC or nearly so, without a later follow-up of theirs.

    One that says not which visit it follows stands for every order of the same organ at the same enterprise.
    """
    later, plan = aliased(Inspection), aliased(Task)
    followed_up = select(later.id).outerjoin(plan, plan.id == later.task_id).where(
        later.kind == "followup", later.organ_id == Inspection.organ_id,
        later.enterprise_id == Inspection.enterprise_id, later.arrived_at > Result.at,
        or_(plan.follows_id.is_(None), plan.follows_id == Inspection.id),
    )  # fmt: skip
    wanted = (
        select(Result, Inspection, Region.zone).join(Inspection, Inspection.id == Result.inspection_id)
        .join(Region, Region.code == Inspection.region_code)
        .where(Result.deadline <= now.date(), Result.overdue_told_on.is_(None), ~followed_up.exists())
    )  # fmt: skip
    return tx.execute(
        wanted.order_by(Result.deadline).limit(AT_ONCE).with_for_update(of=Result, skip_locked=True)
    ).all()


def _today(row: Row[Result, Inspection, str], now: datetime) -> date:
    return now.astimezone(ZoneInfo(row.zone)).date()


def _finding(result: Result, today: date) -> Finding:
    assert result.deadline is not None
    facts: dict[str, Json] = {"deadline": result.deadline.isoformat(), "days": (today - result.deadline).days}
    return Finding("CORRECTION_OVERDUE", "B-66", Severity.ALERT, facts)
