"""Which local days stand open under one rule set, asked once for all premises that share a calendar (B-37, B-46)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date, timedelta

from backend.policy.calendars import QuietCalendar
from backend.policy.facts import SiteFacts
from backend.policy.quiet import protecting_calendars, quiet_on
from backend.policy.ruleset import RuleSet

A_DAY = timedelta(days=1)


def read_of_a_site(rules: RuleSet) -> frozenset[str]:
    """What of a site its quiet days depend on: some of class, industry, region and tier. Named entities stand alone."""
    keyed = {each.scope for each in rules.calendars if each.key != "*"} | {each.by for each in rules.calendars}
    protected = set() if rules.quiet.applies_to == "all" else {"class"}
    return frozenset(keyed | protected) & {"class", "industry", "region", "tier"}


def named_entities(rules: RuleSet) -> frozenset[str]:
    """The entities that have quiet days of their own, by id or identifier."""
    return frozenset().union(*(each.names for each in rules.calendars))


class OpenDays:
    """The days of one rule set. A page of many enterprises keeps one of these; each distinct calendar is asked once."""

    def __init__(self, rules: RuleSet):
        self._rules = rules
        self._known: dict[Hashable, DaysOfCalendar] = {}

    def of(self, site: SiteFacts) -> DaysOfCalendar:
        """The days of the site: the same object for all sites whose calendars say the same."""
        calendars = protecting_calendars(site, self._rules)
        key = tuple((id(each), each.asks_of(site)) for each in calendars)
        if key not in self._known:
            self._known[key] = DaysOfCalendar(site, calendars, self._rules)
        return self._known[key]

    @property
    def distinct(self) -> int:
        """How many calendars were told apart."""
        return len(self._known)


class DaysOfCalendar:
    """The days of sites that share their calendars, each day asked when somebody wants it, and once."""

    def __init__(self, site: SiteFacts, calendars: Sequence[QuietCalendar], rules: RuleSet):
        self._site, self._calendars, self._rules = site, calendars, rules
        self._obstacles: dict[date, str | None] = {}

    def obstacle(self, day: date) -> str | None:
        """What stands against the day by itself: after_quiet, not_a_workday or nothing."""
        if day not in self._obstacles:
            self._obstacles[day] = self._asked(day)
        return self._obstacles[day]

    def is_quiet(self, day: date) -> bool:
        """Whether the local day is quiet (B-37)."""
        return self.obstacle(day) == "after_quiet"

    def quiet_until(self, day: date) -> date | None:
        """The last of the quiet days that begin with this one; None if it is open, or no end comes within the horizon."""
        last = None
        for n in range(self._rules.slot.horizon_days + 1):
            if not self.is_quiet(each := day + n * A_DAY):
                return last
            last = each
        return None

    def _asked(self, day: date) -> str | None:
        if quiet_on(day, self._site, self._calendars):
            return "after_quiet"
        return None if self._rules.holiday_table.is_workday(day) else "not_a_workday"
