"""B-17: the register of annual plans, from draft to publication and amendment; who does what. B-18: special inspections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.app import create_app
from backend.identity.models import Region
from backend.kernel.ids import uuid7
from tests.api.plans.planning import PlanDesk
from tests.world import Api


@pytest.fixture
def desk(world, api):
    return PlanDesk(world, api)


def test_every_subject_has_a_row_and_who_has_no_plan_is_late(desk, world):
    world.organ("示范区消防救援大队")
    rows = {each["organ"]["name"]: each for each in desk.register()["items"]}

    assert set(rows) == {"示范区市场监督管理局", "示范区消防救援大队"}, "a bureau is no subject"
    mine = rows["示范区市场监督管理局"]
    assert (mine["id"], mine["state"], mine["due"], mine["days_late"]) == (None, "none", "2026-03-31", 22)
    assert (rows["示范区消防救援大队"]["state"], rows["示范区消防救援大队"]["days_late"]) == ("published", 0)


def test_the_story_of_a_plan(desk):
    drawn = desk.draws_up(desk.line(), desk.line(name="餐饮单位", number=None, ratio=30, total=55, method="draw"))
    assert drawn.status_code == 201, drawn.json
    plan_id = drawn.json["id"]
    assert (drawn.json["state"], drawn.json["lines"], drawn.json["wanted"]) == ("draft", 2, 29)
    assert drawn.json["may"] == {"write": True, "submit": True, "amend": False, "file": False, "take_down": False}

    assert desk.does("submit", plan_id).json["state"] == "submitted"
    assert desk.plan_page(plan_id, desk.bureau)["may"]["file"] is True
    back = desk.does("return", plan_id, {"reason": "比例偏低"}, desk.bureau)
    assert (back.status_code, back.json["state"]) == (200, "returned")
    assert desk.does("submit", plan_id).json["state"] == "submitted"
    filed = desk.files(plan_id)
    assert (filed.json["state"], filed.json["filing_number"], filed.json["filed_on"]) == (
        "filed", "司备〔2026〕3号", "2026-04-22"
    )  # fmt: skip
    assert desk.publishes().status_code == 201
    page = desk.plan_page(plan_id)

    assert (page["state"], page["published_on"], page["days_late"]) == ("published", "2026-04-22", 22)
    acts = [(each["act"], each["by"]["name"], each["note"]) for each in page["editions"][0]["acts"]]
    assert acts == [
        ("drawn_up", "赵经办", ""), ("submitted", "赵经办", ""), ("returned", "孙司法", "比例偏低"),
        ("submitted", "赵经办", ""), ("filed", "孙司法", "司备〔2026〕3号"),
    ]  # fmt: skip


def test_published_plans_stand_on_the_public_list_without_a_person(desk, world):
    named, _ = world.enterprise("示范区张三小吃店")
    desk.published(desk.line(name="餐饮单位", number=None, ratio=30, total=55, enterprise_ids=[str(named.id)]))
    entry = desk.api.as_(desk.bureau).get("/lists/plans/editions/1").json["items"][0]["values"]

    assert (entry["name"], entry["share"], entry["period"]) == ("餐饮单位", "30%（共 55 家）", "4月1日—10月31日")
    assert (entry["organ"], entry["items"], entry["filing_number"]) == (
        "示范区市场监督管理局", "食品生产日常监督检查", "司备〔2026〕3号"
    )  # fmt: skip
    assert "张三" not in str(entry)
    page = desk.api.as_(None).client.get("/p/lists/plans")
    assert page.status_code == 200
    assert "餐饮单位" in page.text
    assert "行政检查计划清单" in page.text


def test_an_amendment_is_a_new_edition_that_is_filed_again_and_the_old_one_stands_until_then(desk, world):
    plan_id = desk.published()
    line = desk.plan_page(plan_id)["content"][0]
    amended = desk.does("editions", plan_id, {"reason": "新增许可企业"})
    assert (amended.status_code, amended.json["state"], amended.json["open"]) == (200, "published", "draft")

    body = {"version": 1, "lines": [desk.line(number=20, line_id=line["line_id"]), desk.line(name="新增企业")]}
    saved = desk.api.as_(desk.planner).put(f"/plans/{plan_id}/lines", body)
    assert saved.status_code == 200, saved.json
    draft = desk.plan_page(plan_id, question="?n=2")
    assert [(each["change"], each["line_id"] == line["line_id"]) for each in draft["content"]] == [
        ("changed", True), ("new", False)
    ]  # fmt: skip
    assert [each["number"] for each in desk.plan_page(plan_id)["content"]] == [12], "the published one is shown"

    desk.does("submit", plan_id)
    desk.files(plan_id, number="司备〔2026〕9号")
    world.clock.advance(days=2)
    assert desk.publishes().status_code == 201
    page = desk.plan_page(plan_id)
    assert [(each["n"], each["state"], each["ended_on"]) for each in page["editions"]] == [
        (1, "superseded", "2026-04-24"), (2, "published", None)
    ]  # fmt: skip
    assert (page["shown"], page["days_late"]) == (2, 22), "it has been published since the first edition"


def test_a_plan_is_taken_down_with_a_reason_and_may_be_amended_again(desk):
    plan_id = desk.published()
    down = desk.does("withdraw", plan_id, {"reason": "事项有误"}, desk.bureau)

    assert (down.status_code, down.json["state"]) == (200, "withdrawn")
    again = desk.does("withdraw", plan_id, {"reason": "再来"}, desk.bureau)
    assert (again.status_code, again.json["code"]) == (409, "planning.plan_not_published")
    lists = desk.api.as_(desk.bureau).get("/lists/plans/draft").json
    assert (lists["entries"], lists["counts"]["removed"]) == (0, 1)
    assert desk.does("editions", plan_id, {"reason": "更正"}).json["state"] == "draft"


@pytest.mark.parametrize(
    ("role", "act", "status"),
    [
        ("planner", "submit", 200), ("head", "submit", 200), ("bureau", "submit", 403), ("officer", "submit", 403),
        ("planner", "file", 403), ("head", "file", 403), ("bureau", "file", 409),
    ],
)  # fmt: skip
def test_the_organ_submits_and_the_bureau_files(desk, role, act, status):
    who = {"planner": desk.planner, "head": desk.head, "bureau": desk.bureau, "officer": desk.zhou}[role]
    answer = desk.does(act, desk.drawn_up(), {"number": "1"} if act == "file" else None, who)

    assert answer.status_code == status


def test_a_bureau_never_files_its_own_plan(desk, world):
    own = world.person("department", desk.bureau_organ, "李科")
    with world.sessions() as tx:
        tx.get(type(desk.organ), desk.bureau_organ.id).kind = "administrative"
        tx.commit()
    plan_id = desk.draws_up(by=own, lines=[]).json["id"]

    assert desk.files(plan_id).status_code == 404


def test_a_townships_plan_is_filed_by_the_county_not_by_the_town(desk, world):
    town = Region(
        code="420117101", parent_code="420117", level="town", path=f"{world.region.path}/420117101", name="示范镇",
        name_en="Demo Town", zone="Asia/Shanghai", scheme="uscc", west=114.6, south=30.7, east=115.0, north=31.0, demo=True,
    )  # fmt: skip
    world._add(town)
    organ = world.organ("示范镇人民政府", region=town, planned=False)
    justice = world.person("bureau", world.organ("示范镇司法所", kind="bureau", region=town), "吴司法")
    planner = world.person("department", organ, "郑经办")
    item = world.item(organ)
    plan_id = desk.drawn_up(desk.line(item_ids=[str(item.id)]), by=planner)
    assert desk.does("submit", plan_id, by=planner).status_code == 200

    assert desk.files(plan_id, justice).status_code == 404
    assert desk.plan_page(plan_id, justice)["may"]["file"] is False
    assert desk.files(plan_id).status_code == 200


def test_strangers_find_nothing(desk, world):
    plan_id = desk.drawn_up()
    fire = world.person("head", world.organ("示范区消防救援大队"))

    assert desk.plan_page(plan_id, fire)["code"] == "kernel.not_found"
    assert desk.does("submit", plan_id, by=fire).status_code == 404
    assert [each["organ"]["name"] for each in desk.register(by=fire)["items"]] == ["示范区消防救援大队"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"number": None}, 422, None), ({"ratio": 30}, 422, None), ({"number": 0}, 422, None), ({"number": 10**7}, 422, None),
        ({"number": None, "ratio": 101}, 422, None), ({"number": "12"}, 422, None), ({"item_ids": []}, 422, None),
        ({"method": "visit"}, 422, None), ({"name": "  "}, 422, None), ({"name": "长" * 201}, 422, None),
        ({"last_on": "2026-03-01"}, 422, None), ({"first_on": "2025-12-31"}, 422, "planning.plan_days"),
        ({"last_on": "2027-01-01"}, 422, "planning.plan_days"),
        ({"item_ids": [str(uuid7())]}, 409, "planning.item_unpublished"),
        ({"enterprise_ids": [str(uuid7())]}, 404, "kernel.not_found"),
    ],
    ids=range(15),
)  # fmt: skip
def test_lines_that_cannot_be(desk, changes, status, code):
    refused = desk.draws_up(desk.line(**changes))

    assert refused.status_code == status, refused.json
    assert code is None or refused.json["code"] == code
    assert desk.register()["items"][0]["id"] is None, "nothing of it is kept"


def test_another_organs_item_stands_in_no_line(desk, world):
    item = world.item(world.organ("示范区消防救援大队"))

    assert desk.draws_up(desk.line(item_ids=[str(item.id)])).json["code"] == "planning.item_unpublished"


def test_one_plan_a_year_and_the_same_request_twice_is_one(desk):
    key = uuid7()
    first, second = desk.draws_up(key=key), desk.draws_up(key=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["id"] == second.json["id"]

    other = desk.draws_up()
    assert (other.status_code, other.json["code"]) == (409, "planning.plan_exists")


def test_two_draw_up_at_once_and_two_file_at_once(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    desk = PlanDesk(committed_world, Api(app, committed_world))
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: desk.draws_up(), range(4)))
    assert sorted(each.status_code for each in drawn) == [201, 409, 409, 409]
    plan_id = next(each.json["id"] for each in drawn if each.status_code == 201)
    assert desk.does("submit", plan_id).status_code == 200
    with ThreadPoolExecutor(4) as pool:
        filed = list(pool.map(lambda n: desk.files(plan_id, number=f"{n}号"), range(4)))
    assert sorted(each.status_code for each in filed) == [200, 409, 409, 409]


def test_acts_out_of_turn_change_nothing(desk):
    plan_id = desk.drawn_up()
    for act, body, who in (
        ("file", {"number": "1"}, desk.bureau), ("return", {"reason": "x"}, desk.bureau), ("editions", {"reason": "x"}, desk.planner),
    ):  # fmt: skip
        assert desk.does(act, plan_id, body, who).json["code"] == "planning.plan_state"
    desk.does("submit", plan_id)
    saved = desk.api.as_(desk.planner).put(f"/plans/{plan_id}/lines", {"version": 2, "lines": []})
    assert saved.json["code"] == "planning.plan_state"
    assert "等待备案" in saved.json["sentence"]["zh"]


def test_an_empty_plan_is_not_submitted_and_a_stale_draft_not_saved(desk):
    plan_id = desk.drawn_up(lines=[])
    assert desk.does("submit", plan_id).json["code"] == "planning.plan_empty"
    put = desk.api.as_(desk.planner).put
    assert put(f"/plans/{plan_id}/lines", {"version": 1, "lines": [desk.line()]}).status_code == 200
    stale = put(f"/plans/{plan_id}/lines", {"version": 1, "lines": []})
    assert (stale.status_code, stale.json["code"]) == (409, "kernel.stale")
    assert desk.plan_page(plan_id)["lines"] == 1


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("", {"甲局", "乙局", "示范区市场监督管理局"}), ("?state=none", {"示范区市场监督管理局"}), ("?state=published", {"甲局", "乙局"}),
        ("?state=late", {"示范区市场监督管理局"}), ("?q=甲", {"甲局"}), ("?q=yj", {"乙局"}), ("?q=ORG0000", set()),
        ("?year=2030", {"甲局", "乙局", "示范区市场监督管理局"}), ("?year=2030&state=late", set()),
    ],
    ids=range(9),
)  # fmt: skip
def test_the_register_is_searched_and_filtered(desk, world, question, names):
    world.organ("甲局")
    world.organ("乙局")

    assert {each["organ"]["name"] for each in desk.register(question)["items"]} == names


def test_the_bureau_sees_what_waits_for_it(desk):
    desk.submitted()

    assert [each["state"] for each in desk.register("?state=submitted")["items"]] == ["submitted"]
    assert [each["days_late"] for each in desk.register("?state=late")["items"]] == [22]


def test_a_special_inspection_has_its_approval_and_its_own_term(desk, world):
    made = desk.special()
    assert made.status_code == 201, made.json
    assert (made.json["due"], made.json["days_late"], made.json["approver"]) == ("2026-05-20", 0, "示范区人民政府")
    assert desk.special().json["code"] == "planning.plan_exists"
    world.clock.advance(days=29)
    assert [each["days_late"] for each in desk.register("?kind=special&state=late")["items"]] == [1]


@pytest.mark.parametrize("missing", ["title", "document", "approver", "approved_on"])
def test_a_special_inspection_without_its_approval_is_refused(desk, missing):
    refused = desk.special(**{missing: None if missing == "approved_on" else " "})

    assert (refused.status_code, refused.json["field"]) == (422, missing)


def test_the_first_task_of_a_special_inspection_starts_its_clock(desk):
    for day in ("2026-04-23", "2026-04-24"):
        desk.plan(day, kind="special", superior_document="示范政〔2026〕7号", starts_at=None)
    rows = desk.register("?kind=special")["items"]

    assert [(each["document"], each["state"], each["due"]) for each in rows] == [
        ("示范政〔2026〕7号", "none", "2026-05-22")
    ]
    drawn = desk.special()
    assert (drawn.json["id"], drawn.json["due"]) == (rows[0]["id"], "2026-05-20"), "the form tells the true day"
