"""Somebody who wants the whole register takes it out in slices: the slices count together."""

from __future__ import annotations

from sqlalchemy import insert

from backend.identity.models import Person
from backend.kernel.ids import uuid7


def fill(world, organ, count, post):
    rows = [
        {"id": uuid7(), "organ_id": organ.id, "name": f"人员{n}", "role": "officer", "post": post} for n in range(count)
    ]
    world.look(lambda tx: (tx.execute(insert(Person), rows), tx.commit()))


def test_slices_of_a_large_table_are_one_large_table(office, world, clock):
    for organ in (office.department_organ, office.other_organ):
        fill(world, organ, 600, "科员")
    desk = office.api.as_(office.admin)
    first, second = (
        f"/exports/people.csv?organ_id={each.id}" for each in (office.department_organ, office.other_organ)
    )
    assert desk.get(first).status_code == 200
    asked = desk.get(second)
    assert (asked.status_code, asked.json["state"]) == (202, "requested")
    assert desk.get("/exports").json["total"] == 1  # what went out at once waits for nobody
    office.proved(office.bureau)
    assert office.api.as_(office.bureau).get(second).status_code == 200  # what others took does not count
    clock.advance(hours=1)
    office.proved(office.admin)
    assert desk.get(second).status_code == 200


def test_every_table_that_goes_out_is_a_line_of_its_own(office, world):
    desk = office.api.as_(office.admin)
    for _ in range(3):
        assert desk.get("/exports/people.csv").status_code == 200
    lines = office.api.as_(office.bureau).get("/audit?action=export.make").json["items"]
    assert len({each["object"] for each in lines}) == 3
