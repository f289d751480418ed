"""Ask the planner for pages of 50 among 100,000 enterprises and among a tenth of them, searched, sorted and narrowed.

Prints one JSON object as its last line: the server's own time of the slowest page at the 95th percentile beside the promise
of 300 ms, how many times longer it took than among a tenth, and the slowest of those that are narrowed by the law. Before
that 1,000 random enterprises are asked one by one, and `judge` and `next_slot` must say of each what the page says. One
client, in process, the database held to one core. Needs TEST_DATABASE_ADMIN_URL, as the tests do.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from backend.app import create_app
from backend.enterprises import queries as enterprises
from backend.enterprises.models import Enterprise
from backend.kernel.db import make_engine
from backend.planning import queries
from backend.planning.planner import service as planner
from backend.policy.facts import Interval, Visit
from backend.policy.slots import next_slot
from backend.policy.verdict import judge
from backend.rulesets import service as rulesets
from tests.api.registers.office import Office
from tests.conftest import MORNING, Cluster, settings_for
from tests.world import Api, FrozenClock, World

ENTERPRISES, SAMPLE, ROUNDS, TIMES, PROMISE_MS = 100_000, 1_000, 3, 20, 300
LAW = {"quiet": {"calendars": [
    {"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20},
    {"scope": "class", "key": "above_scale", "type": "monthly_range", "from": 21, "to": 28},
    *({"scope": "industry", "key": f"C{n}", "type": "weekly", "days": [1 + n % 5]} for n in range(10, 20)),
    {"scope": "industry", "key": "F52", "type": "n_days_per_month_by_group", "days": 2, "by": "tier",
     "groups": {"A": [[1, 2]], "B": [[3, 4]], "C": [[21, 22]], "D": [[23, 24]]}},
]}}  # fmt: skip
"""Many distinct calendars, of which one looks at the tier, too."""

FILL = """
SELECT setseed(0.46);
INSERT INTO enterprise (id, region_code, region_path, scheme, identifier, identifier_ok, name, pinyin, industry, classes, tier, source)
SELECT gen_random_uuid(), '420117', '42/4201/420117', 'uscc', '91420117MB' || lpad(n::text, 8, '0'), true,
       (ARRAY['云川', '江汉', '星河', '东湖', '金叶'])[1 + n % 5] || (ARRAY['食品', '化工', '物流', '电子'])[1 + n % 4] || n || '有限公司',
       (ARRAY['yunchuan', 'jianghan', 'xinghe', 'donghu', 'jinye'])[1 + n % 5] || n,
       (ARRAY['C10', 'C11', 'C12', 'C13', 'C14', 'C15', 'C16', 'C17', 'C18', 'C19', 'F52', NULL])[1 + floor(random() * 12)],
       CASE WHEN random() < 0.2 THEN ARRAY['above_scale'] ELSE '{{}}'::text[] END,
       (ARRAY['A', 'B', 'C', 'D', NULL])[1 + floor(random() * 5)], '{{}}'
FROM generate_series(1, {enterprises}) n;
INSERT INTO site (id, enterprise_id, address, place_type) SELECT gen_random_uuid(), id, '示范大道 1 号', 'urban' FROM enterprise;
INSERT INTO past_visit (region_code, organ_id, enterprise_id, source_key, day, kind, trigger, counts, cap_exempt, needs_review, purpose)
SELECT '420117', CASE WHEN random() < 0.5 THEN '{organ}'::uuid ELSE '{other}'::uuid END, id, id || ' ' || n,
       date '2025-04-22' + floor(random() * 365)::int, (ARRAY['daily', 'daily', 'followup', 'special'])[1 + floor(random() * 4)],
       'plan', true, (ARRAY['no', 'no', 'no', 'yes', 'first_of_batch'])[1 + floor(random() * 5)], false, ''
FROM enterprise, generate_series(1, 4) n WHERE random() < 0.15;
INSERT INTO task (id, organ_id, region_path, enterprise_id, site_id, state, kind, trigger, entry_reason, planned_on, verdict,
    created_by, created_at)
SELECT gen_random_uuid(), '{organ}', '42/4201/420117', enterprise.id, site.id, (ARRAY['coded', 'approved'])[1 + floor(random() * 2)],
       'daily', 'plan', '例行', date '2026-04-23' + floor(random() * 60)::int, '{{}}', '{planner}', '2026-04-20T00:00Z'
FROM enterprise JOIN site ON site.enterprise_id = enterprise.id WHERE random() < 0.03
"""
PAGES = (
    "", "?page={last}", "?sort=name", "?sort=-identifier&page={middle}", "?q=云", "?q=有限公司", "?q=yunchuan9", "?q=不存在",
)  # fmt: skip
NARROWED = (
    "?quiet=yes", "?quiet=no&sort=name&page=3", "?left=none", "?left=some&page={middle}", "?quiet=no&left=some&q=食品",
)  # fmt: skip
"""What asks of every enterprise what its calendar says, or of every one that was visited what is left there."""


def main() -> None:
    sizes = (1_000, 2_000) if "--quick" in sys.argv else (ENTERPRISES // 10, ENTERPRISES)
    tenth, whole = (slowest(each) for each in sizes)
    print(json.dumps({
        "name": "planner", "ours": round(whole[PAGES], 1), "beside": PROMISE_MS, "ratio": round(whole[PAGES] / PROMISE_MS, 2),
        "unit": "ms", "growth": round(whole[PAGES] / tenth[PAGES], 1), "n": sizes[1], "narrowed": round(whole[NARROWED], 1),
    }))  # fmt: skip


def slowest(number: int) -> dict[tuple[str, ...], float]:
    """Milliseconds of the slowest page, and of the slowest that is narrowed; every question is printed."""
    with Register(number) as register:
        print(f"{number:,} enterprises; load {os.getloadavg()[0]:.1f}")
        print(f"{register.compared():,} random enterprises asked one by one: the same answers", flush=True)
        return {asked: max(register.took(each) for each in asked) for asked in (PAGES, NARROWED)}


class Register:
    """A department among so many enterprises with their visits and plans, in a database of its own."""

    def __init__(self, number: int):
        self.number, self.cluster = number, Cluster(os.environ["TEST_DATABASE_ADMIN_URL"])
        self.name, self.folder = f"liangma_bench_{uuid4().hex[:8]}", TemporaryDirectory()

    def __enter__(self) -> Register:
        self.cluster.template()
        url, clock = self.cluster.clone(self.name), FrozenClock(MORNING)
        settings, self.engine = settings_for(url, Path(self.folder.name)), make_engine(url)
        self.world = World(sessionmaker(self.engine, expire_on_commit=False), clock, settings)
        self.office = Office(
            self.world, Api(create_app(settings, sessions=self.world.sessions, clock=clock), self.world)
        )
        self.world.rule_set(LAW)
        self._fill()
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
        self.cluster.drop(self.name)
        self.folder.cleanup()

    def took(self, question: str) -> float:
        """The 95th percentile of the best of several rounds."""
        caller = self.office.api.as_(self.office.department)
        path = "/planner" + question.format(last=self.number // 50, middle=self.number // 100)
        best = min(self._round(caller, path) for _ in range(ROUNDS))
        print(f"{best:7.1f} ms  {path}", flush=True)
        return best

    def compared(self) -> int:
        """Ask each of a random sample alone, and hold it against the page. Raises AssertionError."""
        return int(self.world.look(self._compare))

    def _round(self, caller: Any, path: str) -> float:
        times = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            assert caller.get(path).status_code == 200, path
            times.append((time.perf_counter() - begun) * 1000)
        return sorted(times)[int(TIMES * 0.95) - 1]

    def _compare(self, tx: Session) -> int:
        organ, now = self.office.department_organ.id, self.world.clock.now()
        ids = random.Random(46).sample(tx.scalars(select(Enterprise.id).order_by(Enterprise.identifier)).all(), SAMPLE)
        rows = tx.execute(enterprises.with_site().where(Enterprise.id.in_(ids))).all()
        for row, standing in zip(rows, planner.standings(tx, organ, rows, now), strict=True):
            rules, site = rulesets.in_force(tx, row.enterprise_region, now), enterprises.site_facts(row)
            held = queries.holding(tx, organ, row.enterprise_id, now, rules)
            verdict = judge(_visit_now(organ, row, now), site, rules, held)
            assert standing.slot == next_slot(now, site, rules, held, organ), row.identifier
            assert standing.quiet == (verdict.quiet.facts["inside"] == "all"), row.identifier
            assert standing.most == verdict.cap.most, row.identifier
            if verdict.cap.reason in ("cap.within", "cap.reached"):
                assert standing.used == verdict.cap.counted - 1, row.identifier
        return len(rows)

    def _fill(self) -> None:
        office, admin = self.office, self.cluster.admin_url.set(database=self.name)
        told = {
            "organ": office.department_organ.id,
            "other": office.other_organ.id,
            "planner": office.department.person.id,
        }
        with create_engine(admin, isolation_level="AUTOCOMMIT").connect() as connection:
            for statement in FILL.format(enterprises=self.number, **told).split(";"):
                connection.execute(text(statement))
            connection.execute(text(f"ALTER DATABASE {self.name} SET max_parallel_workers_per_gather = 0"))
            connection.execute(text("VACUUM ANALYZE"))
        self.engine.dispose()


def _visit_now(organ: Any, row: Any, now: Any) -> Visit:
    return Visit(
        id="now", organ_id=organ, enterprise_id=row.enterprise_id, site_id=row.site_id, kind="daily", trigger="plan",
        arrived=Interval.at(now),
    )  # fmt: skip


if __name__ == "__main__":
    main()
