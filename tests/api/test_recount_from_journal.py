"""What the journal alone tells comes to the same count as the live tables, whatever happened (B-25, B-30, B-33, B-41, B-92).

RECOUNT_SEED repeats a story; RECOUNT_STORIES tells more of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random, SystemRandom
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from backend.certificates.models import Card
from backend.journal.models import JournalInbox
from backend.kernel.jobs import Tools
from backend.planning import queries
from backend.planning.jobs import lapse_overdue
from backend.planning.models import Slot
from backend.policy.caps import count
from backend.policy.ruleset import RuleSet
from tests.api.cards.office import Office
from tests.api.desk import NEVER_QUIET

SEED = int(os.environ.get("RECOUNT_SEED", SystemRandom().randrange(10**6)))
STORIES = int(os.environ.get("RECOUNT_STORIES", 3))
ACTS = 25
ZONE = ZoneInfo("Asia/Shanghai")
LAW = {**NEVER_QUIET, "cap": {"default": 4}}


@dataclass
class Ledger:
    """Keeps the count from the journal's lines and from nothing else."""

    planned_on: dict[str, date] = field(default_factory=dict)
    codes: dict[str, tuple[str, int] | None] = field(default_factory=dict)
    """Task with a code → its place; None where it takes none, as a second visit of one day (B-30)."""
    arrivals: set[date] = field(default_factory=set)
    came: set[str] = field(default_factory=set)

    def read(self, lines: Iterable[JournalInbox]) -> Ledger:
        for line in lines:
            if note := getattr(self, "_" + line.name.split(".")[1], None):
                note(line.data)
        return self

    def _task_planned(self, data: dict[str, Any]) -> None:
        self.planned_on[data["task_id"]] = date.fromisoformat(data["planned_on"])

    def _code_issued(self, data: dict[str, Any]) -> None:
        self.codes[data["task_id"]] = (data["period"], data["n"]) if data["n"] else None

    def _code_cancelled(self, data: dict[str, Any]) -> None:
        self.codes.pop(data["task_id"], None)

    def _officer_stopped(self, data: dict[str, Any]) -> None:
        if data["withdrawn"]:
            self.codes.pop(data["task_id"], None)

    _officers_changed = _officer_stopped

    def _checked_in(self, data: dict[str, Any]) -> None:
        self.came.add(data["task_id"])
        self.arrivals.add(datetime.fromisoformat(data["arrived_at"]).astimezone(ZONE).date())

    @property
    def places(self) -> dict[str, tuple[str, int]]:
        return {task_id: place for task_id, place in self.codes.items() if place}

    @property
    def used(self) -> int:
        """Days on which somebody came, or is to come with a code."""
        return len(self.arrivals | {self.planned_on[each] for each in self.codes.keys() - self.came})


class Story:
    """An office in which things happen by chance; each is tried, and many are refused."""

    def __init__(self, office: Office, work: Callable[[], None], chance: Random):
        self.office, self.work, self.chance = office, work, chance
        self.desk, self.clock, self.tasks = office.desk, office.world.clock, list[str]()
        self.wu = office.world.officer(office.desk.organ, "吴远")

    def go_on(self) -> None:
        acts = (
            self.plan,
            self.plan,
            self.code,
            self.code,
            self.cancel,
            self.swap,
            self.stop,
            self.arrive,
            self.stray,
            self.sleep,
        )
        self.chance.choice(acts)()

    def plan(self) -> None:
        day = self.clock.now().date() + timedelta(days=self.chance.randrange(6))
        answer = self.desk.plan(day.isoformat())
        if answer.status_code == 201:
            self.desk.decide(answer.json["id"])
            self.tasks.append(answer.json["id"])

    def code(self) -> None:
        self._some_task(self.desk.issue)

    def cancel(self) -> None:
        self._post("cancel", {"reason": "企业停产"})

    def swap(self) -> None:
        crew = self.chance.sample([self.desk.zhou, self.desk.lin, self.wu], 2)
        self._post("officers", {"officer_ids": [str(each.person.id) for each in crew]})

    def stop(self) -> None:
        """Mostly only for a while."""
        card = self.chance.choice(self.office.world.look(lambda tx: tx.scalars(select(Card.id)).all()))
        self.office.prove(self.office.issuer)
        self.office.move(card, "suspended")
        self.office.move(card, "active")

    def arrive(self) -> None:
        self._some_task(self.desk.check_in)

    def stray(self) -> None:
        if self.chance.random() < 0.3:
            self.desk.check_in(None)

    def sleep(self) -> None:
        self.clock.advance(days=1)
        self.work()

    def _post(self, what: str, body: dict[str, Any]) -> None:
        planner = self.office.api.as_(self.desk.planner)
        self._some_task(lambda task_id: planner.post(f"/tasks/{task_id}/{what}", body))

    def _some_task(self, act: Callable[[str], Any]) -> None:
        if self.tasks:
            answer = act(self.chance.choice(self.tasks))
            assert answer.status_code < 500, answer.text


@pytest.fixture
def office(world, api):
    return Office(world, api, LAW)


@pytest.mark.parametrize("n", range(STORIES))
def test_a_recount_from_the_journal_equals_the_live_tables(office, settings, sessions, clock, n):
    print(f"RECOUNT_SEED={SEED + n}")
    story = Story(office, lambda: lapse_overdue(Tools(settings, sessions, clock)), Random(SEED + n))
    for _ in range(ACTS):
        story.go_on()
        told = office.world.look(lambda tx: Ledger().read(tx.scalars(select(JournalInbox).order_by(JournalInbox.id))))
        assert told.places == office.world.look(places)
        assert told.used == office.world.look(lambda tx: used(tx, office))


def places(tx: Any) -> dict[str, tuple[str, int]]:
    rows = tx.execute(select(Slot.task_id, Slot.period, Slot.n).where(Slot.released_at.is_(None)))
    return {str(task_id): (period, n) for task_id, period, n in rows}


def used(tx: Any, office: Office) -> int:
    """How many visits of this year the live tables count, by the server's own way of counting."""
    rules, desk = RuleSet.from_data("any", LAW), office.desk
    held = queries.holding(tx, desk.organ.id, desk.enterprise.id, office.world.clock.now(), rules)
    return count(held, rules)[0].used.get("2026", 0)
