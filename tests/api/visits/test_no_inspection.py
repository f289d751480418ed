"""B-24: service visits, surveys and the like are recorded, ask nothing, find nothing, cost nothing, and are watched."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.inspections.models import Result
from backend.inspections.written import ChecklistAnswer
from backend.supervision.models import Alert
from tests.api.desk import codes
from tests.api.visits.onsite import OnSite
from tests.arrivals import let_followers_read

SURVEY = "noninspection_survey"


@pytest.fixture
def office(world, api):
    return OnSite(world, api)


@pytest.fixture
def survey(office):
    """A survey that nobody planned, two days after the inspection."""
    office.world.clock.advance(days=2)
    office.visit = office.check_in(None, kind=SURVEY).json["inspection_id"]
    return office


def test_b24_a_visit_without_a_task_may_say_that_it_is_no_inspection(office):
    office.world.clock.advance(days=2)
    answer = office.check_in(None, kind=SURVEY)
    assert (answer.status_code, codes(answer)) == (201, set())
    cap = answer.json["verdict"]["cap"]
    assert (cap["code"], cap["rule"]) == ("NOT_COUNTED", "B-24")
    assert office.api.as_(office.zhou).get(f"/inspections/{answer.json['inspection_id']}").json["kind"] == SURVEY


@pytest.mark.parametrize("kind", ["daily", "case", "", 7, "noninspection_survey" * 99, ["x"]])
def test_b24_it_cannot_call_itself_another_inspection(office, kind):
    assert office.check_in(None, kind=kind).status_code == 422


def test_b24_where_a_task_says_what_it_is_the_phone_does_not(office):
    task = office.coded("2026-05-21")
    office.world.clock.advance(days=29)
    visit = office.check_in(task, kind=SURVEY).json["inspection_id"]
    assert office.api.as_(office.zhou).get(f"/inspections/{visit}").json["kind"] == "daily"


@pytest.mark.parametrize("outcome", ["corrected_on_spot", "order_to_correct", "case_opened", "referred"])
def test_b24_a_finding_is_rejected_with_open_an_inspection_task_first(survey, outcome):
    answer = survey.result(outcome, deadline="2026-05-20" if outcome == "order_to_correct" else None)
    assert (answer.status_code, answer.json["code"], answer.json["rule"]) == (
        409,
        "inspections.not_an_inspection",
        "B-24",
    )
    assert "Open an inspection task first." in str(answer.json)
    assert survey.world.look(lambda tx: tx.scalar(select(func.count()).select_from(Result))) == 0
    assert survey.result("none_found").status_code == 201


def test_b24_nothing_is_answered_on_it(survey):
    answer = survey.answer()
    assert (answer.status_code, answer.json["code"]) == (409, "inspections.not_an_inspection")
    assert survey.world.look(lambda tx: tx.scalar(select(func.count()).select_from(ChecklistAnswer))) == 0


def test_b24_a_planned_one_has_no_checklist(office):
    planned = office.plan("2026-05-21", kind=SURVEY)
    assert (planned.status_code, planned.json["checklist"]) == (201, [])
    assert office.plan("2026-05-22").json["checklist"] != []


def test_b24_the_third_in_thirty_days_is_an_alert_to_supervision(survey):
    for n in (1, 2):
        survey.world.clock.advance(days=7)
        found = codes(survey.check_in(None, kind=SURVEY))
        assert found == ({"DISGUISED_INSPECTION"} if n == 2 else set())
    let_followers_read(survey.world, survey.world.clock)
    alert = survey.world.look(lambda tx: tx.scalars(select(Alert)).one())
    assert (alert.code, alert.severity, alert.facts["count"]) == ("DISGUISED_INSPECTION", "medium", 3)


def test_b24_one_that_we_hear_of_late_makes_the_later_one_the_third(survey):
    survey.world.clock.advance(days=14)
    last = survey.check_in(None, kind=SURVEY)
    assert codes(last) == set()
    late = survey.check_in(None, kind=SURVEY, at=survey.world.clock.now() - timedelta(days=7))
    assert late.status_code == 201
    let_followers_read(survey.world, survey.world.clock)
    seen = survey.api.as_(survey.zhou).get(f"/inspections/{last.json['inspection_id']}").json
    assert {each["code"] for each in seen["verdict"]["findings"]} == {"DISGUISED_INSPECTION"}
    assert [each["cause"] for each in seen["verdicts"]] == ["arrival"]


def test_b24_the_enterprises_year_shows_it_and_the_count_does_not(survey):
    caller = survey.api.as_(survey.planner)
    year = caller.get(f"/enterprises/{survey.enterprise.id}/calendar?year=2026").json["visits"]
    assert sorted(each["kind"] for each in year) == ["daily", SURVEY]
    assert caller.get(f"/enterprises/{survey.enterprise.id}").json["used"] == 1


@pytest.mark.parametrize("kind", [SURVEY, "noninspection_service", "noninspection_liaison"])
def test_b24_a_visit_that_is_no_inspection_is_planned_without_an_item(office, kind):
    made = office.plan("2026-05-21", kind=kind, item_ids=[])
    assert (made.status_code, made.json["items"]) == (201, [])
    office.decide(made.json["id"])
    assert office.issue(made.json["id"]).status_code == 201
    text = office.api.as_(office.planner).get(f"/tasks/{made.json['id']}/notice").text
    assert "本次到访不是行政检查，没有检查事项。" in text and "检查事项和依据" not in text
    office.world.clock.advance(days=29)
    assert office.check_in(made.json["id"]).status_code == 201


@pytest.mark.parametrize("kind", ["daily", "case"])
def test_b24_an_inspection_names_its_items(office, kind):
    refused = office.plan("2026-05-21", kind=kind, item_ids=[])
    assert (refused.status_code, refused.json["field"]) == (422, "item_ids")
