"""The quiet days of a year month by month, for those who want to see them at once (B-37). Pure."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.policy.facts import SiteFacts
from backend.policy.quiet import protecting_calendars, quiet_on
from backend.policy.ruleset import RuleSet

Span = tuple[int, int]
"""First and last day of the month, both quiet, as is every day between them."""


@dataclass(frozen=True, slots=True)
class QuietMonth:
    """A month of one year with its quiet days."""

    first: date
    quiet: frozenset[date]

    @property
    def days(self) -> list[date]:
        """Every day of the month."""
        begins = [self.first + timedelta(days=n) for n in range(31)]
        return [each for each in begins if each.month == self.first.month]

    @property
    def weeks(self) -> list[list[date | None]]:
        """The month in weeks from Monday to Sunday; days of its neighbours are left open."""
        weeks = Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [[day if day.month == self.first.month else None for day in week] for week in weeks]

    @property
    def spans(self) -> list[Span]:
        """The quiet days as spans, in order."""
        return [*_spans([day.day for day in self.days if day in self.quiet])]

    @property
    def is_whole(self) -> bool:
        """Whether every day is quiet."""
        return len(self.quiet) == len(self.days)


def quiet_months(site: SiteFacts, rules: RuleSet, year: int) -> list[QuietMonth]:
    """The twelve months of a year for this enterprise."""
    calendars = protecting_calendars(site, rules)
    months = [QuietMonth(date(year, n, 1), frozenset()) for n in range(1, 13)]
    return [
        QuietMonth(each.first, frozenset(day for day in each.days if quiet_on(day, site, calendars))) for each in months
    ]


def _spans(days: Sequence[int]) -> Iterator[Span]:
    begins = [day for day in days if day - 1 not in days]
    ends = [day for day in days if day + 1 not in days]
    return zip(begins, ends, strict=True)
