"""Visits that still have no result when its term is over: supervision is told once (B-66)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from backend.inspections.again import rules_of
from backend.inspections.models import Inspection, Result, ResultOverdue
from backend.inspections.quarantine import kept_apart
from backend.inspections.service import rule_broken
from backend.journal.record import record
from backend.planning.models import Task
from backend.policy.facts import Facts, Finding, Severity
from backend.policy.ruleset import RuleSet
from backend.policy.workdays import Term, term_of_workdays

AT_ONCE = 200
"""How many are told in one transaction."""

LOOK_BACK = timedelta(days=120)
"""Older visits were told of long ago, or come from before there was this clock."""


def term_of_result(visit: Inspection, rules: RuleSet) -> Term:
    """Working days from the day of the departure, or of the arrival while nobody left; that day is not counted (B-04)."""
    return term_of_workdays(_ended(visit, rules), rules.result.workdays, rules.holiday_table)


def tell_missing(tx: Session, *, now: datetime) -> int:
    """Tell supervision of visits without a result whose term is over where the visit was; how many."""
    told = 0
    for visit in _open(tx, now):
        rules = rules_of(tx, visit)
        if told < AT_ONCE and now >= term_of_result(visit, rules).ends_at(rules.zone) and _first(tx, visit, now):
            record(tx, *rule_broken(visit.id, visit.organ_id, visit.region_code, [_finding(visit, rules)]))
            told += 1
    return told


def _open(tx: Session, now: datetime) -> Sequence[Inspection]:
    """Visits that ended at least a day ago, count, have no result, and were not told of; of one over days, the last (B-31)."""
    filed = exists().where(Result.inspection_id == Inspection.id)
    told = exists().where(ResultOverdue.inspection_id == Inspection.id)
    ended = func.coalesce(Inspection.left_at, Inspection.arrived_at)
    wanted = select(Inspection).where(
        Inspection.arrived_at > now - LOOK_BACK,
        ended < now - timedelta(days=1),
        ~filed,
        ~told,
        ~kept_apart(),
        ~_goes_on(),
    )
    return tx.scalars(wanted.order_by(Inspection.arrived_at)).all()


def _goes_on() -> ColumnElement[bool]:
    """Its notice names several days, and somebody came on a later one (B-31)."""
    later = aliased(Inspection)
    over_days = exists().where(
        later.task_id == Inspection.task_id, later.arrived_at > Inspection.arrived_at, Task.id == later.task_id,
        func.cardinality(Task.further_days) > 0,
    )  # fmt: skip
    return over_days.correlate(Inspection)


def _first(tx: Session, visit: Inspection, now: datetime) -> bool:
    """Whether nobody told of it before; another worker that is about to is waited for."""
    row = insert(ResultOverdue).values(inspection_id=visit.id, told_at=now).on_conflict_do_nothing()
    return tx.scalar(row.returning(ResultOverdue.inspection_id)) is not None


def _finding(visit: Inspection, rules: RuleSet) -> Finding:
    since: Facts = {"code": "since.left" if visit.left_at else "since.arrived", "day": _ended(visit, rules).isoformat()}
    due = term_of_result(visit, rules).last_day.isoformat()
    facts: Facts = {"since": since, "due": due, "days": rules.result.workdays}
    return Finding("RESULT_OVERDUE", "B-66", Severity.ALERT, facts)


def _ended(visit: Inspection, rules: RuleSet) -> date:
    return (visit.left_at or visit.arrived_at).astimezone(rules.zone).date()
