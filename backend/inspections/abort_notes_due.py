"""Visits broken off in a row that their leader did not explain in time: supervision is told once (B-33)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.inspections.afterwards import AbortNote
from backend.inspections.again import rules_of
from backend.inspections.models import Inspection
from backend.inspections.service import rule_broken
from backend.journal.record import record
from backend.policy.facts import Facts, Finding, Severity
from backend.policy.ruleset import RuleSet
from backend.policy.workdays import term_of_workdays

AT_ONCE = 200
"""How many are told in one transaction."""


def tell_missing(tx: Session, *, now: datetime) -> int:
    """Tell supervision of visits whose note is missing after its working days, counted from the day it was asked for."""
    wanted = select(AbortNote, Inspection).join(Inspection, Inspection.id == AbortNote.inspection_id)
    open_ = wanted.where(AbortNote.note.is_(None), AbortNote.overdue_told_at.is_(None)).order_by(AbortNote.asked_at)
    told = 0
    for row in tx.execute(open_.with_for_update(of=AbortNote, skip_locked=True)):
        rules = rules_of(tx, row.Inspection)
        asked = row.AbortNote.asked_at.astimezone(rules.zone).date()
        term = term_of_workdays(asked, rules.abort.note_workdays, rules.holiday_table)
        if told < AT_ONCE and now >= term.ends_at(rules.zone):
            row.AbortNote.overdue_told_at = now
            visit: Inspection = row.Inspection
            found = _finding(row.AbortNote, term.last_day, rules)
            record(tx, *rule_broken(visit.id, visit.organ_id, visit.region_code, [found]))
            told += 1
    return told


def _finding(asked: AbortNote, due: date, rules: RuleSet) -> Finding:
    facts: Facts = {"times": asked.times, "due": due.isoformat(), "days": rules.abort.note_workdays}
    return Finding("ABORT_NOTE_MISSING", "B-33", Severity.ALERT, facts)
