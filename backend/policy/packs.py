"""What no rule set may hold, told line by line: overlaps, holes, ranges that run backwards, unknown codes (B-37)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from backend.policy.calendars import CalendarError, calendar_from_data
from backend.policy.facts import Facts, Json
from backend.policy.kinds import TRIGGERS
from backend.policy.levels import unknown_levels
from backend.policy.ruleset import RuleSet, RuleSetError

SHORTEST_MONTH = 28

_SHARED = ("scope", "key", "type")
_OWN: dict[str, frozenset[str]] = {
    "monthly_range": frozenset({"from", "to", "wrap"}), "weekly": frozenset({"days"}), "dates": frozenset({"dates"}),
    "n_days_per_month_by_group": frozenset({"days", "by", "groups"}), "enterprise_chosen": frozenset({"max_days"}),
}  # fmt: skip
"""What each type of calendar says beside scope, key and type."""

_DAY_IS = {"monthly_range": "number", "weekly": "weekday", "dates": "day"}
"""What a day of the type is called in a sentence."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a rule set cannot be adopted: where, which rule, and the facts of the sentence; `line` counts from 1."""

    path: str
    code: str
    rule: str
    facts: Facts


class PackError(RuleSetError):
    """A rule set with faults."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__("; ".join(f"{each.path}: {each.code}" for each in faults))
        self.faults = tuple(faults)


def line_faults(calendars: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """What is wrong with single calendars and between two of them, also where others cannot be read at all."""
    unreadable = {n: fault for n, data in enumerate(calendars) if (fault := _unreadable(n, data)) is not None}
    readable = [(n, data) for n, data in enumerate(calendars) if n not in unreadable]
    alone = [fault for n, data in readable for fault in _of_calendar(n, data)]
    return sorted([*unreadable.values(), *alone, *_overlaps(readable)], key=lambda fault: int(str(fault.facts["line"])))


MOST_TOGETHER = 366
"""Visits together in one period: no period has more days."""


def level_faults(levels: Mapping[str, Any]) -> list[Fault]:
    """What cannot be read of the caps that several levels share (B-25)."""
    told = [*enumerate(levels.items())]
    unknown = [
        _level_fault(n, "fault.levels_unknown", value=each) for n, (name, _) in told for each in unknown_levels(name)
    ]
    numbers = [
        _level_fault(n, "fault.levels_number")
        for n, (_, most) in told
        if type(most) is not int or not 0 <= most <= MOST_TOGETHER
    ]
    return [*unknown, *numbers]


def faults(rules: RuleSet) -> list[Fault]:
    """What is wrong between the parts of a rule set that can be read: holes, and triggers that do not exist."""
    grouped = [
        (n, data) for n, data in enumerate(rules.quiet.calendars)
        if data["type"] == "n_days_per_month_by_group" and data["by"] == "tier"
    ]  # fmt: skip
    holes = [_fault(n, "fault.tier_hole", tier=tier) for n, data in grouped for tier in _ungrouped(data, rules)]
    return [*holes, *_unprotected(rules), *_unknown_triggers(rules), *_levels_apart(rules)]


def _unreadable(n: int, data: Mapping[str, Any]) -> Fault | None:
    try:
        calendar_from_data(data)
    except CalendarError as error:
        return _fault(n, error.code, **error.facts)
    except KeyError as error:
        return _fault(n, "fault.calendar_lacks", field=str(error.args[0]))
    except (ValueError, TypeError, AttributeError, OverflowError):
        return _fault(n, "fault.calendar_unreadable")
    return None


def _of_calendar(n: int, data: Mapping[str, Any]) -> Iterator[Fault]:
    for name in sorted(set(data) - {*_SHARED, *_OWN[data["type"]]}):
        yield _fault(n, "fault.calendar_unknown", field=name, value=str(data[name]))
    if not isinstance(data.get("wrap", False), bool):
        yield _fault(n, "fault.calendar_unknown", field="wrap", value=str(data["wrap"]))
    if data["type"] == "monthly_range" and _runs_backwards(data):
        yield _fault(n, "fault.calendar_backwards", **{"from": data["from"], "to": data["to"]})
    if twice := _named_twice(data):
        yield _fault(n, "fault.calendar_twice", value=twice)
    if data["type"] == "n_days_per_month_by_group":
        yield from _of_groups(n, data)


def _runs_backwards(data: Mapping[str, Any]) -> bool:
    return int(data["to"]) < int(data["from"]) and not data.get("wrap", False)


def _named_twice(data: Mapping[str, Any]) -> str | None:
    """A weekday or date that stands twice."""
    named = (
        data.get("dates", []) if data["type"] == "dates" else data.get("days", []) if data["type"] == "weekly" else []
    )
    return next((str(value) for value, times in Counter(named).items() if times > 1), None)


def _of_groups(n: int, data: Mapping[str, Any]) -> Iterator[Fault]:
    for name, spans in data["groups"].items():
        counted = Counter(day for first, last in spans for day in range(first, last + 1))
        if twice := next((day for day, times in counted.items() if times > 1), None):
            yield _fault(n, "fault.group_overlap", group=name, number=twice)
        if max(counted, default=0) > SHORTEST_MONTH:
            yield _fault(n, "fault.group_past_february", group=name, number=max(counted), most=SHORTEST_MONTH)


def _ungrouped(data: Mapping[str, Any], rules: RuleSet) -> list[str]:
    """Tiers that the cap knows and no group names."""
    return sorted(set(rules.cap.tiers) - set(data["groups"]))


def _overlaps(calendars: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[Fault]:
    """Two calendars of one type for the same enterprises that name the same day: one of them is a slip."""
    for (first, one), (second, other) in combinations(calendars, 2):
        if all(one[name] == other[name] for name in _SHARED):
            if one["type"] not in _DAY_IS:
                yield _fault(second, "fault.calendar_doubled", other=first + 1)
            elif shared := sorted(_days(one) & _days(other)):
                told = {_DAY_IS[one["type"]]: shared[0]}
                yield _fault(second, f"fault.overlap_{one['type']}", other=first + 1, **told)


def _days(data: Mapping[str, Any]) -> frozenset[Any]:
    """Days of the month, days of the week or dates, whichever the type names."""
    if data["type"] == "monthly_range":
        first, last = int(data["from"]), int(data["to"])
        return (
            frozenset(range(first, last + 1)) if first <= last else frozenset({*range(first, 32), *range(1, last + 1)})
        )
    return frozenset(data["dates"] if data["type"] == "dates" else data["days"])


def _unprotected(rules: RuleSet) -> Iterator[Fault]:
    """A class is protected by name, but no calendar holds for it: a hole (B-38)."""
    wanted = rules.quiet.applies_to
    if wanted == "all" or any(each.scope == "region" for each in rules.calendars):
        return
    covered = {each.key for each in rules.calendars if each.scope == "class"}
    for name in wanted if "*" not in covered else ():
        if name not in covered:
            yield Fault("quiet.applies_to", "fault.class_hole", "B-38", {"class": name})


def _unknown_triggers(rules: RuleSet) -> Iterator[Fault]:
    lists = (("cap.exempt", "B-26", rules.cap.exempt), ("followup.own_triggers", "B-32", rules.followup.own_triggers))
    for path, rule, triggers in lists:
        for n, trigger in enumerate(triggers):
            if trigger not in TRIGGERS:
                yield Fault(f"{path}[{n}]", "fault.trigger_unknown", rule, {"line": n + 1, "value": trigger})


def _levels_apart(rules: RuleSet) -> Iterator[Fault]:
    """Two shared caps for the same levels, and one that leaves less room than a part of it has alone (B-25)."""
    caps = [*enumerate(rules.level_caps)]
    for n, cap in caps:
        if cap.most < rules.cap.default:
            yield _level_fault(n, "fault.levels_below_own", most=cap.most, own=rules.cap.default)
        for other, part in caps:
            if other < n and part.levels == cap.levels:
                yield _level_fault(n, "fault.levels_twice", other=other + 1)
            elif set(part.levels) < set(cap.levels) and part.most > cap.most:
                facts: Facts = {"most": cap.most, "levels": [*part.levels], "own": part.most, "other": other + 1}
                yield _level_fault(n, "fault.levels_below_part", **facts)


def _level_fault(n: int, code: str, **facts: Json) -> Fault:
    return Fault(f"cap.levels[{n}]", code, "B-25", {"line": n + 1, **facts})


def _fault(n: int, code: str, **facts: Json) -> Fault:
    return Fault(f"quiet.calendars[{n}]", code, "B-37", {"line": n + 1, **facts})
