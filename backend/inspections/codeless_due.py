"""Visits without a code that nobody reported to the bureau in time: supervision is told once (B-54)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend.inspections.afterwards import Codeless
from backend.inspections.again import rules_of
from backend.inspections.models import Inspection
from backend.inspections.quarantine import kept_apart
from backend.inspections.service import rule_broken
from backend.journal.record import record
from backend.policy.facts import Facts, Finding, Severity
from backend.policy.ruleset import RuleSet
from backend.policy.workdays import Term, term_of_workdays

AT_ONCE = 200
"""How many are told in one transaction."""


def term_of(visit: Inspection, rules: RuleSet) -> Term:
    """Working days from the day of the arrival, which is not counted (B-04)."""
    arrived = visit.arrived_at.astimezone(rules.zone).date()
    return term_of_workdays(arrived, rules.codeless.report_workdays, rules.holiday_table)


def tell_unreported(tx: Session, *, now: datetime) -> int:
    """Tell supervision of visits whose report is missing where its term is over; how many."""
    told = 0
    for row in tx.execute(_open().with_for_update(of=Codeless, skip_locked=True)):
        rules = rules_of(tx, row.Inspection)
        if told < AT_ONCE and now >= term_of(row.Inspection, rules).ends_at(rules.zone):
            row.Codeless.overdue_told_at = now
            visit: Inspection = row.Inspection
            record(tx, *rule_broken(visit.id, visit.organ_id, visit.region_code, [_finding(visit, rules)]))
            told += 1
    return told


def _open() -> Select[Codeless, Inspection]:
    """Those that say nothing and were not told of; what a revoked device brought owes nothing until it counts."""
    wanted = select(Codeless, Inspection).join(Inspection, Inspection.id == Codeless.inspection_id)
    silent = wanted.where(Codeless.reason.is_(None), Codeless.overdue_told_at.is_(None), ~kept_apart())
    return silent.order_by(Inspection.arrived_at)


def _finding(visit: Inspection, rules: RuleSet) -> Finding:
    due = term_of(visit, rules).last_day.isoformat()
    facts: Facts = {"due": due, "days": rules.codeless.report_workdays}
    return Finding("CODELESS_UNREPORTED", "B-54", Severity.ALERT, facts)
