"""The very moment at which something ends, other people's keys, and what an ended account leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.approvals.models import ApprovalRequest
from backend.identity.access.grants import MaintenanceGrant
from backend.identity.models import Person
from backend.kernel.ids import uuid7
from tests.api.attacks.test_at_once import together
from tests.api.sign_in.hands import PASSWORD, browser, code


@pytest.fixture
def asked(office, world):
    """A request for a grant that waits."""
    keeper = world.person("maintenance", office.bureau_organ, "许工")
    body = {"person_id": str(keeper.person.id), "hours": 2, "reason": "数据库升级后核对"}
    return office.send(office.bureau, "POST", "/maintenance-grants", body).json["id"]


def expires_at(world, request_id):
    return world.look(lambda tx: tx.get_one(ApprovalRequest, request_id).expires_at)


def decide(office, who, request_id, key=None):
    return office.send(who, "POST", f"/approvals/{request_id}/decision", {"decision": "approve", "note": ""}, key)


def granted(world):
    return world.look(lambda tx: len(tx.scalars(select(MaintenanceGrant)).all()))


@pytest.mark.parametrize(("before", "status", "grants"), [(timedelta(microseconds=1), 200, 1), (timedelta(), 409, 0)])
def test_a_request_is_decided_until_its_last_moment_and_not_in_it(office, world, clock, asked, before, status, grants):
    second = world.person("bureau", office.bureau_organ, "李复核")
    clock.moment = expires_at(world, asked) - before

    assert decide(office, second, asked).status_code == status
    assert granted(world) == grants


def test_two_in_the_last_moment_are_one(committed_office):
    office = committed_office
    two = [office.world.person("bureau", office.bureau_organ, name) for name in ("李复核", "陆明")]
    keeper = office.world.person("maintenance", office.bureau_organ, "许工")
    body = {"person_id": str(keeper.person.id), "hours": 2, "reason": "数据库升级后核对"}
    request_id = office.send(office.bureau, "POST", "/maintenance-grants", body).json["id"]
    last = expires_at(office.world, request_id)

    office.world.clock.moment = last - timedelta(microseconds=1)
    answers = together(*(lambda who=who: decide(office, who, request_id).status_code for who in two))
    assert sorted(answers) == [200, 409] and granted(office.world) == 1
    office.world.clock.moment = last
    assert [decide(office, who, request_id).status_code for who in two] == [409, 409]


class TestOtherPeoplesKeys:
    """An Idempotency-Key that somebody else used, or that was used for something else, opens no answer."""

    def test_another_person_learns_nothing_of_the_first_answer(self, office):
        key, body = uuid7(), office.person_body()
        first = office.send(office.admin, "POST", "/people", body, key)
        assert first.status_code == 201

        office.proved(office.bureau)
        for who in (office.bureau, office.head, office.department):
            answer = office.send(who, "POST", "/people", body, key)
            assert answer.status_code in (403, 409) and first.json["id"] not in answer.text
            assert "林晓雯" not in answer.text

    def test_another_route_with_the_same_key_does_nothing(self, office, world):
        key = uuid7()
        made = office.send(office.admin, "POST", "/people", office.person_body(), key).json["id"]

        for path in (f"/people/{made}/end", f"/people/{made}/role", f"/people/{made}/conflicts"):
            body = {"reason": "离岗", "role": "head", "identifier": "91420117MA0000001Y", "from_on": "2026-01-01"}
            wanted = {"/end": ("reason",), "role": ("reason", "role")}.get(
                path[-4:], ("identifier", "reason", "from_on")
            )
            told = office.send(office.admin, "POST", path, {name: body[name] for name in wanted}, key)
            assert (told.status_code, told.json["code"]) == (409, "kernel.key_reused"), (path, told.json)
        person = world.look(lambda tx: tx.get_one(Person, made))
        assert (person.active, person.role) == (True, "officer")

    def test_the_own_key_repeats_no_answer_once_the_right_is_gone(self, office, world):
        key, body = uuid7(), office.person_body()
        assert office.send(office.admin, "POST", "/people", body, key).status_code == 201
        with world.sessions() as tx:
            tx.get_one(Person, office.admin.person.id).role = "officer"
            tx.commit()

        again = office.send(office.admin, "POST", "/people", body, key)

        assert again.status_code == 403 and "id" not in again.json


class TestAnEndedAccount:
    """What was given to somebody before they left opens nothing after."""

    def end(self, office, who):
        assert office.send(office.admin, "POST", f"/people/{who}/end", {"reason": "离岗"}).status_code == 200

    def test_the_one_time_password_of_who_left_opens_nothing_also_after_a_return(self, office):
        who = office.officer.person
        given = office.send(office.admin, "POST", f"/people/{who.id}/password-reset").json["one_time_password"]
        self.end(office, who.id)
        for _ in range(2):
            for password in (given, PASSWORD):
                answer = browser(office.api).post("/session", {"login": who.login, "password": password})
                assert code(answer) == (401, "identity.wrong_password"), answer.json
            office.send(office.admin, "POST", f"/people/{who.id}/restore")

    def test_the_invitation_of_who_left_opens_nothing_also_after_a_return(self, office, world):
        invited = world.person("supervisor", office.bureau_organ, "吴监督").person.id
        token = office.send(office.bureau, "POST", f"/people/{invited}/invitation").json["url"].split("#")[1]
        body = {"token": token, "login": "wu-after", "password": "baihe-shan-42"}
        self.end(office, invited)
        assert browser(office.api).post("/invitations/accept", body).status_code == 410
        assert office.send(office.admin, "POST", f"/people/{invited}/restore").status_code == 200
        assert browser(office.api).post("/invitations/accept", body).status_code == 410


def test_a_role_that_is_taken_is_gone_with_the_next_request_a_hundred_times(office, world):
    refused = 0
    for n in range(100):
        who = world.person("head", office.department_organ, f"负责人{n}")
        desk = office.api.as_(who)
        assert desk.get("/recusals").status_code == 200
        order = {"role": "officer", "reason": "岗位调整"}
        assert office.send(office.admin, "POST", f"/people/{who.person.id}/role", order).status_code == 200
        refused += desk.get("/recusals").status_code in (401, 403)
    assert refused == 100
