"""Whoever plans a visit asks another body along at once; that one accepts by planning its own part (B-29, B-88)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backend.app import create_app
from backend.kernel.ids import uuid7
from tests.api.desk import NEVER_QUIET
from tests.api.test_joint import Neighbours
from tests.arrivals import let_followers_read
from tests.world import Api

DAY = "2026-04-27"


class Host(Neighbours):
    """The market office has planned a visit and asks the fire brigade along."""

    def __init__(self, *args: Any):
        super().__init__(*args)
        self.lead = self.plan(DAY, starts_at="14:30").json["id"]

    def invites(self, organ: Any = None, key: Any = None, by: Any = None) -> Any:
        body = {"organ_id": str((organ or self.fire).id)}
        return self.api.as_(by or self.planner).post(f"/tasks/{self.lead}/joint-invitations", body, key=key)

    def comes(self, joint_id: str, day: str = DAY, **changes: Any) -> Any:
        body = self.plan_body(
            day, item_ids=[str(self.fire_item.id)], officer_ids=[str(each.person.id) for each in self.firemen],
            joint_id=joint_id, **{"starts_at": "14:30", **changes},
        )  # fmt: skip
        return self.api.as_(self.fire_planner).post("/tasks", body)


@pytest.fixture
def host(world, api):
    return Host(world, api, NEVER_QUIET)


def test_who_is_invited_reads_it_and_accepts_by_planning_its_own_part(host):
    asked = host.invites()
    assert asked.status_code == 201, asked.json
    told = (asked.json["asked"]["task_id"], asked.json["asked"]["organ"]["name"], asked.json["was_on"])
    assert told == (None, "示范区消防救援大队", None)
    only, = host.proposals("?state=open", by=host.fire_planner)  # fmt: skip
    assert only["mine_to_answer"] and only["lead"]["planned_on"] == DAY
    came = host.comes(only["id"])
    assert came.status_code == 201, came.json
    assert [each["organ"]["name"] for each in came.json["joint"]["members"]] == [
        "示范区市场监督管理局",
        "示范区消防救援大队",
    ]
    row, = host.proposals("?state=accepted")  # fmt: skip
    assert row["asked"]["task_id"] == came.json["id"]


def test_a_refusal_needs_its_reason_and_a_bare_yes_plans_nothing(host):
    joint_id = host.invites().json["id"]
    bare = host.answers(joint_id, by=host.fire_planner)
    assert (bare.status_code, bare.json["code"]) == (409, "planning.joint_plan_first")
    assert host.answers(joint_id, "refuse", by=host.fire_planner).json["code"] == "planning.joint_reason_missing"
    assert host.answers(joint_id, "refuse", "人手不够", by=host.fire_planner).json["state"] == "refused"
    assert host.comes(joint_id).json["code"] == "planning.joint_answered"
    assert host.task(host.lead)["joint"] is None


@pytest.mark.parametrize("other", [{"day": "2026-04-28"}, {"starts_at": "15:00"}, {"starts_at": None}])
def test_a_plan_for_another_time_is_no_yes(host, other):
    refused = host.comes(host.invites().json["id"], **other)
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (
        422, "planning.joint_elsewhere", "joint_id",
    )  # fmt: skip
    assert host.api.as_(host.fire_planner).get("/tasks").json["total"] == 0, "nothing is half planned"


def test_somebody_else_cannot_take_the_invitation_up(host):
    joint_id = host.invites().json["id"]
    other = host.api.as_(host.planner).post("/tasks", host.plan_body("2026-05-11", joint_id=joint_id))
    assert other.status_code == 404
    assert host.comes(str(uuid7())).status_code == 404


def test_a_body_is_asked_once_and_twice_is_once(host):
    key = uuid7()
    first = host.invites(key=key)
    assert host.invites(key=key).json == first.json
    again = host.invites()
    assert (again.status_code, again.json["code"]) == (409, "planning.joint_invited")
    host.comes(first.json["id"])
    assert host.invites().json["code"] == "planning.joint_invited"


def test_of_two_invitations_at_once_one_holds(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    host = Host(committed_world, Api(app, committed_world), NEVER_QUIET)
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: host.invites(), range(4)))
    assert sorted(each.status_code for each in said) == [201, 409, 409, 409]


def test_nobody_invites_itself_a_stranger_or_a_body_that_may_not_inspect(host):
    assert host.invites(host.organ).status_code == 404
    assert host.invites(host.bureau_organ).status_code == 404
    offered = host.api.as_(host.planner).get(f"/tasks/{host.lead}/joint-invitations/choices?q=消防").json["items"]
    assert [each["name"] for each in offered] == ["示范区消防救援大队"]
    assert host.invites(by=host.fire_planner).status_code == 404
    assert host.invites(by=host.zhou).status_code == 403


def test_only_who_leads_invites_and_only_while_it_waits(host):
    third = host.world.organ("示范区生态环境局")
    mine = host.comes(host.invites().json["id"]).json["id"]
    refused = host.api.as_(host.fire_planner).post(f"/tasks/{mine}/joint-invitations", {"organ_id": str(third.id)})
    assert (refused.status_code, refused.json["code"]) == (409, "planning.joint_led")
    host.api.as_(host.planner).post(f"/tasks/{host.lead}/cancel", {"reason": "停业"})
    assert host.invites(third).json["code"] == "planning.wrong_state"


def test_an_invitation_to_a_visit_that_was_given_up_is_gone(host):
    joint_id = host.invites().json["id"]
    host.api.as_(host.planner).post(f"/tasks/{host.lead}/cancel", {"reason": "停业"})
    assert host.comes(joint_id).json["code"] == "planning.joint_gone"
    assert host.proposals(by=host.fire_planner)[0]["state"] == "gone"


def test_whoever_is_asked_and_whoever_stays_hear_of_it(host, clock):
    joint_id = host.invites().json["id"]
    host.comes(joint_id)
    host.api.as_(host.planner).post(f"/tasks/{host.lead}/joint/leave", {"reason": "改日单独去"})
    let_followers_read(host.world, clock)
    heard = {each["kind"]: each for each in host.api.as_(host.fire_planner).get("/inbox").json["items"]}
    assert {"joint_invited", "joint_over"} <= set(heard)
    assert heard["joint_invited"]["url"] == "/desk/planner"
    assert "示范区市场监督管理局不一起去了" in heard["joint_over"]["body"]["zh"]


@pytest.mark.parametrize("body", [{}, {"organ_id": "x"}, {"organ_id": None}, {"organ_id": 7}, [], {"organ_id": str(uuid7()), "y": 1}],
                         ids=["missing", "text", "null", "number", "list", "more"])  # fmt: skip
def test_a_malformed_invitation_is_refused(host, body):
    assert host.api.as_(host.planner).post(f"/tasks/{host.lead}/joint-invitations", body).status_code == 422


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 3}, {"reason": "长" * 501}, [], {"reason": "x", "y": 1}],
                         ids=["missing", "empty", "number", "huge", "list", "more"])  # fmt: skip
def test_whoever_leaves_says_why(host, body):
    host.comes(host.invites().json["id"])
    left = host.api.as_(host.planner).post(f"/tasks/{host.lead}/joint/leave", body)
    assert (left.status_code, bool(host.task(host.lead)["joint"])) == (422, True)


def test_leaving_twice_at_once_is_leaving_once(host):
    host.comes(host.invites().json["id"])
    where, why, key = f"/tasks/{host.lead}/joint/leave", {"reason": "改日"}, uuid7()
    first = host.api.as_(host.planner).post(where, why, key=key)
    assert first.status_code == 200 and host.api.as_(host.planner).post(where, why, key=key).json == first.json
    assert host.api.as_(host.planner).post(where, why).json["code"] == "planning.joint_alone"
    for unknown in (str(uuid7()), "x"):
        assert host.api.as_(host.planner).post(f"/tasks/{unknown}/joint/leave", why).status_code == 404


@pytest.mark.parametrize(
    "q", ["%25", "_", "长" * 101, "%00", "' OR 1=1"], ids=["percent", "line", "huge", "null", "quote"]
)
def test_odd_questions_for_bodies_find_nobody_and_break_nothing(host, q):
    answer = host.api.as_(host.planner).get(f"/tasks/{host.lead}/joint-invitations/choices?q={q}")
    assert answer.status_code in (200, 422), answer.json
    assert not answer.json.get("items")
