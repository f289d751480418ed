"""Who else matters to a visit that is being planned: officers who stand elsewhere, others who come anyway (B-46, B-88)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.policy.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Engagement:
    """A visit that stands in somebody's plan: a local day, and its time where one was said; without one, all day."""

    day: date
    starts_at: time | None = None
    organ: str = ""
    """Whose visit it is, in words, where that is told."""


@dataclass(frozen=True, slots=True)
class Company:
    """What the chosen officers stand on already, and the visits of other subjects to the same premises."""

    officers: tuple[Engagement, ...] = ()
    others: tuple[Engagement, ...] = ()

    def keeps_away(self, day: date, starts_at: time, rules: RuleSet) -> bool:
        """Whether a chosen officer stands on another visit then: two visits need `slot.visit_min` between their starts."""
        return any(each.day == day and _near(each.starts_at, starts_at, rules) for each in self.officers)

    def within(self, first: date, rules: RuleSet) -> Iterable[Engagement]:
        """The others' visits from a day on within the joining window, the earliest first (B-88)."""
        last = first + timedelta(days=rules.joint.propose_days)
        return sorted((each for each in self.others if first <= each.day <= last), key=_moment)


ALONE = Company()


def _near(one: time | None, other: time, rules: RuleSet) -> bool:
    if one is None:
        return True
    apart = datetime.combine(date.min, one) - datetime.combine(date.min, other)
    return abs(apart) < timedelta(minutes=rules.slot.visit_min)


def _moment(visit: Engagement) -> tuple[date, time]:
    return visit.day, visit.starts_at or time()
