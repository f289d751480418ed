"""B-11: who is lent to another organ's task by a superior's order works on it like its own officers, until it is over."""

from __future__ import annotations

from typing import Any

import pytest

from backend.kernel.ids import uuid7
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.world import SignedIn


class Lending:
    """A desk that has one officer of its own and one lent from another county."""

    def __init__(self, world, api):
        self.desk = Desk(world, api, NEVER_QUIET)
        county = world.other_region()
        world.rule_set(NEVER_QUIET, region=county)
        self.home = world.organ("邻县市场监管局", region=county)
        self.lent = world.officer(self.home, "借调员")
        self.clerk = world.person("department", self.home, "邻县经办")
        people = [str(self.desk.zhou.person.id), str(self.lent.person.id)]
        self.task = self.desk.coded(officer_ids=people, superior_document="市局〔2026〕8号")
        self.comers = [{"person_id": each, "card_id": None, "how": "declared"} for each in people]

    def get(self, path: str, who: SignedIn | None = None) -> Any:
        return self.desk.api.as_(who or self.lent).get(path)

    def post(self, path: str, body: Any = None, who: SignedIn | None = None) -> Any:
        return self.desk.api.as_(who or self.lent).post(path, body)

    def arrive(self, by: SignedIn | None = None) -> Any:
        return self.desk.check_in(self.task, by=by or self.lent, officers=self.comers)

    def moment(self, name: str) -> dict[str, Any]:
        return {name: self.desk.world.clock.now().isoformat(), "clock": self.desk.clock_reading()}

    def leave(self, visit: str) -> Any:
        return self.post(f"/inspections/{visit}/check-out", {**self.moment("captured_at"), "position": None})

    def media(self) -> dict[str, Any]:
        return {"kind": "recording", "mime": "video/webm", "started_at": self.desk.world.clock.now().isoformat(),
                "clock": self.desk.clock_reading()}  # fmt: skip


@pytest.fixture
def lending(world, api) -> Lending:
    return Lending(world, api)


def listed(lending: Lending, path: str, key: str) -> list[str]:
    return [each["id"] for each in lending.get(path).json[key]]


def test_the_lent_officer_sees_the_task_its_code_and_its_notice(lending):
    page = lending.get(f"/tasks/{lending.task}")
    assert (page.status_code, page.json["visit_code"]["state"]) == (200, "valid")
    assert lending.get(f"/tasks/{lending.task}/notice").status_code == 200
    assert listed(lending, "/tasks", "items") == [lending.task]
    assert listed(lending, "/snapshot", "tasks") == [lending.task]
    assert lending.get(f"/visit-codes/{page.json['visit_code']['code_id']}/scan").status_code == 204


def test_the_lent_officer_checks_in_for_the_organ_that_visits(lending):
    answer = lending.arrive()
    assert (answer.status_code, answer.json["task_id"], codes(answer)) == (201, lending.task, set())
    page = lending.get(f"/inspections/{answer.json['inspection_id']}").json
    assert page["organ"]["id"] == str(lending.desk.organ.id)
    assert {each["card"]["state"] for each in page["officers"]} == {"active"}
    assert lending.get(f"/inspections/{page['inspection_id']}", lending.desk.head).status_code == 200
    assert lending.get(f"/inspections/{page['inspection_id']}", lending.clerk).status_code == 404


def test_the_lent_officer_records_the_visit(lending):
    visit = lending.arrive(lending.desk.zhou).json["inspection_id"]
    told = {"kind": "rights_told", **lending.moment("at")}
    assert lending.post(f"/inspections/{visit}/steps", told).status_code == 201
    assert lending.post(f"/inspections/{visit}/media", lending.media()).status_code == 201
    result = {"outcome": "none_found", "summary": "", "at": lending.desk.world.clock.now().isoformat()}
    assert lending.post(f"/inspections/{visit}/result", result).status_code == 201
    assert lending.leave(visit).status_code in (200, 201)


def test_with_the_visit_the_loan_is_over_and_what_comes_late_is_kept(lending):
    visit = lending.arrive().json["inspection_id"]
    assert lending.leave(visit).status_code in (200, 201)
    assert lending.get(f"/tasks/{lending.task}").status_code == 404
    assert lending.get(f"/inspections/{visit}").status_code == 404
    assert listed(lending, "/tasks", "items") == listed(lending, "/snapshot", "tasks") == []
    late = {"kind": "note", "note": "照片说明", **lending.moment("at")}
    assert lending.post(f"/inspections/{visit}/steps", late).status_code == 201
    assert lending.post(f"/inspections/{visit}/media", lending.media()).status_code == 201
    # its own officers go on seeing it
    assert lending.get(f"/tasks/{lending.task}", lending.desk.zhou).status_code == 200


def test_a_task_that_is_given_up_is_out_of_sight(lending):
    lending.post(f"/tasks/{lending.task}/cancel", {"reason": "改期"}, lending.desk.planner)
    assert lending.get(f"/tasks/{lending.task}").status_code == 404
    assert listed(lending, "/snapshot", "tasks") == []


def test_whoever_is_lent_sees_nothing_else_of_that_organ(lending):
    other = lending.desk.coded("2026-04-24")
    assert lending.get(f"/tasks/{other}").status_code == 404
    visit = lending.desk.check_in(other).json["inspection_id"]
    assert lending.get(f"/inspections/{visit}").status_code == 404
    told = {"kind": "note", **lending.moment("at")}
    assert lending.post(f"/inspections/{visit}/steps", told).status_code == 404
    assert lending.post(f"/inspections/{visit}/media", lending.media()).status_code == 404
    assert lending.post(f"/tasks/{lending.task}/visit-code").status_code == 404
    assert lending.get(f"/tasks/{lending.task}", lending.clerk).status_code == 404


def test_an_officer_who_is_not_on_it_learns_nothing_by_checking_in(lending, world):
    stranger = world.officer(lending.home, "邻县同事")
    answer = lending.desk.check_in(lending.task, by=stranger, officers=[])
    assert (answer.status_code, answer.json["task_id"]) == (201, None)
    assert codes(answer) >= {"NO_TASK"}
    assert lending.desk.check_in(str(uuid7()), by=stranger, officers=[]).json["task_id"] is None
