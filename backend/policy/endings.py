"""How a visit ends before it was an inspection: broken off or refused, and why (B-33, B-34); or by the clock (B-53)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from backend.policy.facts import Facts, Finding, Severity, Visit
from backend.policy.kinds import is_inspection
from backend.policy.ruleset import RuleSet

ABORTED = frozenset({"aborted_before_entry", "aborted_on_site"})

REASONS: dict[str, tuple[str, ...]] = {
    "aborted_before_entry": ("nobody_there", "closed", "wrong_address", "moved", "other"),
    "aborted_on_site": ("called_away", "danger", "nobody_in_charge", "wrong_enterprise", "other"),
    "refused_lawful": ("no_certificate", "no_code", "too_few_officers", "no_notice", "quiet_period", "other"),
    "refused_other": ("kept_out", "will_not_cooperate", "threatened", "other"),
}
"""Outcome → the reasons that it may have; their words are `ending.*` of the sentences."""


def says_why(outcome: str, reason: str | None, words: str) -> bool:
    """Whether an ending names its reason and says it in words; other outcomes have none (B-33, B-34)."""
    if outcome not in REASONS:
        return reason is None
    return reason in REASONS[outcome] and bool(words.strip())


def aborted_again(visit: Visit, history: Sequence[Visit]) -> Finding | None:
    """Broken off for the second time in a row by one subject at one enterprise: the leader explains it (B-33).

    `history` are the others that share its count, by arrival. A remark: supervision hears of it when nobody explains.
    """
    if visit.outcome not in ABORTED or not _of_the_row(visit):
        return None
    before = [each for each in history if _of_the_row(each) and each.arrived.earliest <= visit.arrived.earliest]
    row = [*takewhile(lambda each: each.outcome in ABORTED, reversed(before))]
    return Finding("ABORTED_AGAIN", "B-33", Severity.INFO, {"times": len(row) + 1}) if row else None


def closes_at(arrived: datetime, rules: RuleSet) -> datetime:
    """When a visit that nobody checked out of is closed: so many hours after the arrival, to the second (B-53)."""
    return arrived + timedelta(hours=rules.checkout.autoclose_h)


def closed_by_clock(visit: Visit, rules: RuleSet) -> Finding | None:
    """AUTO_CLOSED: how long the visit took is unknown, and never the hours that the clock waited (B-53).

    A departure that is told later says how long it took; that the clock closed the visit stays as a remark.
    """
    if visit.closed is None:
        return None
    facts: Facts = {"closed": f"{visit.closed.astimezone(rules.zone):%H:%M}", "hours": rules.checkout.autoclose_h}
    if visit.left is None:
        return Finding("AUTO_CLOSED", "B-53", Severity.ALERT, facts)
    left = visit.left.astimezone(rules.zone)
    facts |= {"day": left.date().isoformat(), "left": f"{left:%H:%M}"}
    return Finding("LEFT_TOLD_LATE", "B-53", Severity.INFO, facts)


def _of_the_row(visit: Visit) -> bool:
    return is_inspection(visit) and not visit.kept_apart
