"""One enterprise is corrected by hand: what the form shows, who may, what is refused, and what two at once come to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from backend.app import create_app
from backend.enterprises.events import EnterprisesImported
from backend.enterprises.models import Site
from backend.enterprises.problems import ALREADY_THERE, HALF_A_PLACE, KEPT_APART, NO_USCC, PLACE_SWAPPED
from backend.identity.models import Region
from backend.journal.models import JournalInbox
from backend.kernel.geo import Point, distance_m
from backend.kernel.ids import uuid7
from backend.kernel.problems import STALE
from tests.api.bad_input.answers import nothing_written, refused
from tests.api.registers.office import Office
from tests.world import Api, World, valid_uscc


class Form:
    """The form of one enterprise on somebody's desk."""

    def __init__(self, office: Office, who=None):
        self.office, self.who = office, who or office.bureau
        self.enterprise, self.site = office.world.enterprise("云川食品")

    def seen(self) -> Any:
        return self.office.api.as_(self.who).get(f"/enterprises/{self.enterprise.id}/form").json

    def save(self, version: str | None = None, key: Any = None, who: Any = None, **changes: Any) -> Any:
        body = {"version": version or self.seen()["version"], **changes}
        return self.office.send(who or self.who, "PATCH", f"/enterprises/{self.enterprise.id}", body, key)


def write(world: World, statement: Any) -> None:
    with world.sessions() as tx:
        tx.execute(statement)
        tx.commit()


@pytest.fixture
def form(office: Office) -> Form:
    return Form(office)


def test_a_form_begins_with_what_stands_and_the_radii_in_force(form: Form, world: World):
    world.rule_set({"geo": {"radius_m": {"urban": 300, "rural": 500, "mine_farm": 1000}}})
    seen = form.seen()
    assert (seen["name"], seen["address"], seen["place_type"]) == ("云川食品", "示范大道 1 号", "urban")
    assert (seen["longitude"], seen["latitude"]) == (114.80, 30.84)
    assert seen["radius_m"] == {"urban": 300, "rural": 500, "mine_farm": 1000} and seen["box"] == [
        114.6,
        30.7,
        115.0,
        31.0,
    ]


def test_words_place_and_the_kind_of_place_are_corrected_and_told_in_the_history(form: Form):
    form.office.world.rule_set()
    saved = form.save(
        name="云川食品二厂", address="示范大道 2 号", place_type="mine_farm", longitude=114.9, latitude=30.9
    )
    assert saved.status_code == 200, saved.json
    page: Any = form.office.api.as_(form.who).get(f"/enterprises/{form.enterprise.id}").json
    assert (page["name"], page["address"], page["place_type"]) == ("云川食品二厂", "示范大道 2 号", "mine_farm")
    assert page["point"] == {"longitude": 114.9, "latitude": 30.9} and saved.json["version"] == form.seen()["version"]
    history: Any = form.office.api.as_(form.who).get(f"/history/enterprise/{form.enterprise.id}").json
    told = history["items"]
    changes = {
        one["field"]: (one["before"], one["after"]) for it in told if it["change"] == "update" for one in it["fields"]
    }
    assert changes == {
        "name": ("云川食品", "云川食品二厂"), "address": ("示范大道 1 号", "示范大道 2 号"), "place_type": ("urban", "mine_farm"),
        "location": ({"longitude": 114.8, "latitude": 30.84}, {"longitude": 114.9, "latitude": 30.9}),
    }  # fmt: skip
    assert {it["by"]["name"] for it in told if it["change"] == "update"} == {"孙司法"}


def test_who_is_looked_for_by_the_new_name_is_found(form: Form):
    form.save(name="大江水产")
    found: Any = form.office.api.as_(form.who).get("/enterprises?q=djsc").json
    assert [each["name"] for each in found["items"]] == ["大江水产"]


def test_what_is_not_named_stays_and_a_place_can_be_taken_away(form: Form):
    form.save(longitude=None, latitude=None)
    seen = form.seen()
    assert (seen["longitude"], seen["latitude"], seen["name"], seen["address"]) == (
        None,
        None,
        "云川食品",
        "示范大道 1 号",
    )


def test_a_place_read_from_a_chinese_map_service_is_turned_back_once(form: Form):
    """B-50: GCJ-02 and WGS-84 lie some five hundred metres apart here; more than a town's radius."""
    form.save(longitude=114.8055, latitude=30.8377, datum="gcj02")
    kept = form.seen()
    moved = distance_m(Point(kept["longitude"], kept["latitude"]), Point(114.8055, 30.8377))
    assert 300 < moved < 800


def test_a_place_that_moved_is_counted_anew_on_the_map(form: Form, world: World):
    def told() -> bool:
        return EnterprisesImported.name in world.look(lambda tx: tx.scalars(select(JournalInbox.name)).all())

    form.save(name="另一个名字")
    assert not told()
    form.save(longitude=114.7, latitude=30.8)
    assert told()


def test_a_wrong_digit_warns_and_is_kept(form: Form):
    """B-49, by hand as by table."""
    right = valid_uscc(812)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    saved = form.save(identifier=wrong)
    assert (saved.status_code, saved.json["identifier"], saved.json["identifier_ok"]) == (200, wrong, False)
    assert form.save(identifier=right).json["identifier_ok"] is True


def test_what_is_no_code_and_a_code_that_somebody_carries_are_refused(form: Form, world: World):
    other, _ = world.enterprise("另一家")
    version = form.seen()["version"]
    with nothing_written(world):
        refused(form.save(version, identifier="示范公司"), NO_USCC, "identifier")
        body = refused(form.save(version, identifier=other.identifier), ALREADY_THERE, "identifier")
    assert "另一家" in body["sentence"]["zh"]


def test_a_code_that_people_keep_away_from_is_not_changed_under_them(form: Form):
    """B-13: the conflict is found by the code."""
    entry = {"identifier": form.enterprise.identifier, "reason": "近亲属任职", "from_on": "2026-01-01"}
    office = form.office
    assert office.send(office.bureau, "POST", f"/people/{office.officer.person.id}/conflicts", entry).status_code == 201
    version = form.seen()["version"]
    with nothing_written(office.world):
        refused(form.save(version, identifier=valid_uscc(813)), KEPT_APART, "identifier")
    assert form.save(name="同一个代码", identifier=form.enterprise.identifier).status_code == 200


def test_half_a_place_and_one_that_was_turned_round_are_refused(form: Form, world: World):
    version = form.seen()["version"]
    with nothing_written(world):
        refused(form.save(version, longitude=114.8), HALF_A_PLACE, "latitude")
        refused(form.save(version, longitude=30.84, latitude=114.80), PLACE_SWAPPED, "longitude")
    assert (form.seen()["longitude"], form.seen()["latitude"]) == (114.80, 30.84)


def test_a_place_turned_round_that_could_be_one_is_told_apart_from_one_outside(office: Office, world: World):
    box = update(Region).values(west=30, south=40, east=50, north=60)
    write(world, box)
    form = Form(office)
    version = form.seen()["version"]
    with nothing_written(world):
        refused(form.save(version, longitude=55.0, latitude=35.0), PLACE_SWAPPED, "longitude")
    assert form.save(version, longitude=10.0, latitude=10.0).status_code == 200, (
        "a place outside is kept: premises may lie there"
    )


@pytest.mark.parametrize("bad", [
    {"name": ""}, {"name": "  "}, {"name": "x" * 201}, {"address": "x" * 301}, {"place_type": "moon"}, {"longitude": 181, "latitude": 0},
    {"latitude": "NaN", "longitude": 0}, {"identifier": ""}, {"identifier": 5}, {"name": None}, {"datum": "bd09"}, {"phone": "1"},
    {"region_path": "42"},
])  # fmt: skip
def test_what_no_form_can_send_is_refused_as_a_whole(form: Form, world: World, bad: dict[str, Any]):
    version = form.seen()["version"]
    with nothing_written(world):
        assert form.save(version, **{"address": "新地址", **bad}).status_code == 422


def test_who_did_not_see_what_stands_now_is_told_so(form: Form, world: World):
    version = form.seen()["version"]
    assert form.save(version, name="第一个").status_code == 200
    with nothing_written(world):
        refused(form.save(version, name="第二个"), STALE, "version")
    assert form.seen()["name"] == "第一个"


def test_a_table_that_came_between_is_a_change_too(form: Form, world: World):
    version = form.seen()["version"]
    moved = update(Site).where(Site.id == form.site.id).values(address="表格改的")
    write(world, moved)
    refused(form.save(version, name="第二个"), STALE, "version")
    assert (form.seen()["name"], form.seen()["address"]) == ("云川食品", "表格改的")


def test_the_same_order_twice_is_done_once(form: Form):
    key, version = uuid7(), form.seen()["version"]
    first, second = (form.save(version, key, name="一次") for _ in range(2))
    assert (first.status_code, second.status_code, first.json) == (200, 200, second.json)


def test_only_who_keeps_the_register_of_the_place_may(form: Form, world: World):
    version, office = form.seen()["version"], form.office
    for who in (office.department, office.head, office.officer):
        assert form.save(version, who=who, name="不该改").status_code == 403
    there = world.other_region()
    stranger = world.person("bureau", world.organ("邻区司法局", kind="bureau", region=there))
    assert form.save(version, who=stranger, name="不该改").status_code == 404
    assert office.api.as_(office.department).get(f"/enterprises/{form.enterprise.id}/form").status_code == 403
    assert (
        office.send(office.bureau, "PATCH", f"/enterprises/{uuid4()}", {"version": version, "name": "没有"}).status_code
        == 404
    )


def test_of_two_at_once_one_is_told(committed_world: World):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    form = Form(Office(committed_world, Api(app, committed_world)))
    version = form.seen()["version"]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: form.save(version, name=f"第 {n} 个"), range(4)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    won = next(each.json["name"] for each in answers if each.status_code == 200)
    assert form.seen()["name"] == won
