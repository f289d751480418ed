"""Two people undo one import, or move one region, in the same moment: one of them does, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backend.app import create_app
from backend.identity.models import Region
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of
from tests.world import Api, SignedIn, World, valid_uscc


@pytest.fixture
def office(committed_world: World) -> Office:
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    return Office(committed_world, Api(app, committed_world))


def at_once(office: Office, orders: list[tuple[SignedIn, str, dict[str, Any]]]) -> list[Any]:
    with ThreadPoolExecutor(len(orders)) as pool:
        return list(pool.map(lambda order: office.send(order[0], "POST", order[1], order[2]), orders))


def test_two_who_undo_one_import_undo_it_once(office: Office):
    table = csv_of("统一社会信用代码,企业名称", *(f"{valid_uscc(n)},企业{n}" for n in range(1, 50)))
    run_id = Desk(office).applied("enterprises", table)["id"]

    answers = at_once(office, [(who, f"/imports/{run_id}/undo", {}) for who in (office.admin, office.bureau) * 3])

    assert sorted(each.status_code for each in answers) == [202, *[409] * 5]
    assert {each.json["code"] for each in answers if each.status_code == 409} == {"registers.not_done"}
    assert Desk(office).unwind(run_id)["removed"] == 49


def test_two_who_move_one_region_move_it_once(office: Office):
    world = office.world
    for code, level in (("420117A", "special"), ("420117B", "special"), ("420117001", "town")):
        world._add(Region(code=code, path=f"42/4201/420117/{code}", parent_code="420117", level=level, name=code, name_en="",
                          zone="Asia/Shanghai", scheme="uscc", west=114, south=30, east=116, north=32, demo=False))  # fmt: skip
    bodies = [{"parent_code": f"420117{letter}", "version": 1, "reason": "区划调整"} for letter in "ABABAB"]

    answers = at_once(office, [(office.admin, "/regions/420117001/move", body) for body in bodies])

    assert sorted(each.status_code for each in answers) == [200, *[409] * 5]
    region = world.look(lambda tx: tx.get_one(Region, "420117001"))
    assert (region.version, region.path) == (2, f"42/4201/420117/{region.parent_code}/420117001")
