"""A joint visit moves as a whole, or not at all (B-29)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backend.app import create_app
from backend.certificates.models import VisitCode
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from backend.notifications.models import Message
from tests.api.desk import NEVER_QUIET
from tests.api.test_joint_visit import DAY, Party
from tests.arrivals import let_followers_read
from tests.world import Api

NEW = "2026-04-29"


def move(party: Party, day: str = NEW, name: str = "", **changes: Any) -> Any:
    its = party.staff.get(name, {"planner": party.planner, "task": party.lead})
    body = {"planned_on": day, "starts_at": "14:30", "reason": "企业当天停电", **changes}
    return party.api.as_(changes.pop("by", its["planner"])).post(f"/tasks/{its['task']}/joint/move", body)


def days(party: Party, *names: str) -> set[tuple[str, str]]:
    return {(each["planned_on"], each["starts_at"]) for each in map(party.see, ("", *names))}


def told(party: Party) -> list[dict[str, Any]]:
    rows = party.world.look(lambda tx: tx.query(JournalInbox).filter_by(name="planning.task_moved.v1").all())
    return [each.data for each in rows]


@pytest.fixture
def party(world, api):
    party = Party(world, api)
    party.guest("消防")
    return party


def test_the_lead_moves_and_everybody_moves_with_it(party):
    party.guest("生态环境")
    moved = move(party)
    assert (moved.status_code, moved.json["planned_on"]) == (200, NEW)
    assert days(party, "消防", "生态环境") == {(NEW, "14:30")}
    assert len(party.see()["joint"]["members"]) == 3


def test_a_yes_was_to_another_day_and_is_asked_for_again(party):
    move(party)
    assert {party.see(each)["state"] for each in ("", "消防")} == {"awaiting_approval"}
    assert [each["decided_by"] for each in told(party)] == ["subject_head", "subject_head"]
    party.decide(party.lead), party.yes("消防")
    assert party.issue(party.lead).status_code == 201


def test_another_hour_of_the_same_day_needs_no_new_yes(party):
    assert move(party, DAY).status_code == 200
    assert {party.see(each)["state"] for each in ("", "消防")} == {"approved"}
    assert [each["decided_by"] for each in told(party)] == [None, None]


def test_the_code_names_the_old_day_and_is_withdrawn_with_all_places(party, clock):
    party.issue(party.lead)
    clock.advance(minutes=1)
    move(party, DAY)
    assert (party.see()["visit_code"], party.see("消防")["visit_code"], party.held()) == (None, None, 0)
    assert party.world.look(lambda tx: tx.query(VisitCode).one().withdrawn_for) == "day"
    assert all(each["withdrawn"] for each in told(party))
    assert party.issue(party.lead).status_code == 201
    text = party.api.as_(party.planner).get(f"/tasks/{party.lead}/notice").text
    assert "14:30" in text and "09:00" not in text


def test_where_it_stands_already_nothing_happens(party):
    party.issue(party.lead)
    assert move(party, DAY, starts_at="09:00").status_code == 200
    assert (party.see()["state"], told(party)) == ("coded", [])


def test_each_is_told_by_itself_who_moved_it_and_why(party):
    move(party)
    assert {each["task_id"] for each in told(party)} == {party.lead, party.staff["消防"]["task"]}
    assert {(each["was_on"], each["planned_on"], each["reason"]) for each in told(party)} == {
        (DAY, NEW, "企业当天停电")
    }
    let_followers_read(party.world, party.world.clock)
    lines = party.world.look(lambda tx: tx.query(Message).filter_by(kind="joint_moved").all())
    its = party.staff["消防"]
    assert {each.person_id for each in lines} >= {
        its["planner"].person.id,
        its["head"].person.id,
        party.planner.person.id,
    }
    going = party.world.look(lambda tx: tx.query(Message).filter_by(kind="visit_moved").all())
    assert {each.person_id for each in going} == {each.person.id for each in (party.zhou, party.lin, *its["officers"])}


def test_a_quiet_day_moves_nobody(world, api):
    quiet = {"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "dates", "dates": [NEW]}]}}
    party = Party(world, api, quiet)
    party.guest("消防")
    refused = move(party)
    assert (refused.status_code, refused.json["code"]) == (409, "planning.quiet_period")
    assert days(party, "消防") == {(DAY, "09:00")} and told(party) == []


def test_whose_cap_refuses_the_new_day_is_named_and_nobody_moves(world, api):
    party = Party(world, api, {"cap": {"default": 1, "unit": "month"}})
    party.guest("消防")
    its = party.staff["消防"]
    full = party.api.as_(its["planner"]).post("/tasks", party.plan_body(
        "2026-05-21", item_ids=[str(its["item"].id)], officer_ids=[str(each.person.id) for each in its["officers"]]
    )).json["id"]  # fmt: skip
    party.decide(full, by=its["head"])
    assert party.issue(full, by=its["planner"]).status_code == 201
    party.issue(party.lead)
    refused = move(party, "2026-05-22")
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (
        409,
        "planning.joint_not_moved",
        "B-29",
    )
    assert (refused.json["facts"]["organ"], refused.json["facts"]["why"]) == ("消防", "planning.cap_reached")
    assert days(party, "消防") == {(DAY, "09:00")} and party.see()["state"] == "coded" and party.held() == 3


def test_only_who_leads_moves_it(party):
    refused = move(party, name="消防")
    assert (refused.status_code, refused.json["code"]) == (409, "planning.joint_follows")
    its = party.staff["消防"]
    body = {"planned_on": NEW, "starts_at": None, "reason": "停电"}
    assert party.api.as_(its["planner"]).post(f"/tasks/{party.lead}/joint/move", body).status_code == 404
    assert party.api.as_(party.zhou).post(f"/tasks/{party.lead}/joint/move", body).status_code == 403


def test_what_goes_alone_is_no_joint_visit_to_move(party):
    party.leave("消防")
    assert move(party).json["code"] == "planning.joint_alone"


def test_once_somebody_arrived_it_is_not_moved(party, clock):
    party.issue(party.lead)
    clock.advance(hours=8)
    party.arrives("09:00", "消防")
    refused = move(party)
    assert (refused.status_code, refused.json["code"]) == (409, "planning.joint_begun")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param({"planned_on": "2026-04-01"}, 422, "planning.day_past", id="past"),
        pytest.param({"reason": "  "}, 422, "planning.joint_reason_missing", id="no reason"),
        pytest.param({"reason": "停" * 501}, 422, "kernel.invalid", id="long"),
        pytest.param({"planned_on": "29日"}, 422, "kernel.invalid", id="no day"),
        pytest.param({"starts_at": 9}, 422, "kernel.invalid", id="no hour"),
    ],
)
def test_bad_input_moves_nobody(party, body, status, code):
    refused = move(party, **{"day": body.pop("planned_on", NEW), **body})
    assert refused.status_code == status, refused.json
    assert refused.json["code"] == code or code == "kernel.invalid"
    assert days(party, "消防") == {(DAY, "09:00")}


def test_the_same_request_twice_moves_it_once(party):
    key, body = uuid7(), {"planned_on": NEW, "starts_at": None, "reason": "停电"}
    for _ in range(2):
        assert party.api.as_(party.planner).post(f"/tasks/{party.lead}/joint/move", body, key=key).status_code == 200
    assert len(told(party)) == 2


def test_two_who_move_it_at_once_leave_all_on_one_day(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    party = Party(committed_world, Api(app, committed_world), NEVER_QUIET)
    party.guest("消防")
    asks = ["2026-04-27", "2026-04-28", "2026-04-29", "2026-04-30"]
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda day: move(party, day), asks))
    assert {each.status_code for each in said} == {200}
    assert len(days(party, "消防")) == 1
