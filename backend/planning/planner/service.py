"""What an organ may still do at many enterprises: visits used and left, quiet or not, the next lawful slot (B-25, B-37, B-46).

The law stands in `policy` alone. What was visited and what is planned is read for the whole page at once, and each
distinct calendar is asked once, however many enterprises share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from backend.enterprises.queries import site_facts
from backend.planning.happened import happened
from backend.planning.levels import counted_with_by, rank_of
from backend.planning.models import Task
from backend.planning.queries import NEXT, PREVIOUS, reserved_at
from backend.planning.states import WAITING
from backend.policy.caps import count, history, most_visits, shared
from backend.policy.facts import Facts, Id, Visit
from backend.policy.open_days import OpenDays
from backend.policy.periods import period_of
from backend.policy.ruleset import RuleSet
from backend.policy.slots import Slot, next_slot
from backend.policy.together import Together, room, tightest
from backend.policy.whitelist import is_listed
from backend.rulesets import service as rulesets

MONTH = "month"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an organ stands at one enterprise today."""

    row: Row[Any]
    used: int
    most: int
    period: str
    unit: str
    quiet: bool
    quiet_until: date | None
    """The last day of the quiet stretch that holds today; none where today is open, or no end is in sight."""
    slot: Slot | None
    visits: Sequence[Task | Visit]
    """The organ's visits of this month: those that wait as tasks, those that came as visits."""
    zone: ZoneInfo
    whitelisted: bool
    """On the white list today (B-36)."""
    together: Together | None
    """The tightest of the caps that it shares with others of its field there (B-25)."""
    rules: RuleSet

    @property
    def left(self) -> int:
        """How many counted visits of this period are still free: the lesser of its own and of those that it shares."""
        return room(self.most, self.used, self.together, self.period)

    @property
    def shared(self) -> Facts | None:
        """What is used up and left of the shared cap, as facts."""
        return self.together.facts(self.period, self.rules) if self.together else None


def standings(tx: Session, organ_id: UUID, rows: Sequence[Row[Any]], now: datetime) -> list[Standing]:
    """Where the organ stands at each of these enterprises (rows of SITE_COLUMNS), in their order."""
    desk, waiting = _Desk(tx, organ_id, rows, now), _waiting(tx, organ_id, [row.enterprise_id for row in rows])
    return [desk.standing(row, waiting.get(row.enterprise_id, ())) for row in rows]


def used_up(tx: Session, organ_id: UUID, rows: Sequence[Row[Any]], now: datetime) -> list[UUID]:
    """Those of these enterprises at which the organ has no visit left in the period of today."""
    desk = _Desk(tx, organ_id, rows, now)
    return [row.enterprise_id for row in rows if not desk.left(row)]


def rules_of(tx: Session, regions: set[str], now: datetime) -> dict[str, RuleSet]:
    """The rules in force in each of these regions; where there never were any, the default."""
    return {code: rulesets.or_default(tx, code, now) for code in sorted(regions)}


class _Desk:
    """What is known of many enterprises, read in a few questions however many they are."""

    def __init__(self, tx: Session, organ_id: UUID, rows: Sequence[Row[Any]], now: datetime):
        self._organ_id, self._now = organ_id, now
        self._rules = rules_of(tx, {row.enterprise_region for row in rows}, now)
        self._days = {code: OpenDays(each) for code, each in self._rules.items()}
        self._today = {code: now.astimezone(each.zone).date() for code, each in self._rules.items()}
        ids = {row.enterprise_id: self._rules[row.enterprise_region] for row in rows}
        self._rank = rank_of(tx, organ_id)
        organs = counted_with_by(tx, organ_id, self._rules.values())
        self._came = happened().visits_of(tx, organs, [*ids], now - PREVIOUS, now + NEXT)
        self._coded: dict[Id, list[Visit]] = defaultdict(list)
        for each in reserved_at(tx, organs, ids):
            self._coded[each.enterprise_id].append(each)

    def most(self, row: Row[Any]) -> int:
        return most_visits(site_facts(row), self._rules[row.enterprise_region])

    def used(self, row: Row[Any]) -> int:
        rules, held = self._rules[row.enterprise_region], self._held(row)
        usage, _ = count(history(self._organ_id, row.enterprise_id, row.site_id, held, rules), rules)
        return usage.used.get(self._period(row), 0)

    def together(self, row: Row[Any]) -> Together | None:
        rules, held = self._rules[row.enterprise_region], self._held(row)
        used = shared(self._rank, self._organ_id, row.enterprise_id, row.site_id, held, rules)
        return tightest(used, self._period(row))

    def left(self, row: Row[Any]) -> int:
        return room(self.most(row), self.used(row), self.together(row), self._period(row))

    def standing(self, row: Row[Any], waiting: Sequence[Task]) -> Standing:
        rules, days, site = self._rules[row.enterprise_region], self._days[row.enterprise_region], site_facts(row)
        calendar, today = days.of(site), self._today[row.enterprise_region]
        return Standing(
            row, self.used(row), self.most(row), self._period(row), rules.cap.unit, calendar.is_quiet(today),
            calendar.quiet_until(today),
            next_slot(self._now, site, rules, self._held(row), self._organ_id, days=days, rank=self._rank),
            [*self._of_the_month(row, waiting)], rules.zone, is_listed(site, today),
            self.together(row), rules,
        )  # fmt: skip

    def _held(self, row: Row[Any]) -> list[Visit]:
        """What holds a place in the organ's count there, and in those that it shares (B-25)."""
        return [*self._came.get(row.enterprise_id, ()), *self._coded.get(row.enterprise_id, ())]

    def _period(self, row: Row[Any]) -> str:
        return period_of(self._today[row.enterprise_region], self._rules[row.enterprise_region].cap.unit)

    def _of_the_month(self, row: Row[Any], waiting: Sequence[Task]) -> Iterator[Task | Visit]:
        zone, month = self._rules[row.enterprise_region].zone, period_of(self._today[row.enterprise_region], MONTH)
        came = [each for each in self._came.get(row.enterprise_id, ()) if each.organ_id == self._organ_id]
        yield from (visit for visit in came if period_of(visit.arrived.days(zone)[0], MONTH) == month)
        yield from (task for task in waiting if period_of(task.planned_on, MONTH) == month)


def _waiting(tx: Session, organ_id: UUID, enterprise_ids: Sequence[UUID]) -> dict[UUID, list[Task]]:
    wanted = select(Task).where(
        Task.organ_id == organ_id, Task.enterprise_id.in_(enterprise_ids), Task.state.in_(WAITING)
    )
    found: dict[UUID, list[Task]] = defaultdict(list)
    for task in tx.scalars(wanted.order_by(Task.planned_on, Task.starts_at, Task.id)):
        found[task.enterprise_id].append(task)
    return found
