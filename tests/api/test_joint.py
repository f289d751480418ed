"""Two subjects plan a visit to one enterprise: it is proposed as one, answered once, and an unanswered one is told of (B-88)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backend.app import create_app
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.planning.jobs import tell_unanswered_proposals
from tests.api.desk import NEVER_QUIET, Desk
from tests.arrivals import let_followers_read
from tests.world import Api, World


class Neighbours(Desk):
    """Market office and fire brigade, with one enterprise between them."""

    def __init__(self, world: World, api: Api, rules: dict[str, Any]):
        super().__init__(world, api, rules)
        self.fire = world.organ("示范区消防救援大队")
        self.fire_planner = world.person("department", self.fire, "冯经办")
        self.fire_head = world.person("head", self.fire, "陈负责")
        self.firemen = [world.officer(self.fire, each) for each in ("卫一", "蒋二")]
        self.fire_item = world.item(self.fire)

    def fire_plans(self, day: str, **changes: Any) -> str:
        body = self.plan_body(
            day,
            item_ids=[str(self.fire_item.id)],
            officer_ids=[str(each.person.id) for each in self.firemen],
            **changes,
        )
        answer = self.api.as_(self.fire_planner).post("/tasks", body)
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    def proposals(self, question: str = "", by: Any = None) -> list[dict[str, Any]]:
        answer = self.api.as_(by or self.planner).get(f"/joint-proposals{question}")
        assert answer.status_code == 200, answer.json
        return answer.json["items"]

    def proposed(self, lead_on: str = "2026-04-27", mine_on: str = "2026-04-23", **mine: Any) -> dict[str, Any]:
        """The fire brigade planned first; the market office comes later and is asked."""
        self.fire_plans(lead_on, starts_at="14:30")
        assert self.plan(mine_on, **mine).status_code == 201
        only, = self.proposals("?state=open")  # fmt: skip
        return only

    def answers(self, joint_id: str, answer: str = "accept", reason: str = "", by: Any = None, key: Any = None) -> Any:
        body = {"answer": answer, "reason": reason}
        return self.api.as_(by or self.planner).post(f"/joint-proposals/{joint_id}/answer", body, key=key)

    def task(self, task_id: str, by: Any = None) -> dict[str, Any]:
        return self.api.as_(by or self.planner).get(f"/tasks/{task_id}").json

    def told(self, name: str) -> list[dict[str, Any]]:
        rows = self.world.look(lambda tx: tx.query(JournalInbox).filter_by(name=f"planning.{name}.v1").all())
        return [each.data for each in rows]


@pytest.fixture
def desk(world, api):
    return Neighbours(world, api, NEVER_QUIET)


def test_whoever_comes_later_is_asked_to_join_and_both_see_it(desk):
    proposal = desk.proposed()
    assert proposal["lead"]["organ"]["name"] == "示范区消防救援大队"
    assert (proposal["asked"]["planned_on"], proposal["lead"]["planned_on"]) == ("2026-04-23", "2026-04-27")
    assert (proposal["state"], proposal["answer_by"]) == ("open", "2026-04-23")
    assert proposal["mine_to_answer"] and not proposal["overdue"]
    theirs, = desk.proposals(by=desk.fire_planner)  # fmt: skip
    assert (theirs["id"], theirs["mine_to_answer"]) == (proposal["id"], False)
    assert [each["id"] for each in desk.proposals(by=desk.bureau)] == [proposal["id"]]
    assert len(desk.told("joint_proposed")) == 1


@pytest.mark.parametrize(("lead_on", "asked"), [("2026-05-23", 1), ("2026-05-24", 0)])
def test_only_within_thirty_days(desk, lead_on, asked):
    desk.fire_plans(lead_on)
    desk.plan("2026-04-23")
    assert len(desk.proposals()) == asked


def test_a_visit_elsewhere_an_emergency_and_ones_own_are_not_proposed(desk):
    elsewhere, _ = desk.world.enterprise("别的企业")
    desk.fire_plans("2026-04-27", enterprise_id=str(elsewhere.id))
    desk.plan("2026-04-23")
    desk.plan("2026-04-24")
    assert desk.proposals() == []


def test_what_the_law_forbids_on_that_day_is_not_proposed(world, api):
    quiet = {"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "dates", "dates": ["2026-04-27"]}]}}
    desk = Neighbours(world, api, quiet)
    desk.fire_plans("2026-04-27", ground="complaint", trigger="complaint", kind="case", evidence_id="线索 3")
    desk.plan("2026-04-23")
    assert desk.proposals() == []


def test_accepting_moves_the_task_to_the_day_and_hour_of_the_lead(desk):
    proposal = desk.proposed()
    answered = desk.answers(proposal["id"])
    assert answered.status_code == 200, answered.json
    assert (answered.json["state"], answered.json["was_on"]) == ("accepted", "2026-04-23")
    moved = desk.task(proposal["asked"]["task_id"])
    assert (moved["planned_on"], moved["starts_at"], moved["state"]) == ("2026-04-27", "14:30", "awaiting_approval")
    assert moved["verdict"]["quiet"]["facts"]["day"] == "2026-04-27"
    lead = desk.task(proposal["lead"]["task_id"], by=desk.fire_planner)
    assert (lead["planned_on"], lead["starts_at"]) == ("2026-04-27", "14:30")
    assert desk.told("joint_answered")[0]["answer"] == "accepted"


def test_what_was_approved_for_another_day_is_decided_again_and_a_code_is_withdrawn(desk):
    proposal = desk.proposed()
    task_id = proposal["asked"]["task_id"]
    assert desk.decide(task_id).status_code == 200 and desk.issue(task_id).status_code == 201
    assert desk.answers(proposal["id"]).status_code == 200
    task = desk.task(task_id)
    assert (task["state"], task["visit_code"]) == ("awaiting_approval", None)
    assert desk.told("joint_answered")[0]["decided_by"] == "subject_head"
    assert desk.issue(task_id).json["code"] == "planning.not_approved"
    assert desk.decide(task_id).status_code == 200
    assert desk.issue(task_id).json["code"] == "planning.joint_waits", "the lead has no approval yet"


def test_a_refusal_needs_its_reason_and_leaves_the_task_where_it_is(desk):
    proposal = desk.proposed()
    for reason in ("", "  \n"):
        refused = desk.answers(proposal["id"], "refuse", reason)
        assert (refused.status_code, refused.json["code"]) == (422, "planning.joint_reason_missing")
    assert desk.proposals()[0]["state"] == "open"
    answered = desk.answers(proposal["id"], "refuse", "检查设备当天另有安排")
    assert (answered.status_code, answered.json["state"], answered.json["reason"]) == (
        200,
        "refused",
        "检查设备当天另有安排",
    )
    assert desk.task(proposal["asked"]["task_id"])["planned_on"] == "2026-04-23"


def test_an_answer_is_given_once(desk):
    proposal, key = desk.proposed(), uuid7()
    first = desk.answers(proposal["id"], key=key)
    assert desk.answers(proposal["id"], key=key).json == first.json
    again = desk.answers(proposal["id"], "refuse", "另有安排")
    assert (again.status_code, again.json["code"], again.json["rule"]) == (409, "planning.joint_answered", "B-88")
    assert len(desk.told("joint_answered")) == 1


def test_of_two_answers_at_once_one_holds(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    desk = Neighbours(committed_world, Api(app, committed_world), NEVER_QUIET)
    proposal, asks = desk.proposed(), [("accept", ""), ("refuse", "另有安排")] * 3
    with ThreadPoolExecutor(len(asks)) as pool:
        said = list(pool.map(lambda ask: desk.answers(proposal["id"], *ask), asks))
    assert sorted(each.status_code for each in said) == [200, *[409] * 5]
    held = next(each.json for each in said if each.status_code == 200)
    day = desk.task(proposal["asked"]["task_id"])["planned_on"]
    assert (held["state"], day) in {("accepted", "2026-04-27"), ("refused", "2026-04-23")}


def test_only_those_who_plan_for_the_organ_that_is_asked_answer(desk):
    proposal = desk.proposed()
    stranger = desk.world.person("department", desk.world.organ("示范区应急管理局"), "外人")
    for who, status in ((desk.fire_planner, 404), (stranger, 404), (desk.bureau, 403), (desk.zhou, 403)):
        assert desk.answers(proposal["id"], by=who).status_code == status
    assert desk.proposals(by=stranger) == []
    assert desk.answers(str(uuid7())).status_code == 404
    assert desk.proposals()[0]["state"] == "open"
    assert desk.answers(proposal["id"], by=desk.head).status_code == 200


def test_when_one_visit_is_given_up_there_is_nothing_left_to_join(desk):
    proposal = desk.proposed()
    lead = proposal["lead"]["task_id"]
    assert desk.api.as_(desk.fire_planner).post(f"/tasks/{lead}/cancel", {"reason": "企业停业"}).status_code == 200
    assert desk.proposals("?state=open") == [] and desk.proposals("?state=gone")[0]["state"] == "gone"
    gone = desk.answers(proposal["id"])
    assert (gone.status_code, gone.json["code"]) == (409, "planning.joint_gone")


def test_a_day_that_is_full_by_now_refuses_and_changes_nothing(desk):
    proposal = desk.proposed()
    for day in ("2026-05-21", "2026-05-22"):
        desk.coded(day)
    refused = desk.answers(proposal["id"])
    assert (refused.status_code, refused.json["code"]) == (409, "planning.cap_reached")
    assert desk.proposals("?state=open")[0]["asked"]["planned_on"] == "2026-04-23"


def test_a_proposal_that_nobody_answers_is_told_of_once(desk, clock):
    proposal = desk.proposed(lead_on="2026-05-20", mine_on="2026-05-15")
    assert proposal["answer_by"] == "2026-04-27", "three working days, a weekend between them"
    tools = Tools(desk.world.settings, desk.world.sessions, desk.world.clock)
    clock.advance(days=5)
    tell_unanswered_proposals(tools)
    assert desk.told("joint_unanswered") == []
    clock.advance(days=1)
    for _ in range(2):
        tell_unanswered_proposals(tools)
    told, = desk.told("joint_unanswered")  # fmt: skip
    assert told["organ_id"] == str(desk.organ.id)
    assert desk.proposals()[0]["overdue"]
    assert desk.answers(proposal["id"]).status_code == 200, "a late answer is an answer"


def test_the_alert_of_an_unanswered_proposal_names_both_and_stands_once(desk, clock):
    desk.proposed(lead_on="2026-05-20", mine_on="2026-05-15")
    clock.advance(days=6)
    tell_unanswered_proposals(Tools(desk.world.settings, desk.world.sessions, desk.world.clock))
    let_followers_read(desk.world, clock)
    alert, = desk.api.as_(desk.bureau).get("/alerts").json["items"]  # fmt: skip
    assert (alert["code"], alert["rule"], alert["severity"]) == ("JOINT_UNANSWERED", "B-88", "low")
    assert alert["sentence"]["zh"].startswith("示范区消防救援大队和示范区市场监督管理局都要去")
    heard = {each["kind"] for each in desk.api.as_(desk.head).get("/inbox").json["items"]}
    assert {"joint_proposed", "joint_unanswered"} <= heard


def test_how_often_each_subject_refuses_is_told(desk):
    desk.answers(desk.proposed()["id"], "refuse", "另有安排")
    figure, = desk.api.as_(desk.bureau).get("/joint-proposals/figures").json["items"]  # fmt: skip
    assert figure["organ"]["name"] == "示范区市场监督管理局"
    assert {name: figure[name] for name in ("asked", "accepted", "refused", "refusal_rate")} == {
        "asked": 1, "accepted": 0, "refused": 1, "refusal_rate": 1.0,
    }  # fmt: skip
    assert desk.api.as_(desk.fire_planner).get("/joint-proposals/figures").json["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer": "maybe"},
        {"answer": "accept", "reason": "长" * 501},
        {"answer": 1},
        {"answer": "accept", "x": 1},
        [],
    ],
)
def test_a_malformed_answer_is_refused(desk, body):
    proposal = desk.proposed()
    answer = desk.api.as_(desk.planner).post(f"/joint-proposals/{proposal['id']}/answer", body)
    assert answer.status_code == 422
    assert desk.proposals()[0]["state"] == "open"
