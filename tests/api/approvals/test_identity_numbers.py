"""An identity number is opened by two people, for a purpose, for a day; each look is a row, and its owner is told (B-102)."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import select, text

from backend.app import create_app
from backend.approvals.models import NumberOpening
from backend.audit.models import AuditEntry
from backend.kernel.ids import uuid7
from tests.arrivals import let_followers_read
from tests.world import Api

NUMBER = "11010519491231002X"
"""The example of GB 11643, held by nobody."""

REASON = {"reason": "核对同名人员的执法资格"}


class Two:
    """An administrator who sealed a number, two people of the bureau, and whose number it is."""

    def __init__(self, world, api):
        self.world, self.api = world, api
        self.organ = world.organ("示范区司法局", kind="bureau")
        self.admin = world.proved(world.person("admin", self.organ))
        self.first = world.proved(world.person("bureau", self.organ, "秦守正"))
        self.second = world.proved(world.person("bureau", self.organ, "方明"))
        self.zhou = world.officer(world.organ())
        api.as_(self.admin).put(f"/people/{self.zhou.person.id}/identity-number", {"number": NUMBER})

    def ask(self, by=None, person=None, **extra):
        path = f"/people/{(person or self.zhou.person).id}/identity-number/unsealing"
        return self.api.as_(by or self.first).post(path, REASON, **extra)

    def decide(self, request_id, by=None, decision="approve"):
        return self.api.as_(by or self.second).post(f"/approvals/{request_id}/decision", {"decision": decision})

    def open(self, request_id, by=None):
        return self.api.as_(by or self.first).post(f"/number-unsealings/{request_id}/openings")

    def openings(self):
        return self.world.look(lambda tx: tx.scalars(select(NumberOpening).order_by(NumberOpening.at)).all())


@pytest.fixture
def two(world, api):
    return Two(world, api)


def told(answer):
    return answer.status_code, answer.json["code"]


def test_two_people_open_it_and_each_look_is_a_row_and_a_line(two, world):
    asked = two.ask().json["id"]
    assert told(two.open(asked)) == (403, "approvals.not_agreed")
    assert two.decide(asked).status_code == 200
    assert two.openings() == [], "the yes itself opens nothing"

    first, second = two.open(asked), two.open(asked)

    assert (first.json, second.json["openings"]) == ({"number": NUMBER, "openings": 1}, 2)
    assert first.headers["Cache-Control"] == "no-store"
    assert {(each.person_id, each.opened_by) for each in two.openings()} == {(two.zhou.person.id, two.first.person.id)}
    lines = world.look(lambda tx: tx.scalars(select(AuditEntry).where(AuditEntry.action == "person.number.open")).all())
    assert {(each.object, each.purpose) for each in lines if each.result == "allowed"} == {
        (str(two.zhou.person.id), REASON["reason"])
    }
    assert not any(NUMBER in repr(vars(each)) for each in lines)


def test_the_owner_is_told_and_sees_it_among_the_own_data(two, world, clock, api):
    asked = two.ask().json["id"]
    two.decide(asked)
    two.open(asked)
    let_followers_read(world, clock)
    (line,) = api.as_(two.zhou).get("/inbox").json["items"]
    assert line["title"]["zh"] == "您的身份证号码被查看" and "秦守正" in line["body"]["zh"]
    held = {each["kind"]: each["n"] for each in api.as_(two.zhou).get("/me/data").json["held"]}
    assert held["number_openings"] == 1


def test_nobody_agrees_to_the_own_request_or_to_the_own_number(two, world):
    asked = two.ask().json["id"]
    assert told(two.decide(asked, by=two.first)) == (403, "approvals.same_person")
    two.api.as_(two.admin).put(f"/people/{two.second.person.id}/identity-number", {"number": NUMBER})
    about_the_second = two.ask(person=two.second.person).json["id"]
    assert told(two.decide(about_the_second)) == (403, "approvals.concerned")
    assert told(two.decide(asked, by=two.admin)) == (403, "kernel.not_allowed"), (
        "administrators are no second person here"
    )


def test_a_no_and_a_yes_of_yesterday_open_nothing(two, clock, world):
    refused, agreed = two.ask().json["id"], two.ask().json["id"]
    two.decide(refused, decision="reject")
    two.decide(agreed)
    assert told(two.open(refused)) == (403, "approvals.not_agreed")
    clock.advance(hours=24)
    world.proved(two.first)
    assert told(two.open(agreed)) == (403, "approvals.agreed_long_ago")
    assert two.openings() == []


def test_other_peoples_requests_and_regions_are_not_found(two, world, api):
    asked = two.ask().json["id"]
    two.decide(asked)
    sibling = world.proved(world.person("bureau", world.organ(kind="bureau", region=world.other_region())))
    assert told(two.open(asked, by=two.second)) == (404, "kernel.not_found")
    assert told(two.open(asked, by=sibling)) == (404, "kernel.not_found")
    assert told(two.ask(by=sibling)) == (404, "kernel.not_found")
    assert told(two.open(uuid7())) == (404, "kernel.not_found")
    assert two.ask(by=two.admin).status_code == 403


def test_without_a_number_without_a_reason_without_a_fresh_proof(two, world, clock):
    assert told(two.ask(person=two.first.person)) == (409, "approvals.no_number")
    path = f"/people/{two.zhou.person.id}/identity-number/unsealing"
    for body in ({}, {"reason": ""}, {"reason": " x"}, {"reason": 5}, {"reason": "好" * 1001}, []):
        assert two.api.as_(two.first).post(path, body).status_code == 422
    clock.advance(minutes=6)
    assert told(two.ask()) == (403, "identity.step_up_needed")


def test_twice_with_one_key_is_one_request_and_an_opening_is_never_replayed(two):
    key = uuid7()
    assert two.ask(key=key).json["id"] == two.ask(key=key).json["id"] == str(key)
    two.decide(key)
    path = f"/number-unsealings/{key}/openings"
    same = uuid7()
    answers = [two.api.as_(two.first).post(path, key=same).json["openings"] for _ in range(2)]
    assert answers == [1, 2]


def test_a_number_sealed_before_its_region_was_kept_and_one_for_another_key(two, world):
    asked = two.ask().json["id"]
    two.decide(asked)
    world.look(lambda tx: (tx.execute(text("UPDATE identity.sealed_number SET region_code = NULL")), tx.commit()))
    assert two.open(asked).json["number"] == NUMBER
    world.look(lambda tx: (tx.execute(text("UPDATE identity.sealed_number SET region_code = '999999'")), tx.commit()))
    assert told(two.open(asked)) == (409, "approvals.cannot_open")


def test_an_opening_cannot_be_taken_back(two, world):
    asked = two.ask().json["id"]
    two.decide(asked)
    two.open(asked)
    for statement in ("DELETE FROM identity.number_opening", "UPDATE identity.number_opening SET at = now()"):
        with world.sessions() as tx, pytest.raises(Exception, match="insert-only"):
            tx.execute(text(statement))


def test_four_looks_at_once_are_four_rows(committed_world, clock):
    world = committed_world
    api = Api(create_app(world.settings, sessions=world.sessions, clock=clock), world)
    two = Two(world, api)
    asked = two.ask().json["id"]
    two.decide(asked)
    seen = []
    threads = [Thread(target=lambda: seen.append(two.open(asked).json["openings"])) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(seen) == [1, 2, 3, 4] and len(two.openings()) == 4
