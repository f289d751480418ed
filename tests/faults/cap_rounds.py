"""Rounds in which 64 clients ask for visit codes at once and the database is struck down among them (B-25, B-52).

Whatever happens: min(cap, demand) tasks are admitted, and whoever was answered hears the same again.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Barrier
from uuid import UUID

from sqlalchemy import cast, select

from backend.certificates.models import VisitCode
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from backend.planning.models import Slot, Task
from script.parts.stand import LOOPBACK
from tests.api.crowd import Department
from tests.api.race import Answer
from tests.faults.own_cluster import OwnCluster
from tests.faults.programs import PATIENCE, wait_for

CLIENTS = 64
PAUSE_S = 0.05
TIERS = {"A": 1, "B": 2, "C": 3, "D": 4}
CAPS = {"cap": {"tiers": TIERS}}


@dataclass(frozen=True)
class Round:
    """So many lawful visits, so many tasks that want one, and after how many answers the database is struck down."""

    tier: str
    demand: int
    strike_after: int | None

    @property
    def lawful(self) -> int:
        return min(TIERS[self.tier], self.demand)


def drawn(seed: int, rounds: int) -> list[Round]:
    """Every cap as often as the others; of four rounds one wants less than is lawful; one of ten has a crash."""
    chance = Random(seed)
    struck = {first + chance.randrange(min(10, rounds - first)) for first in range(0, rounds, 10)}
    four = (_of_each_cap(chance) for _ in range(0, rounds, 4))
    told = [each for part in four for each in part][:rounds]
    return [Round(*each, _answers_before(chance, each[1]) if n in struck else None) for n, each in enumerate(told)]


def _of_each_cap(chance: Random) -> list[tuple[str, int]]:
    modest = chance.choice([tier for tier, most in TIERS.items() if most > 1])
    wanted = {tier: chance.randrange(1, most) if tier == modest else CLIENTS for tier, most in TIERS.items()}
    return chance.sample(list(wanted.items()), len(wanted))


def _answers_before(chance: Random, demand: int) -> int:
    """Early, while places are still given away: most of the crowd stands in line for the one locked row."""
    return chance.randrange(min(6, demand))


@dataclass
class Client:
    """Somebody with a key of their own who asks until there is an answer."""

    port: int
    path: str
    token: str
    key: UUID = field(default_factory=uuid7)
    unanswered: Counter[str] = field(default_factory=Counter)
    line: HTTPConnection | None = None

    def ask(self) -> Answer:
        until = time.monotonic() + PATIENCE
        while (answer := self._try()) is None:
            assert time.monotonic() < until, f"no answer within {PATIENCE} s: {self.unanswered}"
            time.sleep(PAUSE_S)
        return answer

    def _try(self) -> Answer | None:
        """An answer; None where the line broke or the server was in trouble, which is noted."""
        self.line = self.line or HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        headers = {
            "Cookie": f"lm_session={self.token}", "Idempotency-Key": str(self.key), "Content-Type": "application/json",
        }  # fmt: skip
        try:
            self.line.request("POST", f"/api/v1{self.path}", b"{}", headers)
            response = self.line.getresponse()
            told = response.read()
        except (OSError, HTTPException) as broken:
            self.leave()
            self.unanswered[type(broken).__name__] += 1
            return None
        if response.status >= 500:
            self.unanswered[str(response.status)] += 1
            return None
        return Answer(response.status, json.loads(told))

    def leave(self) -> None:
        if self.line:
            self.line.close()
        self.line = None


@dataclass(frozen=True)
class Outcome:
    """What a round came to: what was wrong with it, in words, and what went unanswered before it was answered."""

    wrong: list[str]
    unanswered: Counter[str]


class Race:
    """The department's crowd before one house; with a cluster it can be struck down."""

    def __init__(self, department: Department, port: int, cluster: OwnCluster):
        self.department, self.port, self.cluster = department, port, cluster

    def run(self, one: Round) -> Outcome:
        enterprise_id, tasks = self.department.approved(one.demand, tier=one.tier)
        token = self.department.planner.token
        paths = [f"/tasks/{tasks[n % one.demand]}/visit-code" for n in range(CLIENTS)]
        clients = [Client(self.port, path, token) for path in paths]
        first = self._all_ask(clients, one.strike_after)
        again = self._all_ask(clients, None)
        for each in clients:
            each.leave()
        told = list(zip(clients, first, again, strict=True))
        wrong = [*wrong_answers(one, told), *wrong_rows(self.department, enterprise_id, tasks, admitted(told))]
        return Outcome([f"{one}: {each}" for each in wrong], sum((each.unanswered for each in clients), Counter()))

    def _all_ask(self, clients: Sequence[Client], strike_after: int | None) -> list[Answer]:
        together = Barrier(len(clients))

        def ask(client: Client) -> Answer:
            together.wait()
            return client.ask()

        with ThreadPoolExecutor(len(clients)) as pool:
            asked = [pool.submit(ask, each) for each in clients]
            if strike_after is not None:
                self._strike(asked, strike_after)
            return [each.result() for each in asked]

    def _strike(self, asked: Sequence[Future[Answer]], after: int) -> None:
        wait_for(lambda: sum(each.done() for each in asked) >= after, "nobody was answered", look_every=0.001)
        self.cluster.strike()
        self.cluster.start()


Told = tuple[Client, Answer, Answer]
"""A client, what it was answered, and what it was answered again."""


def admitted(told: Sequence[Told]) -> set[str]:
    return {client.path for client, first, _ in told if first.status == 201}


def wrong_answers(one: Round, told: Sequence[Told]) -> list[str]:
    """As many tasks admitted as is lawful, one code for each, clear refusals for the rest, and no answer ever changes."""
    codes: dict[str, set[str]] = {}
    for client, first, _ in told:
        if first.status == 201:
            codes.setdefault(client.path, set()).add(json.dumps(first.body))
    count = [] if len(codes) == one.lawful else [f"{len(codes)} tasks were admitted where {one.lawful} is lawful"]
    twice = [f"{len(heard)} codes for one task" for heard in codes.values() if len(heard) > 1]
    unclear = [f"unclear: {first}" for client, first, _ in told if client.path not in codes and not _clear(one, first)]
    changed = [f"first {first}, then {again}" for _, first, again in told if first != again]
    return [*count, *twice, *unclear, *changed]


def _clear(one: Round, answer: Answer) -> bool:
    facts = answer.body.get("facts", {}) if answer.body else {}
    told = (answer.status, answer.body and answer.body.get("code"), facts.get("counted"), facts.get("most"))
    return told == (409, "planning.cap_reached", one.lawful + 1, one.lawful)


def wrong_rows(department: Department, enterprise_id: UUID, tasks: Sequence[UUID], paths: set[str]) -> list[str]:
    """Those who were told so hold a code, a place and one line of the journal each, and nobody else does."""
    told = Counter(UUID(path.split("/")[2]) for path in paths)
    coded = select(Task.id).where(Task.enterprise_id == enterprise_id, Task.state == "coded")
    places = select(Slot.task_id).where(Slot.object_key == enterprise_id, Slot.released_at.is_(None))
    codes = select(VisitCode.task_id).where(VisitCode.task_id.in_(tasks))
    about = JournalInbox.data["task_id"].astext
    lines = select(cast(about, VisitCode.task_id.type)).where(
        JournalInbox.name == "planning.code_issued.v1", about.in_([str(each) for each in tasks])
    )
    asked = {"coded": coded, "places": places, "codes": codes, "lines of the journal": lines}
    held = {name: Counter(department.world.look(lambda tx, q=q: tx.scalars(q).all())) for name, q in asked.items()}
    return [f"{name}: {rows} where {told} was told" for name, rows in held.items() if rows != told]
