"""How a visit ends before it was an inspection: broken off or refused, and why (B-33, B-34)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from backend.policy.facts import Finding, Severity, Visit
from backend.policy.kinds import is_inspection

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


def _of_the_row(visit: Visit) -> bool:
    return is_inspection(visit) and not visit.kept_apart
