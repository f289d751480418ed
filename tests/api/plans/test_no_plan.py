"""B-17 at the door and before it: what a daily visit without a published plan is told, and where it is stopped."""

from __future__ import annotations

from datetime import date

import pytest

from tests.api.desk import codes
from tests.api.plans.planning import PlanDesk


@pytest.fixture
def desk(world, api):
    return PlanDesk(world, api)


@pytest.fixture
def strict(world, api):
    return PlanDesk(world, api, {"plan": {"enforce": "block"}})


def found(answer) -> dict:
    return {each["code"]: each for each in answer.json["verdict"]["findings"]}


def test_a_daily_visit_without_a_published_plan_says_so(desk):
    """The T of the paper, a week later: 22 April, no plan."""
    task = desk.coded()
    came = desk.check_in(task)

    assert came.status_code == 201
    told = found(came)["NO_PLAN"]
    assert (told["rule"], told["severity"], told["facts"]) == ("B-17", "info", {"year": "2026", "due": "2026-03-31"})
    assert came.json["verdict"]["mark"] == "clean"


def test_planning_says_it_beforehand(desk):
    planned = desk.plan()

    assert planned.status_code == 201
    assert "NO_PLAN" in found(planned)


@pytest.mark.parametrize(
    ("first", "end", "missing"),
    [
        (date(2026, 4, 22), None, False),  # published that very day
        (date(2026, 4, 23), None, True),
        (date(2026, 3, 1), date(2026, 4, 22), True),  # taken down that very day
        (date(2026, 3, 1), date(2026, 4, 23), False),
    ],
)
def test_a_plan_counts_from_its_day_to_its_end(desk, world, first, end, missing):
    world.plan(desk.organ, 2026, published_on=first, ended_on=end)

    assert ("NO_PLAN" in codes(desk.check_in(desk.coded()))) is missing


def test_another_subjects_plan_and_another_years_are_none(desk, world):
    world.organ("示范区消防救援大队")
    world.plan(desk.organ, 2025, 2027)

    assert "NO_PLAN" in codes(desk.check_in(desk.coded()))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "special", "superior_document": "示范政〔2026〕7号"},
        {"kind": "case", "trigger": "complaint", "evidence_id": "12345-1"},
        {"trigger": "hotline_12345", "evidence_id": "12345-1"},
        {"trigger": "emergency", "ground": "emergency", "evidence_id": "应急1"},
    ],
    ids=["special", "case", "hotline", "emergency"],
)
def test_what_no_plan_brought_is_not_asked_for_one(desk, changes):
    assert "NO_PLAN" not in codes(desk.check_in(desk.coded(**changes)))


def test_an_arrival_without_a_task_was_never_planned(desk):
    assert "NO_PLAN" not in codes(desk.check_in(None))


def test_it_opens_no_alert_of_its_own(desk):
    desk.check_in(desk.coded())
    desk.let_all_read()

    alerts = desk.api.as_(desk.bureau).get("/alerts").json["items"]
    assert [each["code"] for each in alerts] == []


def test_where_the_rules_block_nobody_approves_it(strict):
    task = strict.plan()
    assert task.status_code == 201, "the plan may be published before the day"
    refused = strict.decide(task.json["id"])

    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (409, "planning.no_plan", "B-17")
    assert refused.json["facts"] == {"zh": refused.json["sentence"]["zh"], "en": refused.json["sentence"]["en"],
                                     "year": "2026", "due": "2026-03-31"}  # fmt: skip
    assert "备案并公布" in refused.json["remedies"]["zh"]
    assert strict.decide(task.json["id"], "reject").status_code == 200


def test_where_the_rules_block_a_plan_taken_down_after_the_yes_stops_the_code(strict):
    strict.published()
    task = strict.approved()
    plan_id = strict.register("?state=published")["items"][0]["id"]
    assert strict.does("withdraw", plan_id, {"reason": "事项有误"}, strict.bureau).status_code == 200

    refused = strict.issue(task)

    assert (refused.status_code, refused.json["code"]) == (409, "planning.no_plan")
    assert strict.api.as_(strict.planner).get(f"/tasks/{task}").json["state"] == "approved"


def test_where_the_rules_block_a_published_plan_opens_the_way(strict):
    strict.published()

    assert "NO_PLAN" not in codes(strict.check_in(strict.coded()))


def test_where_the_rules_block_an_emergency_goes_in_at_once(strict):
    task = strict.plan(trigger="emergency", ground="emergency", evidence_id="应急1").json["id"]

    assert strict.issue(task).status_code == 201


def test_the_form_is_told_before_anybody_plans(desk):
    before = desk.api.as_(desk.planner).get("/plans/behind?day=2026-04-22").json
    assert (before["plan_id"], before["due"], before["enforce"], before["lines"]) == (None, "2026-03-31", "flag", [])
    assert "年度检查计划" in before["missing"]["zh"]
    assert desk.api.as_(desk.planner).get("/plans/behind?day=2026-03-31").json["missing"] is None

    plan_id = desk.published()
    after = desk.api.as_(desk.planner).get("/plans/behind?day=2026-04-22").json
    assert (after["plan_id"], after["missing"], len(after["lines"])) == (plan_id, None, 1)


def test_a_task_names_its_line_and_the_line_counts_it(desk):
    plan_id = desk.published()
    line = desk.plan_page(plan_id)["content"][0]
    assert (line["wanted"], line["done"], line["planned"]) == (12, 0, 0)

    task = desk.coded(plan_line_id=line["line_id"])
    assert desk.plan_page(plan_id)["content"][0]["planned"] == 1
    desk.check_in(task)

    page = desk.plan_page(plan_id)
    assert (page["content"][0]["done"], page["content"][0]["planned"]) == (1, 0)
    assert (page["wanted"], page["done"]) == (12, 1)


def test_b17_whoever_goes_reads_on_the_task_which_line_it_carries_out_and_how_many_of_how_many_came(desk):
    line = desk.plan_page(desk.published())["content"][0]
    first, alone = desk.coded(plan_line_id=line["line_id"]), desk.coded("2026-04-23")
    told = _told(desk, first)
    assert (told["year"], told["title"], told["name"]) == (2026, "", "食品生产企业")
    assert [each["id"] for each in told["items"]] == [str(desk.item.id)]
    assert (told["done"], told["wanted"], told["planned"]) == (0, 12, 1)
    assert _told(desk, alone) is None

    desk.check_in(first)
    assert _told(desk, first)["done"] == 1


def test_b17_a_line_is_told_as_it_stood_published_on_the_day_of_the_visit(desk):
    plan_id = desk.published()
    line = desk.plan_page(plan_id)["content"][0]
    now, later = desk.approved(plan_line_id=line["line_id"]), desk.approved("2026-04-24", plan_line_id=line["line_id"])
    amended = {"version": 1, "lines": [desk.line(line_id=line["line_id"], name="改过的一项", number=20)]}
    desk.does("editions", plan_id, {"reason": "新增许可企业"})
    assert desk.api.as_(desk.planner).put(f"/plans/{plan_id}/lines", amended).status_code == 200
    assert (_told(desk, now)["name"], _told(desk, later)["name"]) == ("食品生产企业", "食品生产企业"), "a draft is none"
    desk.does("submit", plan_id)
    desk.files(plan_id, number="司备〔2026〕9号")
    assert desk.publishes("2026-04-24").status_code == 201
    assert (_told(desk, now)["name"], _told(desk, now)["wanted"]) == ("食品生产企业", 12)
    assert (_told(desk, later)["name"], _told(desk, later)["wanted"]) == ("改过的一项", 20)


def _told(desk, task_id):
    return desk.api.as_(desk.planner).get(f"/tasks/{task_id}").json["plan_line"]


@pytest.mark.parametrize("whose", ["unknown", "draft", "other_year"])
def test_a_line_that_stands_in_no_published_plan_of_the_organ_is_refused(desk, world, whose):
    line_id = str(world.region.code).rjust(32, "0")
    if whose == "draft":
        line_id = desk.plan_page(desk.drawn_up())["content"][0]["line_id"]
    if whose == "other_year":
        line_id = desk.plan_page(desk.published())["content"][0]["line_id"]
    day = "2027-02-01" if whose == "other_year" else "2026-04-23"
    refused = desk.plan(day, plan_line_id=line_id)

    assert (refused.status_code, refused.json["code"]) == (422, "planning.plan_line_unknown")
