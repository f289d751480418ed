"""GET /setup and the administrator's acts: what is missing before the first visit, and who may still do it alone."""

from __future__ import annotations

import pytest

from backend.identity.models import Organ
from backend.kernel.ids import uuid7
from backend.lists.models import ListEdition
from backend.planning.models import Item
from backend.rulesets.models import RuleSetRow
from tests.api.cards.office import photo
from tests.api.setup.first_day import founding

DEPARTMENT = {"code": "420117-SCJ", "name": "新洲区市场监督管理局"}
ITEM = {"code": "SC-001", "name": "食品经营日常检查", "basis": "《食品安全法》第一百一十条"}
ENTERPRISE = {"identifier": "91420117MA0DEM001C", "name": "新洲区云川食品有限公司", "address": "示范大道 1 号"}


def missing(answer) -> list[str]:
    return [each["code"] for each in answer.json["steps"] if not each["done"]]


def plan_first_visit(first_day, admin, organ):
    """Everything that a visit needs, entered by the administrator; then the department plans it."""
    items = admin.post("/setup/items", {"organ_id": organ, "items": [ITEM]})
    assert items.status_code == 201, items.json
    assert admin.post("/session/step-up", {"password": first_day.PASSWORD}).status_code == 200
    officers = [certified(admin, organ, n) for n in range(2)]
    planner = settled(first_day, admin, entered(admin, organ, "department", "zhao"), "zhao")
    there = admin.post("/enterprises", ENTERPRISE).json["id"]
    item = planner.get(f"/items?organ_id={organ}").json["items"][0]["id"]
    task = {
        "kind": "daily", "trigger": "plan", "enterprise_id": there, "planned_on": "2026-04-23", "starts_at": None,
        "item_ids": [item], "officer_ids": officers, "entry_reason": "需现场核查", "ground": None, "evidence_id": None,
        "superior_document": None,
    }  # fmt: skip
    planned = planner.post("/tasks", task)
    assert planned.status_code == 201, planned.json


def entered(admin, organ, role, login=None):
    made = admin.post("/people", {"organ_id": organ, "name": "某人", "role": role, "login": login})
    assert made.status_code == 201, made.json
    return made.json["id"]


def certified(admin, organ, n):
    """An officer with a certificate."""
    who = entered(admin, organ, "officer")
    face = {"number": f"1701019000{n}", "issued_on": "2026-04-01", "expires_on": "2029-03-31", "photo": photo()}
    issued = admin.post("/cards", {"person_id": who, **face})
    assert issued.status_code == 201, issued.json
    return who


def settled(first_day, admin, who, login):
    """Somebody signed in with the one-time password who chose an own one."""
    given = admin.post(f"/people/{who}/password-reset").json["one_time_password"]
    caller = first_day.signed_in(login, given)
    changed = caller.put("/me/password", {"current": given, "new": "chestnut path 17 steps"})
    assert changed.status_code in (200, 204), changed.json
    return caller


def made_department(admin):
    answer = admin.post("/setup/department", DEPARTMENT)
    assert answer.status_code == 201, answer.json
    return answer.json["organ"]["id"]


def test_before_the_founding_everything_is_missing_and_nothing_else_can_be_done(first_day):
    first_day.administrator()
    admin = first_day.signed_in()

    told = admin.get("/setup")

    assert (told.json["founded"], told.json["ready"]) == (False, False)
    assert missing(told) == ["bureau", "rules", "department", "items", "people", "accounts", "cards", "enterprise"]
    for path, body in (("/setup/rules", {"preset": "model"}), ("/setup/department", DEPARTMENT)):
        assert admin.post(path, body).json["code"] == "setup.not_founded"


def test_each_step_says_what_was_made_and_the_next_what_is_missing(first_day):
    admin = first_day.founded()
    assert missing(admin.get("/setup"))[0] == "rules"

    assert missing(admin.post("/setup/rules", {"preset": "model"}))[0] == "department"
    organ = made_department(admin)
    told = admin.post("/setup/items", {"organ_id": organ, "items": [ITEM]})
    assert missing(told) == ["people", "accounts", "cards", "enterprise"]
    people = next(each for each in told.json["steps"] if each["code"] == "people")
    assert people["missing"]["zh"] == "还缺经办人、负责人、2 名执法人员"

    for role, login in (("department", "aaa"), ("head", "bbb"), ("officer", "ccc"), ("officer", "ddd")):
        body = {"organ_id": organ, "name": "某人", "role": role, "login": login}
        assert admin.post("/people", body).status_code == 201
    assert missing(admin.get("/setup")) == ["accounts", "cards", "enterprise"]
    for each in admin.get("/setup/people").json["items"]:
        assert each["password"] == "none"
        assert admin.post(f"/people/{each['id']}/password-reset").status_code == 201
    assert {each["password"] for each in admin.get("/setup/people").json["items"]} == {"one_time"}
    assert admin.post("/enterprises", ENTERPRISE).status_code == 201
    assert missing(admin.get("/setup")) == ["cards"]


def test_department_and_items_are_published_as_editions_of_their_lists(first_day):
    admin = first_day.founded()
    organ = made_department(admin)
    admin.post("/setup/items", {"organ_id": organ, "items": [ITEM]})

    editions = first_day.look(lambda tx: {(each.kind, each.n, each.entries) for each in tx.query(ListEdition)})
    assert editions == {("subjects", 1, 1), ("items", 1, 1)}
    assert first_day.look(lambda tx: tx.query(Item).one().published_on) is not None


def test_rules_are_adopted_once(first_day):
    admin = first_day.founded()
    assert admin.post("/setup/rules", {"preset": "model"}).status_code == 201

    again = admin.post("/setup/rules", {"preset": "model"})

    assert (again.status_code, again.json["code"]) == (409, "setup.rules_stand")
    assert first_day.count(RuleSetRow) == 1


def test_once_a_visit_is_planned_the_duties_are_separate(first_day):
    admin = first_day.founded()
    assert admin.post("/setup/rules", {"preset": "model"}).status_code == 201
    organ = made_department(admin)
    assert admin.get("/setup").json["alone"] is True
    plan_first_visit(first_day, admin, organ)

    assert admin.get("/setup").json["alone"] is False
    for path, body in (
        ("/setup/rules", {"preset": "model"}), ("/setup/department", {**DEPARTMENT, "code": "X"}),
        ("/setup/items", {"organ_id": organ, "items": [ITEM]}), ("/setup/publication", {"kind": "items"}),
    ):  # fmt: skip
        assert (admin.post(path, body).status_code, admin.post(path, body).json["code"]) == (409, "setup.over")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/setup/rules", {}, 422), ("/setup/rules", {"preset": "nobody-has-it"}, 422), ("/setup/rules", {"preset": 7}, 422),
        ("/setup/department", {**DEPARTMENT, "name": ""}, 422), ("/setup/department", {**DEPARTMENT, "name": "局" * 999}, 422),
        ("/setup/department", {**DEPARTMENT, "kind": "bureau"}, 422), ("/setup/department", {**DEPARTMENT, "code": "420117-SFJ"}, 409),
        ("/setup/items", {"organ_id": str(uuid7()), "items": [ITEM]}, 404), ("/setup/items", {"organ_id": "x", "items": [ITEM]}, 422),
        ("/setup/items", {"organ_id": str(uuid7()), "items": []}, 422),
        ("/setup/items", {"organ_id": str(uuid7()), "items": [ITEM] * 51}, 422),
        ("/setup/publication", {"kind": "officers"}, 422), ("/setup/publication", {"kind": "subjects"}, 409),
        ("/enterprises", {**ENTERPRISE, "identifier": "123"}, 422), ("/enterprises", {**ENTERPRISE, "longitude": 114.8}, 422),
        ("/enterprises", {**ENTERPRISE, "region_code": "110000"}, 404), ("/enterprises", {**ENTERPRISE, "name": " "}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_leaves_nothing(first_day, path, body, status):
    admin = first_day.founded()

    answer = admin.post(path, body)

    assert answer.status_code == status, answer.json
    assert first_day.count(Organ) == 1
    assert first_day.count(Item) == first_day.count(RuleSetRow) == first_day.count(ListEdition) == 0


def test_items_twice_with_one_code_leave_nothing(first_day):
    admin = first_day.founded()

    answer = admin.post("/setup/items", {"organ_id": made_department(admin), "items": [ITEM, ITEM]})

    assert answer.status_code == 409
    assert first_day.count(Item) == 0


def test_an_enterprise_is_one_however_often_it_is_typed_and_a_wrong_digit_is_marked(first_day):
    admin = first_day.founded()
    assert admin.post("/enterprises", ENTERPRISE).json["identifier_ok"] is True

    again = admin.post("/enterprises", {**ENTERPRISE, "identifier": "91420117ma0dem001c", "name": "同一家"})
    unsure = admin.post("/enterprises", {**ENTERPRISE, "identifier": "91420117MA0DEM0011"})

    assert (again.status_code, again.json["code"]) == (409, "enterprises.already_there")
    assert (unsure.status_code, unsure.json["identifier_ok"]) == (201, False)


def test_another_regions_standing_is_not_told(first_day, api, world):
    """The demo's bureau sees its own region, which has other things."""
    world.rule_set()
    bureau = world.person("bureau", world.organ("示范区司法局", kind="bureau"))

    told = api.as_(bureau).get("/setup").json

    assert told["steps"][0]["made"] is None  # no keys in this region
    assert founding()["bureau"]["name"] not in str(told)
