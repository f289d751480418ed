"""What the record of access costs a check-in: the same arrivals with the line and without it, in turns, in one run.

Prints one JSON object as its last line: the median of a check-in with its line beside one without, in milliseconds, and
their ratio. In process, one client. Needs TEST_DATABASE_ADMIN_URL, as the tests do; says whether that cluster waits for
its disk, since a line shares the commit of its check-in and adds none.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import sessionmaker

from backend.app import create_app
from backend.kernel.db import make_engine
from backend.kernel.noting import Act
from tests.api.desk import Desk
from tests.conftest import MORNING, Cluster, settings_for
from tests.world import Api, FrozenClock, World

ROUNDS, WARM = 400, 40


class Silent:
    """A recorder that keeps nothing."""

    def write(self, tx: Any, act: Act) -> None:
        """No line."""

    def write_once(self, sessions: Any, act: Act) -> None:
        """No line."""


def main() -> None:
    with TemporaryDirectory() as folder:
        cluster, name = Cluster(os.environ["TEST_DATABASE_ADMIN_URL"]), f"liangma_bench_{uuid4().hex[:8]}"
        cluster.template()
        engine = make_engine(cluster.clone(name))
        try:
            measure(World(sessionmaker(engine, expire_on_commit=False), FrozenClock(MORNING), settings_for(
                engine.url.render_as_string(hide_password=False), Path(folder)
            )))  # fmt: skip
        finally:
            engine.dispose()
            cluster.drop(name)


def measure(world: World) -> None:
    """Take turns, so that both sides meet the same machine, and say what came out."""
    app = create_app(world.settings, sessions=world.sessions, clock=world.clock)
    recorders, desk = {True: app.extensions["liangma.recorder"], False: Silent()}, Desk(world, Api(app, world))
    took: dict[bool, list[float]] = {True: [], False: []}
    for n in range(ROUNDS + WARM):
        for kept in (True, False) if n % 2 else (False, True):
            app.extensions["liangma.recorder"] = recorders[kept]
            took[kept].append(_arrive(desk))
    ours, beside = (median(took[kept][WARM:]) * 1000 for kept in (True, False))
    waits = world.look(lambda tx: tx.scalar(text("SHOW fsync")))
    print(f"load {os.getloadavg()[0]:.1f}, fsync {waits}")
    print(json.dumps({
        "name": "record-of-access", "ours": round(ours, 2), "beside": round(beside, 2), "ratio": round(ours / beside, 3),
        "unit": "ms", "n": ROUNDS,
    }))  # fmt: skip


def _arrive(desk: Desk) -> float:
    """Seconds of one arrival that no task explains, at an enterprise that nobody visited before."""
    desk.world.clock.advance(hours=1)
    desk.enterprise, _ = desk.world.enterprise()
    body = desk.arrival(None)
    begun = time.perf_counter()
    answer = desk.api.as_(desk.zhou).post("/check-ins", body)
    took = time.perf_counter() - begun
    assert answer.status_code == 201, answer.text
    return took


if __name__ == "__main__":
    main()
