"""Today's named scenarios. Each exists once a day; what a visitor of the demo used up is made anew.

lawful        planned, approved, coded, visited, over
exempt        in the quiet period on a ground with evidence and approval; going on
violating     nobody planned it, the enterprise is always quiet: QUIET_VIOLATION; its ground waits for the bureau (B-42)
understaffed  two were to come and one came: UNDER_STAFFED
together      two departments under one code, one of which leads; both are there (B-29)
awaiting      planned and coded for the officers of demo.json; nobody has come yet
undecided     planned, waiting for the head; another department goes there in two days, and an answer is wanted (B-88)
answered      an earlier violation, its ground not accepted, its alert closed
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.demo import acting
from backend.demo.accounts import Account
from backend.demo.acting import USUAL_STEPS, Errand, task_id, team, visit_id
from backend.demo.base import ALWAYS_QUIET, NEVER_QUIET, classes_of, enterprise_id
from backend.demo.day import Day
from backend.demo.filming import film
from backend.demo.ids import demo_id
from backend.demo.names import COUNT, REGION
from backend.inspections import stated
from backend.inspections.models import Inspection
from backend.kernel.problems import ProblemRaised
from backend.kernel.transaction import Sessions, transaction
from backend.planning import service as planning
from backend.planning.models import Task

ANSWERED = demo_id("inspection", "answered")
"""The visit whose alert is closed."""

AWAITING, UNDECIDED = "awaiting", "undecided"
NUMBERS = {enterprise_id(n): n for n in range(1, COUNT + 1)}
MARKET, CHEMICALS, COLD_STORE, BAZAAR, MACHINES, NURSERY, PRINTERS = 1, 2, 3, 4, 5, 6, 7


class Today:
    """Plays the scenarios of a day that have not been played yet."""

    def __init__(self, sessions: Sessions, day: Day, keys: Path):
        self._sessions, self._day, self._keys = sessions, day, keys

    def renew(self) -> int:
        """Play what is missing; returns the number of the enterprise that the waiting visit is for."""
        with transaction(self._sessions) as tx:
            planning.lapse(tx, region_code=REGION, now=self._day.now)
        self._once("lawful", self._lawful)
        self._once("exempt", self._exempt)
        self._once("violating", self._violating)
        self._once("understaffed", self._understaffed)
        self._once("together", self._together)
        self._answered()
        self._waiting(UNDECIDED, "awaiting_approval", team("SC", 2), after(PRINTERS), coded=False)
        return self._waiting(AWAITING, "coded", team("SC", 0), after(MARKET), coded=True)

    def _once(self, key: str, play: Callable[[str], None]) -> None:
        with transaction(self._sessions, read_only=True) as tx:
            played = tx.get(Inspection, visit_id(self._day, key)) is not None
        if not played:
            play(key)

    def _lawful(self, key: str) -> None:
        self._first_admitted(key, "SC", team("SC", 2), after(CHEMICALS), self._come_and_finish)

    def _exempt(self, key: str) -> None:
        made = (Errand(key, "YJ", n, team("YJ", 0), "complaint", self._clue) for n in quiet_after(MACHINES))
        self._first_played(made, self._come)

    def _understaffed(self, key: str) -> None:
        self._first_admitted(key, "ST", team("ST", 0), after(COLD_STORE), self._one_comes)

    def _together(self, key: str) -> None:
        self._first_admitted(key, "YJ", team("YJ", 2), after(NURSERY), self._two_come)

    def _two_come(self, tx: Session, errand: Errand) -> None:
        day, guest = self._day, replace(errand, key=f"{errand.key} guest", organ="XF", officers=team("XF", 2))
        for each in (errand, guest):
            acting.plan(tx, day, each, at=day.at(0))
        acting.go_along(tx, day, guest, at=day.at(0.05))
        for each in (errand, guest):
            acting.approve(tx, day, each, at=day.at(0.1))
        acting.issue_code(tx, day, errand, at=day.at(0.2), keys=self._keys)
        for each, part in ((errand, 0.4), (guest, 0.45)):
            visit, at = visit_id(day, each.key), day.at(part)
            acting.arrive(tx, each, inspection_id=visit, task=task_id(day, each.key), at=at, now=at)
            acting.take_steps(tx, each, inspection_id=visit, begin=at, end=day.at(part + 0.2), steps=USUAL_STEPS)

    def _violating(self, key: str) -> None:
        errand = Errand(key, "XF", BAZAAR, team("XF", 0))
        day, visit = self._day, visit_id(self._day, key)
        with transaction(self._sessions) as tx:
            acting.arrive(tx, errand, inspection_id=visit, task=None, at=day.at(0.8), now=day.at(0.8))
            acting.take_steps(
                tx, errand, inspection_id=visit, begin=day.at(0.8), end=day.at(0.9), steps=("show_certificate",)
            )
            words = "接消防控制室报警，两人先行到场核查。"
            told = stated.Told("emergency", f"JQ{day.date:%Y%m%d}-03", words, day.at(0.95))
            acting.state_ground(tx, errand, inspection_id=visit, told=told)

    def _answered(self) -> None:
        errand = Errand("answered", "WL", MACHINES, team("WL", 0))
        then = self._day.now - timedelta(days=20)
        with transaction(self._sessions) as tx:
            if tx.get(Inspection, ANSWERED) is None:
                acting.arrive(tx, errand, inspection_id=ANSWERED, task=None, at=then, now=then)
                acting.finish(tx, errand, inspection_id=ANSWERED, at=then + timedelta(minutes=40))
                told = stated.Told("complaint", "TS-0417", "接到噪声投诉，未及报批。", then + timedelta(hours=2))
                acting.state_ground(tx, errand, inspection_id=ANSWERED, told=told)
                note = "投诉件已由别的单位办结，未经批准进入。"
                acting.confirm(tx, inspection_id=ANSWERED, note=note, at=then + timedelta(days=1))

    def _come_and_finish(self, tx: Session, errand: Errand) -> None:
        day, visit = self._day, visit_id(self._day, errand.key)
        self._come(tx, errand, told_by=0.53)
        film(tx, errand, inspection_id=visit, begin=day.at(0.53), end=day.at(0.89))
        acting.finish(tx, errand, inspection_id=visit, at=day.at(0.9))

    def _come(self, tx: Session, errand: Errand, told_by: float = 0.7) -> None:
        self._admit(tx, errand)
        day, visit = self._day, visit_id(self._day, errand.key)
        acting.arrive(tx, errand, inspection_id=visit, task=task_id(day, errand.key), at=day.at(0.5), now=day.at(0.5))
        acting.take_steps(tx, errand, inspection_id=visit, begin=day.at(0.5), end=day.at(told_by), steps=USUAL_STEPS)

    def _one_comes(self, tx: Session, errand: Errand) -> None:
        self._admit(tx, errand)
        day, visit = self._day, visit_id(self._day, errand.key)
        moment = day.at(0.6)
        acting.arrive(tx, errand, inspection_id=visit, task=task_id(day, errand.key), at=moment, now=moment, people=1)

    def _admit(self, tx: Session, errand: Errand) -> None:
        day = self._day
        acting.plan(tx, day, errand, at=day.at(0))
        acting.approve(tx, day, errand, at=day.at(0.1))
        acting.issue_code(tx, day, errand, at=day.at(0.2), keys=self._keys)

    def _waiting(
        self, key: str, state: str, officers: tuple[Account, ...], places: Iterator[int], *, coded: bool
    ) -> int:
        """A task that still waits; where today's was used up, the next one. Returns its enterprise's number."""
        for round_ in range(1, COUNT):
            name = f"{key} {round_}"
            with transaction(self._sessions, read_only=True) as tx:
                there = tx.execute(
                    select(Task.state, Task.enterprise_id).where(Task.id == task_id(self._day, name))
                ).one_or_none()
            if there is None:
                made = self._errands(name, "SC", officers, places)
                return self._first_played(made, self._admit if coded else self._only_plan)
            if there.state == state:
                return NUMBERS[there.enterprise_id]
        raise LookupError(f"no enterprise is left for {key}")

    def _only_plan(self, tx: Session, errand: Errand) -> None:
        neighbour = replace(errand, key=f"{errand.key} neighbour", organ="ST", officers=team("ST", 1))
        acting.plan(tx, self._day, neighbour, at=self._day.at(0.3), on=self._day.date + timedelta(days=2))
        acting.plan(tx, self._day, errand, at=self._day.at(0.4))

    def _first_admitted(
        self, key: str, organ: str, officers: tuple[Account, ...], places: Iterator[int],
        play: Callable[[Session, Errand], None],
    ) -> None:  # fmt: skip
        self._first_played(self._errands(key, organ, officers, places), play)

    def _errands(self, key: str, organ: str, officers: tuple[Account, ...], places: Iterator[int]) -> Iterator[Errand]:
        """One of the plan at each place; once every cap is full, one that comes from a complaint and uses none up."""
        everywhere = list(places)
        yield from (Errand(key, organ, n, officers) for n in everywhere)
        yield from (Errand(key, organ, n, officers, "complaint", self._clue) for n in everywhere)

    @property
    def _clue(self) -> str:
        return f"XS{self._day.date:%Y%m%d}-01"

    def _first_played(self, errands: Iterable[Errand], play: Callable[[Session, Errand], None]) -> int:
        """Play it at the first enterprise where the rules allow it: caps fill up over the days."""
        last: ProblemRaised | None = None
        for errand in errands:
            try:
                with transaction(self._sessions) as tx:
                    play(tx, errand)
                return errand.enterprise
            except ProblemRaised as refused:
                last = refused
        raise last or LookupError("no enterprise to visit")


def after(first: int) -> Iterator[int]:
    """Enterprises that are never quiet, this one first."""
    return _of_class(NEVER_QUIET, first)


def quiet_after(first: int) -> Iterator[int]:
    """Enterprises that are always quiet, this one first."""
    return _of_class(ALWAYS_QUIET, first)


def _of_class(name: str, first: int) -> Iterator[int]:
    everybody = [*range(first, COUNT + 1), *range(1, first)]
    return (n for n in everybody if name in classes_of(n))


def waiting_task(tx: Session, day: Day) -> UUID:
    """The task that waits for the officers of demo.json."""
    ids = [task_id(day, f"{AWAITING} {round_}") for round_ in range(1, COUNT)]
    return tx.scalars(select(Task.id).where(Task.id.in_(ids), Task.state == "coded")).first() or ids[0]
