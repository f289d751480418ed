"""What two people decide: asking, deciding, and what a maintenance grant opens and closes (B-106)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.approvals.models import ApprovalRequest
from backend.audit.models import AuditEntry
from backend.identity.access.grants import MaintenanceGrant
from backend.kernel.ids import uuid7
from backend.worker import followers, run_journal_once

WHY = "数据库升级后核对"


@pytest.fixture
def office(world):
    return world.organ("示范区司法局", kind="bureau")


@pytest.fixture
def first(world, office):
    return world.person("bureau", office, "秦守正")


@pytest.fixture
def second(world, office):
    return world.person("bureau", office, "陆明")


@pytest.fixture
def keeper(world, office):
    return world.person("maintenance", office, "许工")


def ask(api, who, keeper, hours=2, **extra):
    return api.as_(who).post(
        "/maintenance-grants", {"person_id": str(keeper.person.id), "hours": hours, "reason": WHY, **extra}
    )


def decide(api, who, request_id, decision="approve", **extra):
    return api.as_(who).post(f"/approvals/{request_id}/decision", {"decision": decision}, **extra)


def requests(world):
    return world.look(lambda tx: tx.scalars(select(ApprovalRequest)).all())


def grants(world):
    return world.look(lambda tx: tx.scalars(select(MaintenanceGrant)).all())


def test_one_asks_and_another_decides(api, world, first, second, keeper):
    asked = ask(api, first, keeper)
    assert asked.status_code == 201
    assert asked.json["state"] == "waiting" and asked.json["mine"] and not asked.json["may_decide"]
    assert asked.json["kind_name"] == {"zh": "授予限时运维权限", "en": "grant maintenance access for a time"}

    seen = api.as_(second).get("/approvals?state=waiting").json["items"][0]
    assert seen["may_decide"] and seen["requested_by"]["name"] == "秦守正" and seen["reason"] == WHY
    mine = {who: api.as_(who).get("/approvals?mine=true").json["total"] for who in (first, second)}
    assert mine == {first: 1, second: 0}

    decided = decide(api, second, asked.json["id"])
    assert (decided.json["state"], decided.json["decided_by"]["name"]) == ("approved", "陆明")
    assert len(grants(world)) == 1


def test_nobody_decides_what_he_or_she_asked_for(api, world, first, keeper):
    asked = ask(api, first, keeper)
    answer = decide(api, first, asked.json["id"])
    assert (answer.status_code, answer.json["code"]) == (403, "approvals.same_person")
    assert requests(world)[0].state == "waiting" and grants(world) == []


def test_a_no_carries_nothing_out(api, world, first, second, keeper):
    asked = ask(api, first, keeper)
    assert decide(api, second, asked.json["id"], "reject").json["state"] == "rejected"
    assert grants(world) == []


def test_a_decision_is_final_and_the_same_one_twice_is_one(api, world, first, second, keeper):
    asked, key = ask(api, first, keeper).json["id"], uuid7()
    assert decide(api, second, asked, key=key).status_code == 200
    assert decide(api, second, asked, key=key).json["state"] == "approved"
    assert decide(api, second, asked, "reject").json["code"] == "approvals.decided"
    assert len(grants(world)) == 1


def test_after_seven_days_a_request_has_lapsed(api, world, first, second, keeper, clock):
    asked = ask(api, first, keeper).json["id"]
    clock.advance(days=7)
    assert decide(api, second, asked).json["code"] == "approvals.expired"
    assert api.as_(second).get("/approvals?state=waiting").json["total"] == 0
    (over,) = api.as_(second).get("/approvals?state=expired").json["items"]
    assert over["state"] == "expired" and not over["may_decide"]


@pytest.mark.parametrize("role", ["officer", "reviewer", "supervisor", "department", "head", "maintenance"])
def test_others_neither_ask_nor_decide(api, world, office, first, keeper, role):
    asked, other = ask(api, first, keeper).json["id"], world.person(role, office)
    assert ask(api, other, keeper).status_code == 403
    assert decide(api, other, asked).status_code == 403


def test_an_administrator_does_not_grant_what_only_the_bureau_may(api, world, office, first, keeper):
    """B-104: admin sees that a request is there, and decides only kinds that are the administration's."""
    asked = ask(api, first, keeper).json["id"]
    answer = decide(api, world.person("admin", office), asked)
    assert (answer.status_code, answer.json["code"]) == (403, "kernel.not_allowed")


def test_a_sibling_bureau_does_not_find_the_request(api, world, first, keeper):
    asked = ask(api, first, keeper).json["id"]
    sibling = world.person("bureau", world.organ(kind="bureau", region=world.other_region()))
    assert api.as_(sibling).get(f"/approvals/{asked}").status_code == 404
    assert decide(api, sibling, asked).status_code == 404
    assert api.as_(sibling).get("/approvals").json["total"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": 0}, {"hours": 73}, {"hours": "2"}, {"hours": 1.5}, {"hours": None}, {"reason": ""}, {"reason": " "},
        {"reason": "x" * 1001}, {"person_id": "1"}, {"more": 1}, {"region_code": 7},
    ],
)  # fmt: skip
def test_a_request_that_says_nothing_is_malformed(api, world, first, keeper, wrong):
    assert ask(api, first, keeper, **wrong).status_code == 422
    assert requests(world) == []


def test_only_maintenance_staff_are_given_a_grant(api, world, office, first):
    answer = ask(api, first, world.person("officer", office))
    assert (answer.status_code, answer.json["code"]) == (422, "approvals.not_maintenance")


def test_a_grant_is_for_the_own_region_and_below(api, world, first, keeper):
    world.other_region()
    world._region("420117001", "42/4201/420117/420117001")
    assert ask(api, first, keeper, region_code="420116").status_code == 404
    assert ask(api, first, keeper, region_code="nowhere").status_code == 404
    assert ask(api, first, keeper, region_code="420117001").status_code == 201


def test_maintenance_staff_see_no_content_without_a_grant_while_it_runs_and_not_after(
    api, world, first, second, keeper, clock
):
    """B-106: an expired maintenance grant → 403 on content."""
    content = ("/visits", "/tasks", "/alerts", "/organs", "/map/base")

    def answers():
        return {api.as_(keeper).get(path).status_code for path in content}

    assert answers() == {403}
    asked = ask(api, first, keeper, hours=2).json["id"]
    assert answers() == {403}
    decide(api, second, asked)
    assert answers() == {200}
    clock.advance(hours=2)
    assert answers() == {403}
    assert api.as_(keeper).get("/session").status_code == 200


def test_a_grant_opens_no_write_and_no_sealed_words(api, world, first, second, keeper):
    decide(api, second, ask(api, first, keeper).json["id"])
    for path in ("/tasks", "/check-ins", f"/inspections/{uuid7()}/rating/unsealing", f"/alerts/{uuid7()}/close"):
        assert api.as_(keeper).post(path, {}).status_code == 403, path
    assert api.as_(keeper).get("/audit").status_code == 403


def test_a_grant_is_taken_back_by_one_person_at_once(api, world, first, second, keeper):
    grant = ask(api, first, keeper).json["id"]
    decide(api, second, grant)

    ended = api.as_(first).post(f"/maintenance-grants/{grant}/end")

    assert ended.json["in_force"] is False
    assert api.as_(keeper).get("/visits").status_code == 403
    assert api.as_(first).get("/maintenance-grants").json["total"] == 1


def test_a_grant_elsewhere_opens_nothing_here(api, world, keeper, first, second):
    town = world._region("420117001", "42/4201/420117/420117001")
    below, here = world.organ("街道办", region=town), world.organ("市监局")
    decide(api, second, ask(api, first, keeper, region_code="420117001").json["id"])
    seen = {each["id"] for each in api.as_(keeper).get("/organs").json["items"]}
    assert str(below.id) in seen and str(here.id) not in seen


def test_the_bureau_is_told_that_somebody_waits_and_the_first_what_was_decided(
    api, world, first, second, keeper, sessions, clock
):
    asked = ask(api, first, keeper).json["id"]
    while run_journal_once(sessions, followers(), clock):
        pass
    (waiting,) = api.as_(second).get("/inbox").json["items"]
    assert waiting["title"]["zh"] == "待双人审批：授予限时运维权限"
    assert api.as_(first).get("/inbox").json["items"] == []
    decide(api, second, asked)
    while run_journal_once(sessions, followers(), clock):
        pass
    assert api.as_(first).get("/inbox").json["items"][0]["title"]["zh"] == "已同意：授予限时运维权限"


def test_the_decision_stands_in_the_record_with_its_reason(api, world, first, second, keeper):
    asked = ask(api, first, keeper).json["id"]
    decide(api, second, asked)
    line = world.look(lambda tx: tx.scalars(select(AuditEntry).where(AuditEntry.action == "approval.decide")).one())
    assert (line.object, line.purpose, line.result) == (asked, f"maintenance.grant: {WHY}", "allowed")
