"""Emergency visits whose approval nobody made up in time: supervision is told once (B-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.inspections.again import rules_of
from backend.inspections.models import BackfillOverdue, Inspection
from backend.inspections.quarantine import kept_apart
from backend.inspections.service import rule_broken
from backend.journal.record import record
from backend.planning.models import Decision
from backend.policy.facts import Facts, Finding, Severity
from backend.policy.ruleset import RuleSet
from backend.policy.workdays import Term, term_of_workdays

AT_ONCE = 200
"""How many are told in one transaction."""

LOOK_BACK = timedelta(days=120)
"""Older visits were told of long ago, or come from before there was this clock."""


def term_of(visit: Inspection, rules: RuleSet) -> Term:
    """Working days from the day of the arrival, which is not counted (B-04)."""
    arrived = visit.arrived_at.astimezone(rules.zone).date()
    return term_of_workdays(arrived, rules.emergency.backfill_workdays, rules.holiday_table)


def tell_missing(tx: Session, *, now: datetime) -> int:
    """Tell supervision of emergency visits that nobody decided on within their term; how many."""
    told = 0
    for visit in _undecided(tx, now):
        rules = rules_of(tx, visit)
        if told < AT_ONCE and now >= term_of(visit, rules).ends_at(rules.zone) and _first(tx, visit, now):
            record(tx, *rule_broken(visit.id, visit.organ_id, visit.region_code, [_finding(visit, rules)]))
            told += 1
    return told


def _undecided(tx: Session, now: datetime) -> Sequence[Inspection]:
    """Emergency visits under a task that count, that nobody decided on, and of which nobody was told."""
    decided = exists().where(Decision.task_id == Inspection.task_id)
    told = exists().where(BackfillOverdue.inspection_id == Inspection.id)
    wanted = select(Inspection).where(
        Inspection.ground == "emergency", Inspection.task_id.is_not(None), Inspection.arrived_at > now - LOOK_BACK,
        ~decided, ~told, ~kept_apart(),
    )  # fmt: skip
    return tx.scalars(wanted.order_by(Inspection.arrived_at)).all()


def _first(tx: Session, visit: Inspection, now: datetime) -> bool:
    """Whether nobody told of it before; another worker that is about to is waited for."""
    row = insert(BackfillOverdue).values(inspection_id=visit.id, told_at=now).on_conflict_do_nothing()
    return tx.scalar(row.returning(BackfillOverdue.inspection_id)) is not None


def _finding(visit: Inspection, rules: RuleSet) -> Finding:
    arrived = visit.arrived_at.astimezone(rules.zone).isoformat(timespec="seconds")
    due, days = term_of(visit, rules).last_day.isoformat(), rules.emergency.backfill_workdays
    facts: Facts = {"arrived": arrived, "due": due, "days": days}
    return Finding("BACKFILL_OVERDUE", "B-19", Severity.ALERT, facts)
