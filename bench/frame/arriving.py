"""What the two benchmarks of arrivals share: the same load on ours and on the floor, and whether everything adds up."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bench.floors import one_function
from bench.frame import crowd, history
from bench.frame.house import House
from bench.frame.load import posting
from bench.frame.rounds import Case, Load, quick

OFFICERS, ENTERPRISES = (200, 1_000) if quick() else (4_000, 50_000)
SPREAD, FORMER = 2_000, 10_000
FLOOR_BODY = (
    '{"id": "@KEY@", "enterprise": @ENTERPRISE@, "person": 7, "accuracy_m": 60,'
    f' "lon": {crowd.PLACE[0]}, "lat": {crowd.PLACE[1]}}}'
)
UNREAD = """
SELECT (SELECT count(*) FROM journal_inbox)
     + coalesce((SELECT max(seq) FROM journal) - (SELECT min(seq) FROM journal_place), 0)
"""
PATIENCE = 60.0
"""How many seconds the followers are waited for after a run."""


class Arrivals:
    """An installation with officers and enterprises, the floor beside it, and how both are loaded."""

    def __init__(self, house: House, *, officers: int = OFFICERS, enterprises: int = ENTERPRISES, former: int = FORMER):
        self.house, self.floor_port = house, house.port + 10
        house.database_beside(one_function.TABLES, one_function.FUNCTION)
        self.floor = house.granian("one_function", self.floor_port)
        self.callers = crowd.callers(crowd.officers(house, officers))
        self.enterprises = crowd.enterprises(house, enterprises)
        history.add(house, former)
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
        self.tasks = dict(zip(self.enterprises, crowd.tasks(house, self.enterprises, today), strict=True))
        self.sent, self.waited, self.unread = 0, 0.0, 0

    def on_floor(self, name: str, connections: int, seconds: float, spread: int = SPREAD) -> Case:
        """The floor's check-ins, over so many enterprises."""
        things = [{"ENTERPRISE": str(n)} for n in range(1, spread + 1)]
        plan = {
            "address": f"http://127.0.0.1:{self.floor_port}/check-ins", "connections": connections, "seconds": seconds,
            "template": FLOOR_BODY, "callers": [{}], "things": things,
        }  # fmt: skip
        return Case(name, lambda: posting(plan), {"server": [self.floor], "database": self.house.postgres})

    def on_ours(
        self, name: str, connections: int, seconds: float, where: Callable[[], Sequence[str]], *, gateway: bool = False
    ) -> Case:
        """Our check-ins at these enterprises, asked anew for each run: of the web process itself, or through nginx."""
        plan = {
            "address": f"http://127.0.0.1:{self.house.port + (0 if gateway else 1)}/api/v1/check-ins",
            "connections": connections, "seconds": seconds, "template": crowd.arrival(), "callers": self.callers,
        }  # fmt: skip
        web = [*self.house.web, *(self.house.gateway if gateway else [])]
        works = {"server": web, "database": self.house.postgres, "worker": self.house.worker}

        def drive() -> Load:
            things = [{"ENTERPRISE": each, "TASK": str(self.tasks[each])} for each in where()]
            return self._counted(posting({**plan, "things": things}))

        return Case(name, drive, works, self.settle)

    def settle(self) -> None:
        """Wait until the journal is read by everybody, or patience ends; what the worst run left is told by `followers`."""
        begun = time.monotonic()
        with self.house.connect() as database:
            while (unread := database.execute(UNREAD).fetchone()[0]) and time.monotonic() - begun < PATIENCE:
                time.sleep(0.1)
        self.waited, self.unread = max(self.waited, time.monotonic() - begun), max(self.unread, unread)

    def followers(self) -> dict[str, Any]:
        """How long the worker had to read what the heaviest run left, and how many entries were unread after that."""
        return {"waited_s": round(self.waited, 1), "patience_s": PATIENCE, "left_unread": self.unread}

    def adds_up(self) -> dict[str, bool]:
        """Whether what was answered is what is stored, on both sides: a fast wrong count is worth nothing."""
        ours = "SELECT count(*) FROM inspection JOIN check_in ON inspection_id = id WHERE address = '批发市场'"
        told = "SELECT count(DISTINCT data ->> 'inspection_id') FROM journal WHERE name = 'inspections.checked_in.v1'"
        with self.house.connect() as database, self.house.connect("beside") as beside:
            stored, heard = database.execute(ours).fetchone()[0], database.execute(told).fetchone()[0]
            floor = beside.execute(one_function.AGREE).fetchone()[0]
        return {"ours": stored == self.sent and heard >= stored, "floor": bool(floor)}

    def _counted(self, load: Load) -> Load:
        self.sent += int(load.more.get("201", 0))
        return load
