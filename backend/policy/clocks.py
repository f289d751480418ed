"""When did it happen? The arrival as an interval, by how far the device's clock can be believed (B-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.policy.facts import Facts, Finding, Interval, Severity
from backend.policy.ruleset import RuleSet

TRUSTED = ("synced", "carried")
"""Measured against the server; or measured before and carried on by the monotonic clock without a reboot."""


@dataclass(frozen=True, slots=True)
class EventTime:
    """The interval in which it happened and whether the clock was believed."""

    interval: Interval
    trusted: bool


def event_time(
    captured_at: datetime, received_at: datetime, quality: str, offset_ms: int | None, rules: RuleSet
) -> EventTime:
    """The device's moment, corrected by `offset_ms` (server minus device) where it may be believed (B-02).

    A trusted clock gives a moment; it cannot lie after the server's receipt. A clock that is not
    trusted, or is ahead of receipt by more than `clock.max_drift_s`, gives `clock.untrusted_min` to either side.
    """
    corrected = captured_at + timedelta(milliseconds=offset_ms or 0)
    too_late = corrected - received_at > timedelta(seconds=rules.clock.max_drift_s)
    if quality in TRUSTED and offset_ms is not None and not too_late:
        return EventTime(Interval.at(min(corrected, received_at)), trusted=True)
    margin = timedelta(minutes=rules.clock.untrusted_min)
    latest = min(corrected + margin, received_at)
    return EventTime(Interval(min(corrected - margin, latest), latest), trusted=False)


def clock_finding(time: EventTime) -> Finding | None:
    """CLOCK_UNTRUSTED, with the width of the interval (B-02)."""
    if time.trusted:
        return None
    width = time.interval.latest - time.interval.earliest
    facts: Facts = {"minutes": round(width / timedelta(minutes=1))}
    return Finding("CLOCK_UNTRUSTED", "B-02", Severity.INFO, facts)
