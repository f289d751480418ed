"""B-21: outside its region an organ goes with the local one's assistance on record, or the visit is flagged."""

from __future__ import annotations

import pytest

from backend.kernel.ids import uuid7
from tests.api.desk import NEVER_QUIET, Desk, codes

RECORD = {
    "region_code": "420116", "local_organ": "邻区市场监督管理局", "document": "协查函〔2026〕7号",
    "from_on": "2026-04-20", "to_on": "2026-04-30",
}  # fmt: skip


@pytest.fixture
def desk(world, api):
    made = Desk(world, api, NEVER_QUIET)
    made.beside = world.other_region()
    world.rule_set(NEVER_QUIET, region=made.beside)
    made.enterprise, made.site = world.enterprise("邻区食品厂", region=made.beside)
    return made


def record(desk, by=None, **changes):
    return desk.api.as_(by or desk.planner).post(f"/organs/{desk.organ.id}/assistance", {**RECORD, **changes})


def recorded(desk, **changes):
    answer = record(desk, **changes)
    assert answer.status_code == 201, answer.json
    return answer.json


def test_outside_the_own_region_without_assistance_is_flagged_and_named(desk):
    came = desk.check_in(None)
    assert codes(came) == {"CROSS_REGION", "NO_TASK"}
    finding = next(each for each in came.json["verdict"]["findings"] if each["code"] == "CROSS_REGION")
    assert (finding["rule"], finding["severity"]) == ("B-21", "alert")
    assert finding["sentence"]["zh"] == "示范区（样例）不在这个执法主体的行政区划内，到场时也没有当地单位的协助登记。"


def test_with_assistance_on_record_it_is_not(desk):
    recorded(desk)
    assert codes(desk.check_in(None)) == {"NO_TASK"}


def test_a_record_for_the_region_above_holds_below_it(desk, world):
    above = world._region("4202", "42/4202")
    desk.enterprise, desk.site = world.enterprise("远县食品厂", region=world._region("420222", "42/4202/420222"))
    world.rule_set(NEVER_QUIET, region=above)
    recorded(desk, region_code="4202")
    assert "CROSS_REGION" not in codes(desk.check_in(None))


@pytest.mark.parametrize(
    ("changes", "flagged"),
    [
        pytest.param({"from_on": "2026-04-22", "to_on": "2026-04-22"}, False, id="that day alone"),
        pytest.param({"from_on": "2026-04-23"}, True, id="from the next day"),
        pytest.param({"from_on": "2026-04-01", "to_on": "2026-04-21"}, True, id="until the day before"),
    ],
)
def test_it_holds_from_its_first_to_its_last_day(desk, changes, flagged):
    recorded(desk, **changes)
    assert ("CROSS_REGION" in codes(desk.check_in(None))) is flagged


def test_one_that_was_ended_helps_no_more(desk):
    made = recorded(desk)
    ended = desk.api.as_(desk.planner).post(f"/assistance/{made['id']}/end", {"reason": "对方撤回"})
    assert (ended.status_code, ended.json["ended_on"], ended.json["in_force"]) == (200, "2026-04-22", False)
    again = desk.api.as_(desk.planner).post(f"/assistance/{made['id']}/end", {"reason": "又一次"})
    assert again.json["ended_reason"] == "对方撤回"
    assert "CROSS_REGION" in codes(desk.check_in(None))


def test_another_organs_record_helps_nobody_else(desk, world):
    other = world.organ("别的局")
    answer = desk.api.as_(world.person("department", other)).post(f"/organs/{other.id}/assistance", RECORD)
    assert answer.status_code == 201
    assert "CROSS_REGION" in codes(desk.check_in(None))


def test_inside_the_own_region_nobody_asks(desk, world):
    desk.enterprise, desk.site = world.enterprise()
    assert codes(desk.check_in(None)) == {"NO_TASK"}


def test_a_service_visit_is_no_inspection_and_not_flagged(desk):
    assert "CROSS_REGION" not in codes(desk.check_in(None, kind="noninspection_service"))


def test_what_was_recorded_afterwards_does_not_lift_the_flag(desk):
    came = desk.check_in(None)
    recorded(desk)
    seen = desk.api.as_(desk.head).get(f"/inspections/{came.json['inspection_id']}").json["verdict"]["findings"]
    assert "CROSS_REGION" in {each["code"] for each in seen}


def test_the_records_of_an_organ_are_listed_newest_first(desk):
    recorded(desk)
    recorded(desk, from_on="2026-06-01", to_on="2026-06-30")
    items = desk.api.as_(desk.head).get(f"/organs/{desk.organ.id}/assistance").json["items"]
    assert [(each["from_on"], each["in_force"]) for each in items] == [("2026-06-01", False), ("2026-04-20", True)]
    assert items[0]["region"]["code"] == "420116" and items[0]["local_organ"] == RECORD["local_organ"]


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        pytest.param({"region_code": "999999"}, 404, "kernel.not_found", "region_code", id="a region nobody knows"),
        pytest.param({"region_code": "420117"}, 422, "registers.not_outside", "region_code", id="the own region"),
        pytest.param({"to_on": "2026-04-19"}, 422, "registers.span_wrong", "to_on", id="an end before the beginning"),
        pytest.param({"local_organ": "  "}, 422, "kernel.invalid", "local_organ", id="nobody who assists"),
        pytest.param({"document": "函" * 201}, 422, "kernel.invalid", "document", id="a paper number without end"),
        pytest.param({"from_on": "明天"}, 422, "kernel.invalid", "from_on", id="no day"),
        pytest.param({"document": None}, 422, "kernel.invalid", "document", id="no paper"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_its_field(desk, changes, status, code, field):
    told = record(desk, **changes)
    assert (told.status_code, told.json["code"], told.json["field"]) == (status, code, field)
    assert desk.api.as_(desk.head).get(f"/organs/{desk.organ.id}/assistance").json["items"] == []


def test_nobody_records_for_another_organ_nor_ends_what_is_not_theirs(desk, world):
    made, stranger = recorded(desk), world.person("department", world.organ("别的局"))
    assert record(desk, by=stranger).status_code == 404
    assert desk.api.as_(stranger).post(f"/assistance/{made['id']}/end", {"reason": "误"}).status_code == 404
    assert record(desk, by=desk.zhou).status_code == 403


def listed(desk):
    return desk.api.as_(desk.head).get(f"/organs/{desk.organ.id}/assistance").json["items"]


def test_the_same_record_twice_is_one_and_another_under_its_key_is_refused(desk):
    path, key = f"/organs/{desk.organ.id}/assistance", uuid7()
    first, second = (desk.api.as_(desk.planner).post(path, RECORD, key=key) for _ in range(2))
    assert (first.status_code, second.status_code, first.json) == (201, 201, second.json)
    other = desk.api.as_(desk.planner).post(path, {**RECORD, "document": "协查函〔2026〕8号"}, key=key)
    assert (other.status_code, other.json["code"]) == (409, "kernel.key_reused")
    assert [each["id"] for each in listed(desk)] == [first.json["id"]]


@pytest.mark.parametrize("whose", ["nobody's", "another region's"])
def test_a_record_is_made_for_no_organ_that_one_does_not_see(desk, world, whose):
    organ = uuid7() if whose == "nobody's" else world.organ("邻区局", region=desk.beside).id
    told = desk.api.as_(desk.planner).post(f"/organs/{organ}/assistance", RECORD)
    assert (told.status_code, told.json["code"]) == (404, "kernel.not_found")
    assert desk.api.as_(desk.planner).get(f"/organs/{organ}/assistance").status_code == 404


def test_a_record_that_nobody_knows_is_not_ended(desk):
    told = desk.api.as_(desk.planner).post(f"/assistance/{uuid7()}/end", {"reason": "误"})
    assert (told.status_code, told.json["code"]) == (404, "kernel.not_found")


@pytest.mark.parametrize("reason", ["", "  ", None, "误" * 2001], ids=["empty", "blanks", "none", "endless"])
def test_it_is_ended_with_a_reason_or_stays(desk, reason):
    made = recorded(desk)
    told = desk.api.as_(desk.planner).post(f"/assistance/{made['id']}/end", {"reason": reason})
    assert (told.status_code, told.json["field"]) == (422, "reason")
    assert [each["ended_on"] for each in listed(desk)] == [None]
