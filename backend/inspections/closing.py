"""Visits that nobody checked out of: the clock closes them, and nobody pretends to know how long they took (B-53)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.inspections.again import judge_again, rules_of
from backend.inspections.events import AutoClosed
from backend.inspections.models import Inspection
from backend.journal.record import record
from backend.planning import service as planning
from backend.policy.endings import closes_at

AT_ONCE = 200
"""How many are closed in one transaction."""

SOONEST = timedelta(hours=1)
"""No rule set closes a visit earlier."""


def close_forgotten(tx: Session, *, now: datetime) -> int:
    """Close the visits whose hours are over by the rules that judged them; how many.

    One whose officer is checking out at this moment is left alone: it is closed the next time, if at all.
    """
    closed = 0
    for visit in _open(tx, now):
        if closed < AT_ONCE and now >= closes_at(visit.arrived_at, rules_of(tx, visit)) and _ours(tx, visit):
            _close(tx, visit, now)
            closed += 1
    return closed


def _open(tx: Session, now: datetime) -> Sequence[Inspection]:
    wanted = select(Inspection).where(Inspection.state == "ongoing", Inspection.arrived_at <= now - SOONEST)
    return tx.scalars(wanted.order_by(Inspection.arrived_at)).all()


def _ours(tx: Session, visit: Inspection) -> bool:
    """Whether we hold its row now and it is open still."""
    wanted = select(Inspection).where(Inspection.id == visit.id, Inspection.state == "ongoing")
    locked = wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return tx.scalars(locked).first() is not None


def _close(tx: Session, visit: Inspection, now: datetime) -> None:
    rules = rules_of(tx, visit)
    at = closes_at(visit.arrived_at, rules)
    visit.state, visit.closed_at = "closed", at
    if visit.task_id is not None:
        planning.end_secondment(tx, visit.task_id, now, at.astimezone(rules.zone).date())
    record(tx, AutoClosed(visit.id, visit.organ_id, visit.region_code, at))
    judge_again(tx, visit, "closed_by_clock", now)
