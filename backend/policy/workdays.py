"""Working days from a table of holidays and make-up days, and terms that end at 24:00 (B-04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holidays:
    """Which days are off and which weekend days are worked, for the years that have a table."""

    years: frozenset[int]
    off: frozenset[date]
    worked: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Whether people work that day; a year without a table counts Monday to Friday."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def knows(self, first: date, last: date) -> bool:
        """Whether every year from `first` to `last` has a table."""
        return set(range(first.year, last.year + 1)) <= self.years


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its last day, and whether a year without a holiday table makes it provisional."""

    last_day: date
    provisional: bool

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """24:00 local of the last day: the first moment that is too late."""
        return datetime.combine(self.last_day + ONE_DAY, time(), zone)


def holidays_from_data(data: Mapping[str, Mapping[str, Any]]) -> Holidays:
    """The tables from JSON, {"2026": {"off": […], "worked": […]}}. Raises ValueError for a day of another year."""
    off = {date.fromisoformat(day) for table in data.values() for day in table.get("off", [])}
    worked = {date.fromisoformat(day) for table in data.values() for day in table.get("worked", [])}
    years = frozenset(int(year) for year in data)
    if stray := {day.year for day in off | worked} - years:
        raise ValueError(f"holidays: days of {min(stray)} stand in another year's table")
    return Holidays(years, frozenset(off), frozenset(worked))


def term_of_workdays(event: date, count: int, holidays: Holidays) -> Term:
    """The term of `count` working days after `event`; the day of the event is not counted (B-04)."""
    day, left = event, count
    while left > 0:
        day += ONE_DAY
        left -= holidays.is_workday(day)
    return Term(day, provisional=not holidays.knows(event, day))


def workdays_between(first: date, last: date, holidays: Holidays) -> int:
    """How many working days lie strictly between two days (B-31)."""
    days = range(1, (last - first).days)
    return sum(holidays.is_workday(first + timedelta(days=n)) for n in days)
