"""Visits without a code: why there may be none, and until when what was held back can be made up (B-54)."""

from __future__ import annotations

from datetime import datetime

from backend.policy.facts import Facts, Finding, Interval, Severity
from backend.policy.ruleset import RuleSet

REASONS = ("emergency", "evidence", "special", "network")
"""An emergency, evidence in danger, special reasons, no network; their words are `codeless.*` of the sentences."""

SCAN_BEFORE_LEAVING = ("emergency", "evidence")
"""Whoever had to go in at once shows the code before leaving."""


def late_backfill(arrived: Interval, received_at: datetime, rules: RuleSet) -> Finding | None:
    """An arrival that we hear of after the days in which a failure of the network can be made up; its own day is day 0."""
    day, heard = arrived.latest.astimezone(rules.zone).date(), received_at.astimezone(rules.zone).date()
    if (heard - day).days <= rules.codeless.network_days:
        return None
    facts: Facts = {"day": day.isoformat(), "heard": heard.isoformat(), "days": rules.codeless.network_days}
    return Finding("LATE_BACKFILL", "B-54", Severity.ALERT, facts)
