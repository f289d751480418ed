"""The annual plan behind a daily visit, the terms of plans, and what a line of one asks for (B-17, B-18). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from backend.policy.facts import Finding, PlanSpan, Severity, Visit
from backend.policy.ruleset import RuleSet

FROM_A_PLAN = frozenset({"plan", "draw"})
"""What makes a daily visit a planned one; whatever else brought it is not asked for a plan."""


def due_of_year(year: int, rules: RuleSet) -> date:
    """The last day on which the plan of a year is published in time."""
    month, day = rules.plan.due.split("-")
    return date(year, int(month), int(day))


def due_of_special(approved_on: date, rules: RuleSet) -> date:
    """The last day on which a special inspection is filed and published in time (B-18)."""
    return approved_on + timedelta(days=rules.special.publish_days)


def needs_plan(visit: Visit) -> bool:
    """Whether it is a daily inspection that a plan or a draw brought: no complaint, no emergency, no follow-up."""
    return visit.kind == "daily" and visit.trigger in FROM_A_PLAN and visit.ground != "emergency"


def no_plan(visit: Visit, rules: RuleSet) -> Finding | None:
    """NO_PLAN where the day is after `plan.due` and no plan of its subject and year is published; nothing where nobody
    said what is published. An arrival on both sides of midnight is believed the day that speaks for it (B-02).

    A remark: supervision hears of the late plan itself, once, and not of every visit.
    """
    if visit.plans is None or not needs_plan(visit):
        return None
    days = visit.arrived.days(rules.zone)
    if not all(_missing(day, visit.plans, rules) for day in days):
        return None
    due = due_of_year(days[0].year, rules)
    return Finding("NO_PLAN", "B-17", Severity.INFO, {"year": str(days[0].year), "due": due.isoformat()})


def _missing(day: date, plans: Sequence[PlanSpan], rules: RuleSet) -> bool:
    return day > due_of_year(day.year, rules) and not any(each.covers(day) for each in plans)


def wanted_visits(number: int | None, ratio: int | None, total: int | None) -> int | None:
    """How many visits a line asks for: its number, or its share in per cent of so many, rounded up; None where nobody can say."""
    if number is not None:
        return number
    return -(-total * ratio // 100) if ratio is not None and total is not None else None
