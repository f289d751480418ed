"""Bring in 100,000 enterprises and 10,000 people as the worker does; rename every enterprise by a second table; undo both.

Prints one JSON object as its last line: seconds of the import, and of the slower undo, beside the promise of 90 s. Needs
TEST_DATABASE_ADMIN_URL, as the tests do.
"""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import sessionmaker

from backend.app import create_app
from backend.kernel.db import make_engine
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.registers.tables.imports import run_import
from backend.registers.tables.undoing import undo
from tests.api.registers.office import Office
from tests.conftest import MORNING, Cluster, settings_for
from tests.world import Api, FrozenClock, World, valid_uscc

ENTERPRISES, PEOPLE = 100_000, 10_000
WORDS = "云川海门江汉星河东湖南山北岭西城金叶银杏长乐永安福兴宏达天成地利人和"
TRADES = ("食品", "化工", "餐饮管理", "物流", "机械制造", "药品零售", "电子科技", "建筑工程")
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨单曾", "明远晓雯志强丽华建国秀英伟芳娜静敏"


def main() -> None:
    chance, admin = random.Random(7), os.environ["TEST_DATABASE_ADMIN_URL"]
    cluster = Cluster(admin)
    cluster.template()
    name = f"liangma_bench_{uuid4().hex[:8]}"
    with TemporaryDirectory() as folder:
        try:
            print(json.dumps(measured(cluster.clone(name), Path(folder), chance)))
        finally:
            cluster.drop(name)


def measured(url: str, folder: Path, chance: random.Random) -> dict[str, Any]:
    settings, clock = settings_for(url, folder), FrozenClock(MORNING)
    sessions = sessionmaker(make_engine(url), expire_on_commit=False)
    world = World(sessions, clock, settings)
    office = Office(world, Api(create_app(settings, sessions=sessions, clock=clock), world))
    began = os.getloadavg()[0]
    table = enterprises(chance)
    seconds = {
        "enterprises": brought(office, "enterprises", table),
        "people": brought(office, "people", people(office, chance)),
    }
    seconds["renamed"] = brought(
        office, "enterprises", table.replace("有限公司".encode(), "有限责任公司".encode()), update=True
    )
    first, renamed = list_of(office)
    seconds["put back"], seconds["taken out"] = undone(office, renamed), undone(office, first)
    print(f"load {began:.1f}: " + ", ".join(f"{name} {took:.1f} s" for name, took in seconds.items()))
    ours = seconds["enterprises"]
    return {
        "name": "imports", "ours": round(ours, 1), "beside": 90, "ratio": round(ours / 90, 2), "unit": "s",
        "undo": round(max(seconds["put back"], seconds["taken out"]), 1), "n": ENTERPRISES,
    }  # fmt: skip


def enterprises(chance: random.Random, rows: int = ENTERPRISES) -> bytes:
    lines = ["统一社会信用代码,企业名称,住所,经度,纬度,场所类型,行业,类别"]
    for n in range(1, rows + 1):
        named = f"示范区{''.join(chance.choices(WORDS, k=3))}{chance.choice(TRADES)}有限公司"
        where = f"{114.7 + chance.random() / 5:.6f},{30.75 + chance.random() / 5:.6f}"
        lines.append(f"{valid_uscc(n)},{named},亮山路 {n} 号,{where},城镇,C{n % 90},规上工业")
    return "\n".join(lines).encode()


def people(office: Office, chance: random.Random, rows: int = PEOPLE) -> bytes:
    code = office.department_organ.code
    named = (chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)) for _ in range(rows))
    return "\n".join(
        ["单位编码,工号,姓名,角色", *(f"{code},{n},{each},执法人员" for n, each in enumerate(named))]
    ).encode()


def list_of(office: Office) -> list[str]:
    """The ids of the imports of enterprises, oldest first: they are made in the order of time."""
    listed = office.api.as_(office.admin).get("/imports?kind=enterprises").json["items"]
    return sorted(each["id"] for each in listed)


def undone(office: Office, run_id: str) -> float:
    """Seconds from the order to the end of the job that takes an import back; all its rows."""
    office.proved(office.admin)
    begun = time.perf_counter()
    office.send(office.admin, "POST", f"/imports/{run_id}/undo")
    undo(Tools(office.world.settings, office.world.sessions, office.world.clock), run_id)
    took = time.perf_counter() - begun
    done = office.api.as_(office.admin).get(f"/imports/{run_id}").json
    assert done["state"] == "undone" and done["left"] == 0, done
    assert done["restored"] + done["removed"] == ENTERPRISES, done
    return took


def brought(office: Office, kind: str, table: bytes, *, update: bool = False) -> float:
    """Seconds from the upload to the end of the job that stores it."""
    client, begun = office.api.as_(office.admin).client, time.perf_counter()
    headers = {"Idempotency-Key": str(uuid7())}
    run = client.post(
        f"/api/v1/imports?kind={kind}&dry_run=0&update_known={int(update)}", data=table, headers=headers
    ).json
    run_import(Tools(office.world.settings, office.world.sessions, office.world.clock), run["id"])
    took = time.perf_counter() - begun
    done = office.api.as_(office.admin).get(f"/imports/{run['id']}").json
    assert done["state"] == "done" and done["refused"] == 0, done
    return took


if __name__ == "__main__":
    main()
