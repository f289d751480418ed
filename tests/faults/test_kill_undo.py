"""A worker that is killed while it takes an import back leaves nothing half; the next one ends it, once."""

from __future__ import annotations

import os
import subprocess
import sys
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.enterprises.models import Enterprise, Site
from backend.registers.models import ImportRun, RowHistory
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of
from tests.faults.programs import ROOT, environment
from tests.faults.tally import tally
from tests.world import Api, World, valid_uscc

HEADER = "统一社会信用代码,企业名称,住所"
OLD = csv_of(HEADER, *(f"{valid_uscc(n)},企业{n},一号" for n in range(1, 500)))
NEW = csv_of(HEADER, *(f"{valid_uscc(n)},企业{n}号,二号" for n in range(1, 1000)))


@pytest.mark.parametrize("at", ["UPDATE enterprise AS part", "DELETE FROM enterprise", "INSERT INTO import_left"])
def test_a_killed_undo_leaves_nothing_half(committed_world: World, at: str):
    world = committed_world
    desk = Desk(Office(world, Api(create_app(world.settings, sessions=world.sessions, clock=world.clock), world)))
    desk.applied("enterprises", OLD)
    before = state(world)
    run_id = desk.applied("enterprises", NEW, update=True)["id"]
    after = state(world)
    desk.office.send(desk.who, "POST", f"/imports/{run_id}/undo")

    killed = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying_undo", run_id, at], cwd=ROOT, check=False,
        env={**os.environ, **environment(world.settings.database_url, world.settings.data_dir)},
    )  # fmt: skip

    assert killed.returncode == -9
    assert state(world) == after
    assert world.look(lambda tx: tx.get(ImportRun, UUID(run_id)).state) == "undoing"
    done = desk.unwind(run_id)
    assert (done["state"], done["restored"], done["removed"], done["left"]) == ("undone", 499, 500, 0)
    assert state(world)[:2] == before[:2]
    tally("kill_undo", {"kills": 1})


def state(world: World) -> tuple[list[str], list[str], int]:
    names = world.look(lambda tx: tx.scalars(select(Enterprise.name).order_by(Enterprise.name)).all())
    places = world.look(lambda tx: tx.scalars(select(Site.address).order_by(Site.address)).all())
    return list(names), list(places), world.look(lambda tx: tx.scalar(select(func.count()).select_from(RowHistory)))
