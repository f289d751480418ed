"""Counting periods: the year, quarter, month or week of a local day, and those that an arrival may belong to (B-05, B-25)."""

from __future__ import annotations

from datetime import date, timedelta

from backend.policy.facts import Visit
from backend.policy.ruleset import RuleSet

UNITS = ("year", "quarter", "month", "week")


def period_of(day: date, unit: str) -> str:
    """The counting period of a local day: '2026', '2026-Q4', '2026-11' or '2026-W47' (B-05, B-25)."""
    if unit == "year":
        return f"{day.year}"
    if unit == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if unit == "month":
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def period_days(day: date, unit: str) -> tuple[date, date]:
    """The first and the last day of the counting period of a local day (B-05, B-25)."""
    first = last = day
    while period_of(first - timedelta(days=1), unit) == period_of(day, unit):
        first -= timedelta(days=1)
    while period_of(last + timedelta(days=1), unit) == period_of(day, unit):
        last += timedelta(days=1)
    return first, last


def periods_of(visit: Visit, rules: RuleSet) -> tuple[str, ...]:
    """The periods that the arrival may belong to; one, unless its interval crosses a border."""
    return tuple(dict.fromkeys(period_of(day, rules.cap.unit) for day in visit.arrived.days(rules.zone)))
