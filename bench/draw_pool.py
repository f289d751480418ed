"""The same draw through the API and the database: 1,000 of 100,000 enterprises of a register, from the draft to the published file.

Prints one JSON object as its last line: the wall time of drawing in milliseconds (locks, lists out of the database, hashes,
picks and officers, written and committed) beside the promise of two seconds; before that how long laying the pool and
committing to it took (B-86: every visit of the year is asked). One client, in process. Needs TEST_DATABASE_ADMIN_URL.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

from backend.app import create_app
from backend.kernel.db import make_engine
from tests.api.draws.told import FIXED, DrawDesk
from tests.conftest import MORNING, Cluster, settings_for
from tests.world import Api, FrozenClock, World
from verifier.liangma_verify.draw import check

PROMISE_MS = 2_000
FILL = """
SELECT setseed(0.86);
INSERT INTO enterprise (id, region_code, region_path, scheme, identifier, identifier_ok, name, pinyin, industry, classes, tier, source)
SELECT gen_random_uuid(), '420117', '42/4201/420117', 'uscc', '91420117MB' || lpad(n::text, 8, '0'), true, '样例企业' || n, 'yangli' || n,
       'C' || 10 + n % 20, '{{}}', (ARRAY['A', 'B', 'C', 'D', NULL])[1 + floor(random() * 5)], '{{}}' FROM generate_series(1, {n}) n;
INSERT INTO site (id, enterprise_id, address, place_type) SELECT gen_random_uuid(), id, '示范大道 1 号', 'urban' FROM enterprise
    WHERE identifier LIKE '91420117MB%%';
INSERT INTO past_visit (region_code, organ_id, enterprise_id, source_key, day, kind, trigger, counts, cap_exempt, needs_review, purpose)
SELECT '420117', '{organ}', id, id::text, date '2025-12-01' + floor(random() * 140)::int, 'daily', 'plan', true, 'no', false, ''
FROM enterprise WHERE random() < 0.3
"""


def main() -> None:
    size, wanted = (2_000, 100) if "--quick" in sys.argv else (100_000, 1_000)
    with _desk() as (desk, url):
        _fill(url, desk, size)
        draft = desk.drafted(wanted=wanted)
        committed, answer = timed(lambda: desk.act(f"/{draft}/commitment"))
        assert answer.status_code == 200, answer.json
        desk.world.clock.moment = FIXED
        drawn, answer = timed(lambda: desk.run(draft))
        assert answer.status_code == 200, answer.json
        desk.act(f"/{draft}/publication")
        asked, answer = timed(lambda: desk.file(draft))
        file = json.loads(answer.data)
        assert check(file) is None and len(file["picks"]) == wanted
    print(f"load {os.getloadavg()[0]:.1f}; pool and commitment {committed:.0f} ms, the published file {asked:.0f} ms")
    print(json.dumps({
        "name": "draw-pool", "ours": round(drawn, 1), "beside": PROMISE_MS, "ratio": round(drawn / PROMISE_MS, 2),
        "unit": "ms", "n": size, "committed_ms": round(committed),
    }))  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and the answer."""
    begun = time.perf_counter()
    made = work()
    return (time.perf_counter() - begun) * 1000, made


@contextmanager
def _desk() -> Iterator[tuple[DrawDesk, str]]:
    cluster, name = Cluster(os.environ["TEST_DATABASE_ADMIN_URL"]), f"liangma_bench_{uuid4().hex[:8]}"
    cluster.template()
    url = cluster.clone(name)
    engine = make_engine(url)
    with TemporaryDirectory() as folder:
        settings, clock = settings_for(url, Path(folder)), FrozenClock(MORNING)
        world = World(sessionmaker(engine, expire_on_commit=False), clock, settings)
        try:
            yield (
                DrawDesk(world, Api(create_app(settings, sessions=world.sessions, clock=clock), world)),
                str(cluster.admin_url.set(database=name).render_as_string(hide_password=False)),
            )
        finally:
            engine.dispose()
            cluster.drop(name)


def _fill(url: str, desk: DrawDesk, size: int) -> None:
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
        for statement in FILL.format(n=size, organ=desk.organ.id).split(";"):
            connection.execute(text(statement.replace("%%", "%")))
        connection.execute(text("VACUUM ANALYZE"))


if __name__ == "__main__":
    main()
