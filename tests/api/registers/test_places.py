"""Regions and organs as registers: a tree that nobody guesses, subjects that B-07 and B-08 allow, versions."""

from __future__ import annotations

import pytest

from tests.api.registers.office import Office
from tests.world import Api


def test_a_town_is_laid_below_the_county_and_inherits_its_zone_and_box(office: Office):
    made = office.send(
        office.admin, "POST", "/regions",
        {"code": "420117101", "parent_code": "420117", "level": "town", "name": "邾城街道", "name_en": "Zhucheng"},
    )  # fmt: skip
    assert made.status_code == 201, made.json
    assert made.json["path"] == "42/4201/420117/420117101"
    assert (made.json["zone"], made.json["box"]["west"], made.json["parent_code"]) == ("Asia/Shanghai", 114.6, "420117")


def test_no_parent_is_guessed_from_the_digits_of_a_code(office: Office):
    body = {"code": "420117102", "level": "town", "name": "阳逻街道"}
    refused = office.send(office.admin, "POST", "/regions", body)
    assert (refused.status_code, refused.json["field"]) == (422, "parent_code")
    odd = office.send(office.admin, "POST", "/regions", {**body, "code": "999", "parent_code": "420117"})
    assert odd.json["path"] == "42/4201/420117/999"


def test_a_region_of_somebody_else_is_not_found(office: Office, world):
    world.other_region()
    body = {"code": "420116101", "parent_code": "420116", "level": "town", "name": "前川街道"}
    assert office.send(office.admin, "POST", "/regions", body).status_code == 404
    assert office.api.as_(office.admin).get("/regions/420116").status_code == 404
    change = {"version": 1, "name": "改"}
    assert office.send(office.admin, "PATCH", "/regions/420116", change).status_code == 404


def test_a_region_with_organs_in_use_is_not_ended(office: Office):
    refused = office.send(office.admin, "PATCH", "/regions/420117", {"version": 1, "ended_on": "2026-04-22"})
    assert (refused.status_code, refused.json["code"]) == (409, "registers.region_in_use")


def test_the_tree_lists_parents_before_children_and_finds_by_initials(office: Office):
    for code, name in (("420117103", "仓埠街道"), ("420117101", "邾城街道")):
        body = {"code": code, "parent_code": "420117", "level": "town", "name": name}
        assert office.send(office.admin, "POST", "/regions", body).status_code == 201
    seen = office.api.as_(office.admin)
    assert [each["code"] for each in seen.get("/regions").json["items"]] == ["420117", "420117101", "420117103"]
    assert [each["name"] for each in seen.get("/regions?q=cbjd").json["items"]] == ["仓埠街道"]
    assert [each["name"] for each in seen.get("/regions?q=zhucheng").json["items"]] == ["邾城街道"]
    assert seen.get("/regions?parent=420117").json["total"] == 2


@pytest.mark.parametrize("kind", ["coordination_body", "testing_body", "research_body", "intermediary", "third_party"])
def test_b08_a_barred_body_cannot_be_saved_as_a_subject(office: Office, kind: str):
    refused = office.send(office.admin, "POST", "/organs", office.organ_body(kind=kind))
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (422, "registers.barred_body", "B-08")
    organ = office.send(office.admin, "POST", "/organs", office.organ_body()).json
    changed = office.send(office.admin, "PATCH", f"/organs/{organ['id']}", {"version": 1, "kind": kind})
    assert (changed.status_code, changed.json["rule"]) == (422, "B-08")


def test_an_organ_is_entered_in_full_and_keeps_the_shape_of_a_choice(office: Office):
    facts = {
        "legal_category": "行政机关", "basis": "《水法》第六十条", "scope": "水资源管理", "field": "水务",
        "supervising_organ_id": str(office.bureau_organ.id), "vertical": True, "superior_name": "市水务局",
        "published_on": "2026-01-01",
    }  # fmt: skip
    made = office.send(office.admin, "POST", "/organs", office.organ_body(**facts))
    assert made.status_code == 201, made.json
    assert made.json["supervising_organ"]["name"] == "示范区司法局"
    listed = office.api.as_(office.department).get("/organs?q=shuiwu").json
    (line,) = listed["items"]
    assert {"id", "code", "name", "name_en", "kind", "published_on"} <= set(line)
    assert (line["vertical"], line["superior_name"], listed["total"]) == (True, "市水务局", 1)


def test_two_people_correct_the_same_organ_and_the_second_is_told(office: Office):
    path = f"/organs/{office.department_organ.id}"
    assert office.send(office.bureau, "PATCH", path, {"version": 1, "field": "市场监管"}).json["version"] == 2
    late = office.send(office.admin, "PATCH", path, {"version": 1, "field": "食品"})
    assert (late.status_code, late.json["code"]) == (409, "kernel.stale")
    assert late.json["facts"]["current"]["field"] == "市场监管"


def test_a_code_of_an_organ_is_used_once(office: Office):
    assert office.send(office.admin, "POST", "/organs", office.organ_body()).status_code == 201
    again = office.send(office.admin, "POST", "/organs", office.organ_body(name="别的局"))
    assert (again.status_code, again.json["code"], again.json["field"]) == (409, "registers.code_taken", "code")


def test_an_organ_does_not_supervise_itself(office: Office):
    path = f"/organs/{office.department_organ.id}"
    body = {"version": 1, "supervising_organ_id": str(office.department_organ.id)}
    assert office.send(office.admin, "PATCH", path, body).json["code"] == "registers.supervises_itself"


def test_an_ended_organ_leaves_the_choice_and_stays_in_the_register(office: Office):
    path = f"/organs/{office.other_organ.id}"
    assert office.send(office.admin, "PATCH", path, {"version": 1, "ended_on": "2026-04-01"}).status_code == 200
    seen = office.api.as_(office.admin)
    assert "示范区应急管理局" not in {each["name"] for each in seen.get("/organs").json["items"]}
    assert [each["name"] for each in seen.get("/organs?state=ended").json["items"]] == ["示范区应急管理局"]
    assert office.send(
        office.admin, "POST", "/people", office.person_body(organ_id=str(office.other_organ.id))
    ).json["code"] == "registers.organ_ended"  # fmt: skip


def test_a_department_keeps_no_register(office: Office):
    assert office.send(office.department, "POST", "/organs", office.organ_body()).status_code == 403
    assert office.send(office.head, "PATCH", "/regions/420117", {"version": 1, "name": "x"}).status_code == 403


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "水" * 81}, {"kind": 3}, {"published_on": "gestern"}, {"code": "a\x07"}, {"x": 1}],
)
def test_what_is_no_organ_is_refused_and_nothing_is_saved(office: Office, body: dict[str, object]):
    sent = {**office.organ_body(), **body} if body else {}
    assert office.send(office.admin, "POST", "/organs", sent).status_code == 422
    assert office.api.as_(office.admin).get("/organs").json["total"] == 3


def test_the_same_order_twice_is_one_organ(office: Office, api: Api):
    key = "0192d3f0-0000-7000-8000-0000000000aa"
    first, second = (office.send(office.admin, "POST", "/organs", office.organ_body(), key) for _ in range(2))
    assert first.json == second.json and second.headers["Idempotent-Replay"] == "true"
