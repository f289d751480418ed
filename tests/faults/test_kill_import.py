"""A worker that is killed in the middle of an import leaves nothing; the next one brings everything in, once."""

from __future__ import annotations

import os
import subprocess
import sys
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.enterprises.models import Enterprise, Site
from backend.identity.models import Person
from backend.journal.models import JournalInbox
from backend.registers.models import ImportRun, RowHistory
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of
from tests.faults.programs import ROOT, environment
from tests.faults.tally import tally
from tests.world import Api, World, valid_uscc

ROWS = 6000
PEOPLE = [f"ORG0002,{n},人员{n},执法人员,," for n in range(ROWS)]
TABLES = {
    "enterprises": csv_of(
        "统一社会信用代码,企业名称,住所", *(f"{valid_uscc(n)},企业{n},一号" for n in range(1, ROWS + 1))
    ),
    "people": csv_of("单位编码,工号,姓名,角色,账号,职务", *PEOPLE),
}


@pytest.mark.parametrize("after", [2000, ROWS], ids=["in the middle", "after the last row"])
@pytest.mark.parametrize("kind", list(TABLES))
def test_a_killed_import_leaves_nothing_and_the_next_worker_ends_it(committed_world: World, kind: str, after: int):
    world = committed_world
    desk = Desk(Office(world, Api(create_app(world.settings, sessions=world.sessions, clock=world.clock), world)))
    run_id = desk.bring(kind, TABLES[kind], dry_run=0).json["id"]
    before = rows(world)

    killed = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying_import", run_id, str(after)], cwd=ROOT, check=False,
        env={**os.environ, **environment(world.settings.database_url, world.settings.data_dir)},
    )  # fmt: skip

    assert killed.returncode == -9
    assert rows(world) == before
    assert world.look(lambda tx: tx.get(ImportRun, UUID(run_id)).state) == "running"
    done = desk.work(run_id)
    assert (done["state"], done["new"], done["refused"]) == ("done", ROWS, 0)
    assert desk.work(run_id)["new"] == ROWS
    assert rows(world)[0 if kind == "people" else 1] == before[0 if kind == "people" else 1] + ROWS
    tally("kill_import", {"kills": 1, "rows brought in afterwards": ROWS})


def rows(world: World) -> list[int]:
    tables = (Person, Enterprise, Site, RowHistory, JournalInbox)
    return [world.look(lambda tx, each=each: tx.scalar(select(func.count()).select_from(each))) for each in tables]
