"""A region moves to another parent: all below it moves along, scopes follow, the record of access stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from backend.audit.models import AuditEntry
from backend.enterprises.models import Enterprise
from backend.identity import moving
from backend.identity.models import Organ, Person, Region
from tests.api.registers.office import Office
from tests.world import World


@pytest.fixture
def office(office: Office) -> Office:
    """City 4202 with counties 420201 and 420202 below it, a town below the first; kept from the city."""
    world = office.world
    _lay(world, "4202", "42/4202", "city", None)
    for code, level, parent in (
        ("420201", "county", "4202"), ("420202", "county", "4202"), ("420201101", "town", "420201"),
    ):  # fmt: skip
        above = world.look(lambda tx, parent=parent: tx.get_one(Region, parent).path)
        _lay(world, code, f"{above}/{code}", level, parent)
    city = world.organ("样例市司法局", kind="bureau", region=_region(world, "4202"))
    office.admin, office.bureau = world.person("admin", city, "市管理"), world.person("bureau", city, "市司法")
    return office


def _lay(world: World, code: str, path: str, level: str, parent: str | None) -> None:
    world._add(Region(code=code, path=path, parent_code=parent, level=level, name=f"区划{code}", name_en="",
                      zone="Asia/Shanghai", scheme="uscc", west=114, south=30, east=116, north=32, demo=False))  # fmt: skip


def _region(world: World, code: str) -> Region:
    return world.look(lambda tx: tx.get_one(Region, code))


def move(office: Office, code: str, parent: str, **changes: Any) -> Any:
    body = {"parent_code": parent, "version": 1, "reason": "区划调整", **changes}
    return office.send(office.admin, "POST", f"/regions/{code}/move", body)


def paths(office: Office) -> dict[str, str]:
    rows = office.world.look(lambda tx: tx.execute(select(Region.code, Region.path)).all())
    return {row.code: row.path for row in rows}


def test_the_preview_counts_what_moves_and_changes_nothing(office: Office, world):
    town = _region(world, "420201101")
    world.enterprise("镇上企业", region=town)
    world.person("officer", world.organ("镇政府", region=town), "镇执法")
    told = office.api.as_(office.admin).get("/regions/420201101/move?parent_code=420202")

    assert told.status_code == 200, told.json
    assert (told.json["from"]["code"], told.json["to"]["code"]) == ("420201", "420202")
    assert [told.json[name] for name in ("regions", "organs", "people", "enterprises")] == [0, 1, 1, 1]
    assert told.json["leaves"], "the county that it leaves sees it no more"
    assert office.api.as_(office.admin).get("/regions/420201101/move?parent_code=4202").json["leaves"]
    assert office.api.as_(office.admin).get("/regions/420201101").json["parent_code"] == "420201"


def test_the_preview_counts_neither_who_left_nor_what_was_given_up(office: Office, world):
    town = _region(world, "420201101")
    gone = world.person("officer", world.organ("镇政府", region=town), "离岗者")
    closed = world.organ("旧镇所", region=town)
    with world.sessions() as tx:
        tx.get_one(Person, gone.person.id).active = False
        tx.get_one(Organ, closed.id).ended_on = date(2026, 4, 1)
        tx.commit()
    told = office.api.as_(office.admin).get("/regions/420201101/move?parent_code=420202").json
    assert (told["organs"], told["people"]) == (1, 0)


def test_who_moves_further_down_stays_within_sight_of_those_above(office: Office, world):
    _lay(world, "420203101", "42/4202/420203101", "town", "4202")
    told = office.api.as_(office.admin).get("/regions/420203101/move?parent_code=420202")
    assert (told.status_code, told.json["leaves"]) == (200, False)


def test_all_below_moves_along_with_one_reason_in_the_history(office: Office, world):
    _lay(world, "420201101001", "42/4202/420201/420201101/420201101001", "town", "420201101")
    moved = move(office, "420201101", "420202")

    assert (moved.status_code, moved.json["path"], moved.json["version"]) == (200, "42/4202/420202/420201101", 2), (
        moved.json
    )
    assert paths(office)["420201101001"] == "42/4202/420202/420201101/420201101001"
    (change, *_) = office.api.as_(office.admin).get("/history/region/420201101").json["items"]
    assert change["reason"] == "区划调整"


def test_scopes_follow_and_the_record_of_access_does_not(office: Office, world):
    town = _region(world, "420201101")
    there, _ = world.enterprise("镇上企业", region=town)
    old, new = (
        world.person("bureau", world.organ(name, kind="bureau", region=_region(world, code)), name)
        for name, code in (("旧县司法", "420201"), ("新县司法", "420202"))
    )
    in_town = world.person("bureau", world.organ("镇司法所", kind="bureau", region=town), "镇司法")
    seen = lambda who: office.api.as_(who).get("/enterprises?q=镇上企业").json["total"]  # noqa: E731
    assert (seen(old), seen(new), seen(in_town)) == (1, 0, 1)

    assert move(office, "420201101", "420202").status_code == 200

    assert (seen(old), seen(new), seen(in_town)) == (0, 1, 1)
    lines = world.look(lambda tx: tx.scalars(
        select(AuditEntry.region_path).where(AuditEntry.person_id == in_town.person.id)
    ).all())  # fmt: skip
    assert "42/4202/420201/420201101" in lines
    assert world.look(lambda tx: tx.get_one(Enterprise, there.id).region_path) == "42/4202/420202/420201101"


def test_every_table_that_copies_a_path_follows_but_the_record(office: Office, world):
    copied = set(world.look(lambda tx: tx.scalars(text(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'region_path'"
    )).all()))  # fmt: skip
    assert {each.name for each in moving.copies()} == copied - {"audit_entry"}


@pytest.mark.parametrize(
    ("code", "parent", "status", "problem"),
    [
        ("420201", "420201", 422, "registers.region_below_itself"),
        ("420201", "420201101", 422, "registers.region_below_itself"),
        ("420201101", "420201", 409, "registers.region_there"),
        ("420201", "420202", 422, "registers.region_levels"),
        ("420201101", "420117", 404, "kernel.not_found"),
        ("420117", "4202", 404, "kernel.not_found"),
        ("420201101", "nowhere", 404, "kernel.not_found"),
        ("nowhere", "4202", 404, "kernel.not_found"),
    ],
)
def test_what_cannot_be_moved_stays(office: Office, code: str, parent: str, status: int, problem: str):
    before = paths(office)
    refused = move(office, code, parent)
    assert (refused.status_code, refused.json["code"]) == (status, problem)
    asked = office.api.as_(office.admin).get(f"/regions/{code}/move?parent_code={parent}")
    assert (asked.status_code, asked.json["code"]) == (status, problem)
    assert paths(office) == before


def test_an_ended_parent_and_a_stale_version_are_refused(office: Office, world):
    with world.sessions() as tx:
        tx.execute(text("UPDATE region SET ended_on = '2026-01-01' WHERE code = '420202'"))
        tx.commit()
    assert move(office, "420201101", "420202").json["code"] == "registers.region_ended"
    stale = move(office, "420201101", "4202", version=7)
    assert (stale.status_code, stale.json["code"]) == (409, "kernel.stale")


@pytest.mark.parametrize(
    "body",
    [{}, {"parent_code": ""}, {"parent_code": 7}, {"version": "x"}, {"reason": ""}, {"reason": "x" * 301}, {"more": 1}],
)
def test_a_body_that_is_none_is_422(office: Office, body: dict):
    given = {"parent_code": "4202", "version": 1, "reason": "区划调整", **body} if body else {}
    assert office.send(office.admin, "POST", "/regions/420201101/move", given).status_code == 422


def test_only_who_keeps_the_tree_moves_it(office: Office):
    refused = office.send(
        office.bureau, "POST", "/regions/420201101/move", {"parent_code": "4202", "version": 1, "reason": "x"}
    )
    assert refused.status_code == 403


def test_a_move_leaves_word_for_the_worker_to_carry_over_what_came_late(office: Office, world):
    assert move(office, "420201101", "420202").status_code == 200
    waiting = text("SELECT args FROM procrastinate_jobs WHERE task_name = 'registers.settle_region'")
    (told,) = world.look(lambda tx: tx.scalars(waiting).all())
    assert (told["old"], told["new"]) == ("42/4202/420201/420201101", "42/4202/420202/420201101")


def test_what_was_written_while_it_moved_is_carried_over(office: Office, world):
    town = _region(world, "420201101")
    late, _ = world.enterprise("迟到企业", region=town)
    move(office, "420201101", "420202")
    with world.sessions() as tx:
        tx.execute(
            text("UPDATE enterprise SET region_path = '42/4202/420201/420201101' WHERE id = :id"), {"id": late.id}
        )
        tx.commit()
    with world.sessions() as tx:
        moved = moving.carry_late(tx, "42/4202/420201/420201101", "42/4202/420202/420201101")
        tx.commit()
    assert moved == 1
    assert world.look(lambda tx: tx.get_one(Enterprise, late.id).region_path) == "42/4202/420202/420201101"
