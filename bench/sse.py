"""500 viewers hear an event: ours, by permission and through nginx, beside plain asyncio that asks nobody who they are.

Every viewer has a session of their own. An event is published when the journal numbers it. Besides: how long after its
answer a check-in is heard of, whether 1,500 are held, whether anything is lost by who comes back, and what 1,500 viewers
cost others who ask for pages. Goals: p50 at most four times the floor's, 1 s, all, nothing, 1.5 times.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count, cycle
from statistics import median
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.inspections.events import CheckedIn
from backend.journal.record import record
from backend.journal.sequencer import sequence
from bench.floors.events import CHANNEL
from bench.frame import crowd
from bench.frame.house import BESIDE, House
from bench.frame.load import Reading
from bench.frame.posting import Client, filled
from bench.frame.rounds import Case, Load, interleave, quick, ratio, told
from bench.frame.watching import Viewers, publish

VIEWERS, MOST, MESSAGES, GAP, ROUNDS = (20, 40, 5, 0.1, 1) if quick() else (500, 1500, 20, 0.25, 3)
GOALS = {"p50": 4.0, "check_in_p95_s": 1.0, "held": MOST, "lost": 0, "web_slower": 1.5}


def main() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, hard), hard))
    with House() as house:
        hall = Hall(house)
        runs = interleave([hall.floor(), hall.ours()], ROUNDS)
        check_in_p95 = hall.check_ins()
        lost = hall.lost_over_reconnect()
        held, slower = hall.crowded()
    told(
        "sse", runs, beside="plain asyncio, 500 viewers", unit="ms from publishing to hearing",
        ratio=round(ratio(runs["ours"], runs["floor"], lambda run: run.load.p50_ms), 2), goals=GOALS,
        check_in_p95_s=round(check_in_p95, 3), held=held, lost=lost, web_slower=round(slower, 2),
    )  # fmt: skip


class Hall:
    """The installation, its viewers, and visits of the demo to tell of."""

    def __init__(self, house: House):
        self.house, self.url = house, f"{house.base}/api/v1/events"
        self.watchers = [f"Cookie: {each.cookie}\r\n" for each in crowd.people(house, "department", MOST)]
        self.organ, self._engine = crowd.organ(house), create_engine(house.database_url)
        with house.connect() as database:
            wanted = "SELECT id FROM inspection WHERE organ_id = %s"
            self._marks = cycle([str(id_) for (id_,) in database.execute(wanted, [self.organ]).fetchall()])
        house.database_beside()
        self._floor_port = house.port + 10
        program = [sys.executable, "-m", "bench.floors.events"]
        self._floor = house.beside(program, self._floor_port, "/hello")

    def floor(self) -> Case:
        beside = self.house.connect(BESIDE)
        send = lambda mark: beside.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f'{{"id":"{mark}"}}'])  # noqa: E731
        url, works = f"http://127.0.0.1:{self._floor_port}/events", {"stream": [self._floor]}
        return Case("floor", lambda: self._told(url, [""] * VIEWERS, send), works)

    def ours(self) -> Case:
        works = {"stream": self.house.stream, "gateway": self.house.gateway, "database": self.house.postgres}
        return Case("ours", lambda: self._told(self.url, self.watchers[:VIEWERS], self.publish), works)

    def publish(self, mark: str) -> None:
        """Let something be told of this visit: the journal gives it its number, as the worker does."""
        event = CheckedIn(
            inspection_id=UUID(mark), organ_id=self.organ, region=crowd.REGION, task_id=None, enterprise_id=None,
            mark="clean", arrived_at=datetime.now(UTC), longitude=None, latitude=None,
        )  # fmt: skip
        with Session(self._engine) as tx:
            record(tx, event)
            sequence(tx)
            tx.commit()

    def check_ins(self) -> float:
        """The 95th percentile of seconds from a check-in's answer to every viewer's hearing of it."""
        officers = crowd.callers(crowd.officers(self.house, 2 * MESSAGES))
        places = crowd.enterprises(self.house, MESSAGES)
        tasks = crowd.tasks(self.house, places, datetime.now(ZoneInfo("Asia/Shanghai")).date())
        client, numbers = Client(self.house.base), count()

        def send(mark: str) -> None:
            n = next(numbers)
            words = {"NOW": datetime.now(UTC).isoformat(), "ENTERPRISE": places[n], "TASK": str(tasks[n])}
            headers = {"Cookie": officers[2 * n]["COOKIE"], "Content-Type": "application/json", "Idempotency-Key": mark}
            body = filled(crowd.arrival(), words, officers[2 * n]).encode()
            status, _, content = client.send("POST", "/api/v1/check-ins", headers, body)
            if status != 201:
                raise SystemExit(f"✗ a check-in was answered {status}: {content[:300]!r}")

        with Viewers(self.url, self.watchers[:VIEWERS]) as viewers:
            with viewers.listening(3):
                sent = publish(send, [str(uuid4()) for _ in range(MESSAGES)], GAP)
            took, lost = viewers.delays(sent)
        if lost:
            raise SystemExit(f"✗ {lost} of {MESSAGES * VIEWERS} were not told of a check-in within three seconds")
        return took[int(len(took) * 0.95)]

    def lost_over_reconnect(self) -> int:
        """How many events did not reach viewers who were away while they were published and came back with a cursor."""
        crew = self.watchers[: min(20, VIEWERS)]
        with Viewers(self.url, crew) as before:
            with before.listening(1):
                publish(self.publish, self._some(2), GAP)
            cursors = [line.cursor for line in before.lines]
        missed = dict.fromkeys(self._some(10), 0.0)
        for mark in missed:
            self.publish(mark)
        back = [f"{header}Last-Event-ID: {cursor}\r\n" for header, cursor in zip(crew, cursors, strict=True)]
        later: dict[str, float] = {}
        with Viewers(self.url, back) as after:
            opening = [list(line.heard()) for line in after.lines]
            with after.listening(2):
                later |= publish(self.publish, self._some(2), GAP)
            heard = [
                {mark for mark, _ in [*first, *line.heard()]} for first, line in zip(opening, after.lines, strict=True)
            ]
        return sum(mark not in each for each in heard for mark in [*missed, *later])

    def crowded(self) -> tuple[int, float]:
        """How many of 1,500 lines are held, and how many times longer a page takes meanwhile, five events a second."""
        page = Reading(
            self.house.folder, self.house.base, ["/c/" + self.house.demo["certificate_url"].rsplit("/", 1)[-1]]
        )
        seconds = 1 if quick() else 4
        before = page(2, seconds)
        with Viewers(self.url, self.watchers) as viewers:
            held, loads = viewers.held, []
            with viewers.listening(0.5):
                for mark in self._meanwhile(lambda: loads.append(page(2, seconds))):
                    self.publish(mark)
        after = page(2, seconds)
        return held, loads[0].p50_ms / median([before.p50_ms, after.p50_ms])

    def _meanwhile(self, work: Callable[[], Any]) -> Iterator[str]:
        """Marks to publish, one every fifth of a second, while something runs in a thread."""
        running = threading.Thread(target=work)
        running.start()
        while running.is_alive():
            yield from self._some(1)
            time.sleep(0.2)

    def _told(self, url: str, headers: Sequence[str], send: Callable[[str], Any]) -> Load:
        with Viewers(url, headers) as viewers:
            if viewers.held != len(headers):
                raise SystemExit(f"✗ {url} holds {viewers.held} of {len(headers)} lines")
            used = os.times()
            with viewers.listening(1):
                sent = publish(send, self._some(MESSAGES), GAP)
            client_s = sum(os.times()[:2]) - sum(used[:2])
            took, lost = viewers.delays(sent)
        return Load(len(took), MESSAGES * GAP, median(took) * 1000, took[int(len(took) * 0.99)] * 1000, lost, client_s)

    def _some(self, number: int) -> list[str]:
        return [next(self._marks) for _ in range(number)]


if __name__ == "__main__":
    main()
