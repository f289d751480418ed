"""How somebody may be asked back: opened by two, each time on record (B-102)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.clues.told import acts, clues, give_keys


@pytest.fixture
def clue(teller, office, world):
    """A clue with a contact."""
    give_keys(world)
    world.proved(office.bureau), world.proved(office.second)
    assert teller.send(contact="张女士 13800000000").status_code == 200
    return clues(world)[0]


def asked(office, clue, by=None):
    return office.act("contact/unsealing", clue.id, {"reason": "需要核实时间"}, by=by)


def agreed(office, clue, by=None):
    """A request that the second person said yes to; its id."""
    request = asked(office, clue).json["id"]
    yes = {"decision": "approve", "note": ""}
    assert office.api.as_(by or office.second).post(f"/approvals/{request}/decision", yes).status_code == 200
    return request


def opened(office, request, by=None):
    return office.api.as_(by or office.bureau).post(f"/contact-unsealings/{request}/openings")


def test_it_is_opened_after_another_persons_yes_and_each_opening_is_told(office, clue, world):
    request = agreed(office, clue)

    first, second = opened(office, request), opened(office, request)
    assert first.json == {"contact": "张女士 13800000000", "openings": 1} and second.json["openings"] == 2
    assert first.headers["Cache-Control"] == "no-store"
    assert acts(world) == ["received", "opened", "opened"]


def test_nobody_says_yes_to_themselves(office, clue):
    request = asked(office, clue).json["id"]
    yes = office.api.as_(office.bureau).post(f"/approvals/{request}/decision", {"decision": "approve", "note": ""})

    assert yes.json["code"] == "approvals.same_person"
    assert opened(office, request).json["code"] == "approvals.not_agreed"


def test_only_the_one_who_asked_opens_it_and_only_for_a_day(office, clue, world, clock):
    request = agreed(office, clue)
    assert opened(office, request, by=office.second).status_code == 404

    clock.advance(hours=24)
    world.proved(office.bureau)
    assert opened(office, request).json["code"] == "approvals.agreed_long_ago"


def test_a_clue_without_a_contact_has_nothing_to_open(office, world):
    world.proved(office.bureau)
    office.raised()

    assert asked(office, clues(world)[0]).json["code"] == "clues.no_contact"


def test_a_department_neither_asks_nor_opens(office, clue, world):
    office.act("acceptance", clue.id)
    office.act("referral", clue.id, {"organ_id": str(office.other.id)})
    world.proved(office.other_head)

    assert asked(office, clue, by=office.other_head).status_code == 403
    assert "13800000000" not in office.api.as_(office.other_head).get(f"/clues/{clue.id}").text


def test_it_wants_a_fresh_proof(office, clue, clock):
    clock.moment += timedelta(minutes=6)

    assert asked(office, clue).json["code"] == "identity.step_up_needed"
