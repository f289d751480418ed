"""Quiet calendars (B-37): which local days are quiet for whom. The narrowest scope wins."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.policy.facts import Facts, Json, SiteFacts

SCOPES = ("entity", "class", "industry", "region")
"""Narrowest first."""

DayTest = Callable[[date, SiteFacts], bool]


class CalendarError(ValueError):
    """A calendar that cannot be read; `code` and `facts` say it in the words of `sentences`."""

    def __init__(self, text: str, code: str, **facts: Json):
        super().__init__(f"quiet.calendars: {text}")
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class QuietCalendar:
    """One calendar: whom it is for, which days are quiet, and the facts of the words that describe it.

    A calendar whose list of days is empty has no words: there is nothing to name. `by` says what of a site its days
    depend on: a scope or tier, 'chosen' for what the enterprise chose itself, nothing for days that are the same for all.
    """

    scope: str
    key: str
    is_quiet: DayTest
    words: Facts | None
    by: str = ""
    names: frozenset[str] = frozenset()
    """The entities that it names one by one, by id or identifier."""

    def covers(self, site: SiteFacts) -> bool:
        """Whether the calendar is made for this site; '*' means for all of its scope."""
        return self.key == "*" or self.key in _keys(self.scope, site)

    def asks_of(self, site: SiteFacts) -> Hashable:
        """What the calendar reads of the site: two sites of which it reads the same have the same quiet days by it."""
        if self.by == "chosen":
            return site.chosen_quiet_days
        return _keys(self.by, site) if self.by else None


def calendars_for(site: SiteFacts, calendars: Sequence[QuietCalendar]) -> tuple[QuietCalendar, ...]:
    """The calendars of the narrowest scope that names the site; a named key goes before '*' (B-37).

    Several of one scope protect together: a day is quiet if any of them says so.
    """
    for scope in SCOPES:
        fitting = [each for each in calendars if each.scope == scope and each.covers(site)]
        named = [each for each in fitting if each.key != "*"]
        if fitting:
            return tuple(named or fitting)
    return ()


def calendar_from_data(data: Mapping[str, Any]) -> QuietCalendar:
    """A calendar from JSON: scope, key, type and the type's own values. Raises CalendarError, ValueError, KeyError."""
    for name, allowed in (("scope", SCOPES), ("type", _TYPES)):
        if data[name] not in allowed:
            raise CalendarError(
                f"{name} must be one of {', '.join(allowed)}",
                "fault.calendar_unknown",
                field=name,
                value=str(data[name]),
            )
    test, words = _TYPES[data["type"]](data)
    told = None if words is None else {"code": f"calendar.{data['type']}", **words}
    return QuietCalendar(data["scope"], str(data["key"]), test, told, _reads(data), _names(data))


def _reads(data: Mapping[str, Any]) -> str:
    if data["type"] == "n_days_per_month_by_group":
        return str(data["by"])
    return "chosen" if data["type"] == "enterprise_chosen" else ""


def _names(data: Mapping[str, Any]) -> frozenset[str]:
    named = {str(data["key"])} - {"*"} if data["scope"] == "entity" else set()
    return frozenset(named | set(data["groups"] if _reads(data) == "entity" else ()))


def in_monthly_range(day: date, first: int, last: int, *, wrap: bool) -> bool:
    """Whether the day of the month lies in first…last; a range that runs backwards wraps only if it may (B-37)."""
    if first <= last:
        return first <= day.day <= last
    return wrap and (day.day >= first or day.day <= last)


def _monthly_range(data: Mapping[str, Any]) -> tuple[DayTest, Facts]:
    first, last, wrap = int(data["from"]), int(data["to"]), bool(data.get("wrap", False))
    _within("monthly_range", (first, last), 1, 31)
    return lambda day, _: in_monthly_range(day, first, last, wrap=wrap), {"from": first, "to": last}


def _weekly(data: Mapping[str, Any]) -> tuple[DayTest, Facts | None]:
    days = frozenset(int(each) for each in data["days"])
    _within("weekly", days, 1, 7)
    return lambda day, _: day.isoweekday() in days, {"weekday": [*sorted(days)]} if days else None


def _dates(data: Mapping[str, Any]) -> tuple[DayTest, Facts | None]:
    days = frozenset(date.fromisoformat(each) for each in data["dates"])
    return lambda day, _: day in days, {"count": len(days)} if days else None


def _n_days_per_month_by_group(data: Mapping[str, Any]) -> tuple[DayTest, Facts]:
    """Groups share the month: each has `days` quiet days of its own; `by` is a scope name or tier."""
    count, by = int(data["days"]), str(data["by"])
    if by not in (*SCOPES, "tier"):
        raise CalendarError(
            f"by must be one of {', '.join((*SCOPES, 'tier'))}", "fault.calendar_unknown", field="by", value=by
        )
    groups = {str(name): frozenset(_days_of_month(spans)) for name, spans in data["groups"].items()}
    for name, days in groups.items():
        if len(days) != count:
            raise CalendarError(
                f"group {name} has {len(days)} days, not {count}",
                "fault.calendar_group_days", group=name, counted=len(days), most=count,
            )  # fmt: skip
    return (
        lambda day, site: any(day.day in groups.get(key, ()) for key in _keys(by, site)),
        {"days": count},
    )


def _enterprise_chosen(data: Mapping[str, Any]) -> tuple[DayTest, Facts]:
    """Days that the enterprise chose itself; of each month the first `max_days` chosen ones hold."""
    most = int(data["max_days"])
    return lambda day, site: day in _granted(day, site.chosen_quiet_days, most), {"most": most}


_TYPES: dict[str, Callable[[Mapping[str, Any]], tuple[DayTest, Facts | None]]] = {
    "monthly_range": _monthly_range,
    "weekly": _weekly,
    "dates": _dates,
    "n_days_per_month_by_group": _n_days_per_month_by_group,
    "enterprise_chosen": _enterprise_chosen,
}


def _granted(day: date, chosen: frozenset[date], most: int) -> list[date]:
    return sorted(each for each in chosen if (each.year, each.month) == (day.year, day.month))[:most]


def _days_of_month(spans: Iterable[Sequence[int]]) -> list[int]:
    days = [day for first, last in spans for day in range(first, last + 1)]
    _within("groups", days, 1, 31)
    return days


def _within(name: str, values: Iterable[int], low: int, high: int) -> None:
    if any(not low <= value <= high for value in values):
        raise CalendarError(f"{name} takes {low} to {high}", "fault.calendar_days", least=low, most=high)


def _keys(scope: str, site: SiteFacts) -> frozenset[str]:
    single = {"region": site.region, "industry": site.industry, "tier": site.tier}
    if scope == "class":
        return site.classes
    if scope == "entity":
        return frozenset({str(site.enterprise_id), site.identifier})
    return frozenset() if single[scope] is None else frozenset({str(single[scope])})


def most_chosen(calendars: Sequence[QuietCalendar]) -> int | None:
    """How many days of a month an enterprise under these calendars may choose; None where none leaves it a choice."""
    allowed = [each.words["most"] for each in calendars if each.by == "chosen" and each.words]
    return max((most for most in allowed if isinstance(most, int)), default=None)
