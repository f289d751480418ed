"""Ask every list and search of the registers among 10,000 officers and 100,000 enterprises, and among a tenth of them.

Prints one JSON object as its last line: the server's own time of the slowest question at the 95th percentile beside the
promise of 150 ms, and how many times longer the slowest of the tenfold took. One client, in process, the database held
to one core; the best of several rounds. Needs TEST_DATABASE_ADMIN_URL, as the tests do.
"""

from __future__ import annotations

import json
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

from backend.app import create_app
from backend.kernel.db import make_engine
from bench.imports import brought, enterprises, people
from tests.api.registers.office import Office
from tests.conftest import MORNING, Cluster, settings_for
from tests.world import Api, Caller, FrozenClock, SignedIn, World

OFFICERS, ROUNDS, TIMES, PROMISE_MS = 10_000, 3, 20, 150

REST = """
INSERT INTO organ (id, region_code, code, name, name_en, kind, published_on, pinyin)
SELECT gen_random_uuid(), '420117', 'BENCH' || n, '示范区第' || n || '执法队', 'Organ ' || n, 'administrative', '2025-01-01',
       'shifanqudi' || n || 'zhifadui sfqd' || n || 'zfd'
FROM generate_series(1, :officers / 50) n;
INSERT INTO item (id, organ_id, code, name, name_en, basis, published_on, in_force_from, pinyin)
SELECT gen_random_uuid(), organ.id, 'C60-' || organ.code || '-' || n, '食品生产日常监督检查' || n, 'Routine check ' || n,
       '《食品安全法》第一百一十条', '2025-01-01', '2025-01-01', 'shipinshengchan' || n || ' spsc' || n
FROM organ, generate_series(1, 25) n WHERE organ.code LIKE 'BENCH%';
INSERT INTO team (id, region_code, organ_id, name, name_en, pinyin)
SELECT gen_random_uuid(), region_code, id, name || '综合执法队', name_en || ' team', pinyin FROM organ WHERE code LIKE 'BENCH%';
INSERT INTO team_organ (team_id, organ_id, item_codes) SELECT id, organ_id, '{}' FROM team;
INSERT INTO team_member (team_id, person_id)
SELECT team.id, person.id FROM (SELECT id, row_number() OVER () AS n FROM team) AS team
JOIN (SELECT id, row_number() OVER () AS n FROM identity.person WHERE role = 'officer') AS person ON person.n / 10 = team.n;
INSERT INTO training_hour (id, person_id, held_on, hours, kind, topic, recorded_by, recorded_at)
SELECT gen_random_uuid(), id, date '2026-01-05' + n, 4 + n, 'law', '行政处罚法', id, '2026-04-01T00:00Z'
FROM identity.person, generate_series(1, 5) n WHERE role = 'officer';
INSERT INTO conflict (id, person_id, scheme, identifier, reason, from_on, recorded_by, recorded_at)
SELECT gen_random_uuid(), id, 'uscc', '91420117MA0DEM001C', '亲属任职', '2026-01-01', id, '2026-04-01T00:00Z'
FROM identity.person WHERE role = 'officer';
INSERT INTO card (id, code_id, number, person_id, organ_id, region_code, holder_name, organ_name, field, issued_on,
    expires_on, status_index, photo, photo_hash, cose)
SELECT gen_random_uuid(), substring(uuid_send(id) || uuid_send(id) FROM 1 FOR 12), '17010' || lpad(number, 6, '0'), id,
       organ_id, '420117', name, '示范区市场监督管理局', '市场监管', '2024-01-01', date '2026-05-01' + (number::int % 900),
       number::int, decode((SELECT string_agg(md5(number || each), '') FROM generate_series(1, 500) each), 'hex'),
       sha256(uuid_send(id)), sha256(uuid_send(id)) || sha256(uuid_send(organ_id))
FROM identity.person WHERE role = 'officer' AND number IS NOT NULL;
INSERT INTO card_state (id, card_id, state, effective_from, reason, recorded_at)
SELECT gen_random_uuid(), id, 'active', '2024-01-01T00:00Z', 'issued', '2024-01-01T00:00Z' FROM card;
INSERT INTO card_state (id, card_id, state, effective_from, reason, recorded_at)
SELECT gen_random_uuid(), id, 'suspended', '2026-04-01T00:00Z', '调查', '2026-04-01T00:00Z'
FROM card WHERE status_index % 20 = 0;
INSERT INTO audit_entry (at, person_id, role, organ_id, region_path, session, action, method, route, object, result, request_id)
SELECT timestamptz '2026-01-01T00:00Z' + (n * 30 + person.number::int) * interval '17 seconds', id, role, organ_id,
       '42/4201/420117', sha256(uuid_send(id)), (ARRAY['task.see', 'enterprise.see', 'card.see'])[1 + n % 3], 'GET', '/tasks',
       id::text, CASE WHEN n % 20 = 0 THEN 'refused' ELSE 'allowed' END, 'bench'
FROM identity.person, generate_series(1, 30) n WHERE role = 'officer' AND number IS NOT NULL
"""
"""What stands beside people and enterprises, as so many officers bring it along; their history is written by the trigger."""

LISTS = {"enterprises": "enterprise", "people": "identity.person", "items": "item", "record": "audit_entry"}
LAST_PAGE = "SELECT greatest(1, count(*) / 50) FROM {}"

BUREAU = (
    "/enterprises", "/enterprises?page={enterprises}", "/enterprises?q=云",
    "/enterprises?q=云川", "/enterprises?q=公司", "/enterprises?q=司云", "/enterprises?q=江汉食品", "/enterprises?q=有限公司",
    "/enterprises?q=不存在的名字", "/enterprises?q=y", "/enterprises?q=yx", "/enterprises?q=qv", "/enterprises?q=ycsp",
    "/enterprises?q=yunchuan", "/enterprises?q=9", "/enterprises?q=91420117MA0003", "/enterprises?q=91420117MA0003B1",
    "/enterprises?q=有限公司&page=20", "/people", "/people?page={people}", "/people?q=明", "/people?q=王明",
    "/people?q=w", "/people?q=wm", "/people?q=wangming", "/people?q=99", "/people?q=不存在", "/people?q=17010",
    "/people?role=officer&state=all", "/people?region=420117", "/organs", "/organs?q=执法", "/organs?q=zfd", "/organs?q=BENCH1",
    "/regions", "/cards", "/cards?page={people}", "/cards?q=明", "/cards?q=王明", "/cards?q=wm", "/cards?q=17010",
    "/cards?state=suspended", "/cards?expiring=60", "/hours", "/hours?page={people}", "/hours?below=1", "/hours?q=zm",
    "/items", "/items?page_size=50&page={items}", "/items?q=检查", "/items?q=spsc", "/items?q=C60", "/items?state=in_force",
    "/teams", "/teams?q=执法", "/teams?q=zfd", "/audit", "/audit?page={record}", "/audit?q=明", "/audit?q=王明",
    "/audit?q={person}", "/audit?action=card.see", "/audit?result=refused", "/audit?person={person}",
    "/people/{person}/conflicts", "/people/{person}/hours", "/history/person/{person}", "/history/training_hour/{person}",
)  # fmt: skip
DEPARTMENT = ("/officers", "/officers?q=明", "/officers?q=zm", "/people", "/cards?q=wm", "/hours?below=1", "/items")


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of one question at the 95th percentile: on the clock, and of processor in server and database."""

    path: str
    wall: float
    cpu: float


def main() -> None:
    tenth, whole = (slowest(officers) for officers in (OFFICERS // 10, OFFICERS))
    print(json.dumps({
        "name": "registers", "p95_ms": round(whole.wall, 1), "beside": PROMISE_MS, "cpu_ms": round(whole.cpu, 1),
        "ratio": round(whole.wall / PROMISE_MS, 2), "growth": round(whole.cpu / tenth.cpu, 1), "n": OFFICERS,
        "slowest": whole.path,
    }))  # fmt: skip


def slowest(officers: int) -> Took:
    """The question that took longest among so many officers; all of them are printed."""
    with Crowd(officers) as crowd:
        print(f"{officers:,} officers, {officers * 10:,} enterprises; load {os.getloadavg()[0]:.1f}")
        asked = [(crowd.office.bureau, path) for path in BUREAU]
        asked += [(crowd.office.department, path) for path in DEPARTMENT]
        return max((crowd.took(who, path) for who, path in asked), key=lambda each: each.wall)


class Crowd:
    """An office among so many officers, ten times as many enterprises, and what goes with them; in a database of its own."""

    def __init__(self, officers: int):
        self.officers, self.cluster = officers, Cluster(os.environ["TEST_DATABASE_ADMIN_URL"])
        self.name, self.folder = f"liangma_bench_{uuid4().hex[:8]}", TemporaryDirectory()

    def __enter__(self) -> Crowd:
        self.cluster.template()
        url, clock = self.cluster.clone(self.name), FrozenClock(MORNING)
        settings, self.engine = settings_for(url, Path(self.folder.name)), make_engine(url)
        world = World(sessionmaker(self.engine, expire_on_commit=False), clock, settings)
        self.office = Office(world, Api(create_app(settings, sessions=world.sessions, clock=clock), world))
        self._fill()
        person = self._ask("SELECT id FROM identity.person WHERE number = '77'")
        self.words = {"person": person} | {name: self._ask(LAST_PAGE.format(table)) for name, table in LISTS.items()}
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()
        self.cluster.drop(self.name)
        self.folder.cleanup()

    def took(self, who: SignedIn, question: str) -> Took:
        """The least of several rounds, each at its 95th percentile."""
        caller, path = self.office.api.as_(who), question.format(**self.words)
        self._forget_counts()
        rounds = [self._round(caller, path) for _ in range(ROUNDS)]
        wall, cpu = (min(column) for column in zip(*rounds, strict=True))
        print(f"{wall:7.1f} ms {cpu:7.1f} ms of processor  {path}", flush=True)
        return Took(path, wall, cpu)

    def _round(self, caller: Caller, path: str) -> list[float]:
        times = []
        for _ in range(TIMES):
            begun, used = time.perf_counter(), self._processor()
            assert caller.get(path).status_code == 200, path
            times.append((time.perf_counter() - begun, self._processor() - used))
        return [sorted(column)[int(TIMES * 0.95) - 1] * 1000 for column in zip(*times, strict=True)]

    def _fill(self) -> None:
        """Bring the tables in as the worker does, and write the rest beside them."""
        chance, admin = random.Random(7), self.cluster.admin_url.set(database=self.name)
        took = brought(self.office, "enterprises", enterprises(chance, self.officers * 10))
        print(f"{self.officers * 10:,} enterprises came in within {took:.1f} s", flush=True)
        brought(self.office, "people", people(self.office, chance, self.officers))
        with create_engine(admin, isolation_level="AUTOCOMMIT").connect() as connection:
            for statement in REST.split(";"):
                connection.execute(text(statement), {"officers": self.officers})
            connection.execute(text(f"ALTER DATABASE {self.name} SET max_parallel_workers_per_gather = 0"))
            connection.execute(text("VACUUM ANALYZE"))
        self.engine.dispose()
        self.backends = [self._ask("SELECT pg_backend_pid()")]

    def _ask(self, question: str) -> Any:
        return self.office.world.look(lambda tx: tx.scalar(text(question)))

    def _forget_counts(self) -> None:
        """How often one may ask is not what is measured."""
        with self.office.world.sessions() as tx:
            tx.execute(text("DELETE FROM counted"))
            tx.commit()

    def _processor(self) -> float:
        """Seconds of processor that this process and its database backend have used."""
        told = (Path(f"/proc/{pid}/schedstat").read_text() for pid in self.backends)
        return time.process_time() + sum(int(each.split()[0]) for each in told) / 1e9


if __name__ == "__main__":
    main()
