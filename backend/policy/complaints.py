"""The terms of a clue (B-71): working days until it is taken up or not, days until it is answered, extended once. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.policy.ruleset import RuleSet
from backend.policy.workdays import Term, term_of_workdays


def accept_by(received: datetime, rules: RuleSet) -> datetime:
    """The first moment that is too late to say whether it is taken up; the day of receipt is not counted."""
    day = received.astimezone(rules.zone).date()
    return term_of_workdays(day, rules.complaint.accept_workdays, rules.holiday_table).ends_at(rules.zone)


def answer_by(accepted: datetime, rules: RuleSet) -> datetime:
    """The first moment that is too late to answer; the day on which it was taken up is not counted."""
    day = accepted.astimezone(rules.zone).date() + timedelta(days=rules.complaint.finish_days)
    return Term(day, provisional=False).ends_at(rules.zone)


def extended(due: datetime, rules: RuleSet) -> datetime:
    """The same term, extended."""
    midnight = due.astimezone(rules.zone) + timedelta(days=rules.complaint.extend_days)
    return midnight.astimezone(due.tzinfo)
