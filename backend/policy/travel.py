"""Could one officer really have been at both doors (B-55)?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from backend.kernel.geo import Point, distance_m
from backend.policy.facts import Facts, Finding, Interval, Severity, Visit
from backend.policy.place import is_empty, is_swapped, wgs84
from backend.policy.ruleset import RuleSet


def impossible_travel(visit: Visit, others: Iterable[Visit], rules: RuleSet) -> Finding | None:
    """The worst pair of check-ins of one officer that needs more than the speed limit; judge both visits (B-55)."""
    people = {each.person_id for each in visit.officers}
    same_people = [
        each for each in others if each.id != visit.id and people & {officer.person_id for officer in each.officers}
    ]
    found = [finding for each in same_people if (finding := _between(visit, each, rules)) is not None]
    return max(found, key=lambda each: int(str(each.facts["kmh"])), default=None)


def longest_gap(a: Interval, b: Interval) -> timedelta:
    """The most time that can lie between two arrivals: doubt speaks for the officer."""
    return max(abs(a.latest - b.earliest), abs(b.latest - a.earliest))


def _between(a: Visit, b: Visit, rules: RuleSet) -> Finding | None:
    here, there = _known_place(a, rules), _known_place(b, rules)
    if here is None or there is None:
        return None
    metres = distance_m(here[0], there[0]) - here[1] - there[1]
    gap = longest_gap(a.arrived, b.arrived)
    if metres <= 0 or metres <= rules.travel.kmh * 1000 * gap / timedelta(hours=1):
        return None
    minutes = max(gap / timedelta(minutes=1), 1.0)
    facts: Facts = {
        "km": round(metres / 1000), "minutes": round(gap / timedelta(minutes=1)), "most": rules.travel.kmh,
        "kmh": round(metres * 60 / 1000 / minutes), "other_visit": str(b.id),
    }  # fmt: skip
    return Finding("IMPOSSIBLE_TRAVEL", "B-55", Severity.ALERT, facts)


def _known_place(visit: Visit, rules: RuleSet) -> tuple[Point, float] | None:
    """The place and its accuracy in metres; a fix that is missing, swapped or too vague proves nothing."""
    fix = visit.position
    if fix is None or is_empty(fix) or is_swapped(fix, rules.box):
        return None
    point, accuracy = wgs84(fix), fix.accuracy_m
    if point is None or accuracy is None or accuracy > rules.geo.max_accuracy_m:
        return None
    return point, accuracy
