"""A slow, obvious second opinion on quiet period and cap, written from the rules in words, with the standard library only.

It knows one organ, one enterprise and arrivals that are known to the second. Of the rules it takes B-04's and B-05's local days,
B-25, B-26, B-30, B-35 and B-36 of the cap, and B-37, B-38, B-40 and B-41 of the quiet period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

NARROWEST_FIRST = ("entity", "class", "industry", "region")


@dataclass(frozen=True)
class Case:
    """An arrival in local words; `before` are arrivals of ordinary visits that came earlier, in order."""

    at: datetime
    trigger: str = "plan"
    ground: str | None = None
    evidence: bool = False
    approved: datetime | None = None
    classes: frozenset[str] = frozenset()
    industry: str | None = None
    tier: str | None = None
    whitelisted: date | None = None
    before: tuple[datetime, ...] = ()


def quiet(case: Case, law: dict[str, Any]) -> str:
    """The verdict about the quiet period."""
    calendars = narrowest(case, law["quiet"]["calendars"])
    protected = law["quiet"]["applies_to"]
    if protected != "all" and not any(each in protected for each in case.classes):
        return "NOT_APPLICABLE"
    if not calendars:
        return "NOT_APPLICABLE"
    if not any(says_quiet(each, case.at.date(), case) for each in calendars):
        return "OUT"
    return lifted(case, law)


def narrowest(case: Case, calendars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the narrowest scope that names the enterprise; named ones before those for everybody."""
    for scope in NARROWEST_FIRST:
        named = [each for each in calendars if each["scope"] == scope and each["key"] in names(scope, case)]
        general = [each for each in calendars if each["scope"] == scope and each["key"] == "*"]
        if named or general:
            return named or general
    return []


def names(scope: str, case: Case) -> set[str]:
    """What the enterprise is called in a scope."""
    own = {"entity": {"enterprise"}, "class": set(case.classes), "region": {"420117"}}
    return own.get(scope, {case.industry} if case.industry else set())


def says_quiet(calendar: dict[str, Any], day: date, case: Case) -> bool:
    """Whether the calendar names the day."""
    if calendar["type"] == "weekly":
        return day.isoweekday() in calendar["days"]
    if calendar["type"] == "dates":
        return day.isoformat() in calendar["dates"]
    if calendar["type"] == "n_days_per_month_by_group":
        spans = calendar["groups"].get(case.industry, [])
        return any(day.day == number for first, last in spans for number in range(first, last + 1))
    first, last = calendar["from"], calendar["to"]
    if first > last:
        return bool(calendar.get("wrap")) and not last < day.day < first
    return day.day in range(first, last + 1)


def lifted(case: Case, law: dict[str, Any]) -> str:
    """Inside: what the ground and the yes make of it."""
    ground = law["quiet"]["grounds"].get(case.ground)
    if ground is None or (ground["evidence"] != "none" and not case.evidence):
        return "VIOLATION"
    if ground["approver"] not in ("subject_head", "bureau"):
        return "EXEMPT"
    if case.approved is None or case.approved >= case.at:
        return "VIOLATION"
    last = case.approved.date() + timedelta(days=law["quiet"]["approval_valid_days"])
    if case.at.date() > last:
        return "VIOLATION"
    return "APPROVED" if ground["approver"] == "bureau" else "EXEMPT"


def cap(case: Case, law: dict[str, Any]) -> str:
    """The verdict about the count."""
    if case.trigger in law["cap"]["exempt"] and case.evidence:
        return "EXEMPT"
    counted: list[datetime] = []
    for at in case.before:
        if all(at.date() != other.date() for other in counted):
            counted.append(at)
    if any(case.at.date() == other.date() for other in counted):
        return "NOT_COUNTED"
    unit = law["cap"]["unit"]
    used = [at for at in counted if period(at.date(), unit) == period(case.at.date(), unit)]
    if left_in_peace(case, law) and len(used) >= law["whitelist"]["daily_cap"]:
        return "REACHED"
    most = law["cap"]["tiers"].get(case.tier, law["cap"]["default"])
    return "REACHED" if len(used) + 1 > most else "WITHIN"


def left_in_peace(case: Case, law: dict[str, Any]) -> bool:
    """Whether the white list keeps this visit away."""
    if case.whitelisted is None or case.at.date() < case.whitelisted:
        return False
    ordinary = case.trigger in ("plan", "draw") and case.ground != "emergency"
    return ordinary and not any(each in law["draw"]["full_coverage"] for each in case.classes)


def period(day: date, unit: str) -> tuple[Any, ...]:
    """What days of one period have in common; a week is named by its Monday."""
    if unit == "week":
        return (day - timedelta(days=day.weekday()),)
    months = {"year": 12, "quarter": 3, "month": 1}[unit]
    return day.year, (day.month - 1) // months
