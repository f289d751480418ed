"""B-10 two officers, B-11 certificates valid at arrival, B-12 who comes along."""

from __future__ import annotations

import pytest

from backend.policy.facts import OfficerAtDoor
from backend.policy.verdict import judge
from tests.unit.policy.story import between, day, rules, site, visit

DEFAULT = rules()
GOOD = OfficerAtDoor("周明远", "active")


def codes(*officers, arrived="2026-11-25 09:00", law=DEFAULT, **known):
    return [each.code for each in judge(visit(arrived, officers=officers, **known), site(), law, []).findings]


def test_two_officers_with_valid_cards_are_enough():
    assert codes(GOOD, OfficerAtDoor("林小禾", "active")) == []


def test_a_card_suspended_between_code_and_arrival_leaves_one_officer_and_keeps_the_record():
    verdict = judge(
        visit("2026-11-25 09:00", officers=(GOOD, OfficerAtDoor("林小禾", "suspended"))), site(), DEFAULT, []
    )
    assert [each.code for each in verdict.findings] == ["CARD_INVALID", "UNDER_STAFFED"]
    assert verdict.mark == "alert"
    assert verdict.as_data()["findings"][1]["sentence"]["zh"] == "到场持有效证件的执法人员 1 人，至少要 2 人。"


@pytest.mark.parametrize("state", ["suspended", "expired", "cancelled", "revoked", "recalled", "missing"])
def test_only_an_active_card_counts(state):
    assert codes(GOOD, OfficerAtDoor("林小禾", state)) == ["CARD_INVALID", "UNDER_STAFFED"]


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("assistant", ["UNDER_STAFFED", "ASSISTANT_ALONE"]), ("expert", ["UNDER_STAFFED", "ASSISTANT_ALONE"]),
        ("supervisor", ["UNDER_STAFFED"]),
    ],
)  # fmt: skip
def test_somebody_who_is_no_officer_does_not_make_up_the_number(role, found):
    assert codes(GOOD, OfficerAtDoor("帮手", "active", role)) == found


@pytest.mark.parametrize(
    ("officers", "along", "found"),
    [
        (2, [("assistant", True)], []),
        (2, [("assistant", True), ("expert", True)], []),
        (2, [("expert", False)], ["ASSISTANT_UNDECLARED"]),
        (1, [("expert", True)], ["UNDER_STAFFED", "ASSISTANT_ALONE"]),
        (0, [("assistant", False)], ["UNDER_STAFFED", "ASSISTANT_ALONE", "ASSISTANT_UNDECLARED"]),
        (1, [], ["UNDER_STAFFED"]),
    ],
)
def test_who_comes_along_is_led_and_declared(officers, along, found):
    present = [OfficerAtDoor(f"员{n}", "active") for n in range(officers)]
    present += [OfficerAtDoor(f"帮{n}", "missing", role, declared=told) for n, (role, told) in enumerate(along)]

    assert codes(*present) == found


def test_nobody_at_the_door_and_nobody_recorded_are_two_things():
    assert codes() == ["UNDER_STAFFED"]
    assert codes(officers_known=False) == []


def test_one_officer_is_enough_on_a_listed_basis_alone():
    law = rules(officers={"single_officer_basis": ["当场简易核查"]})
    assert codes(GOOD, law=law, single_officer_basis="当场简易核查") == []
    assert codes(GOOD, law=law, single_officer_basis="人手不够") == ["UNDER_STAFFED"]
    assert codes(GOOD, law=law) == ["UNDER_STAFFED"]


def test_a_bureau_may_ask_for_three():
    assert codes(GOOD, OfficerAtDoor("林小禾", "active"), law=rules(officers={"min": 3})) == ["UNDER_STAFFED"]


@pytest.mark.parametrize(("arrived", "valid"), [("2026-11-21 23:59:59", True), ("2026-11-22 00:00:00", False)])
@pytest.mark.parametrize("told", ["active", "expired"])
def test_a_card_is_valid_through_midnight_of_its_last_day(arrived, valid, told):
    last_day = OfficerAtDoor("林小禾", told, card_expires_on=day("2026-11-21"))
    assert codes(GOOD, last_day, arrived=arrived) == ([] if valid else ["CARD_INVALID", "UNDER_STAFFED"])


def test_a_suspended_card_is_no_better_for_not_being_expired():
    suspended = OfficerAtDoor("林小禾", "suspended", card_expires_on=day("2027-12-31"))
    assert codes(GOOD, suspended) == ["CARD_INVALID", "UNDER_STAFFED"]


def test_an_arrival_on_both_sides_of_a_cards_last_midnight_is_reviewed():
    last_day = OfficerAtDoor("林小禾", "active", card_expires_on=day("2026-11-21"))
    assert codes(GOOD, last_day, arrived=between("2026-11-21 23:50", "2026-11-22 00:10")) == ["CARD_UNCERTAIN"]


def test_b11_the_finding_says_when_the_card_ended_if_anybody_wrote_it_down():
    ended = OfficerAtDoor("林小禾", "expired", card_expires_on=day("2026-10-31"))
    facts = [
        judge(visit("2026-11-25 09:00", officers=(GOOD, each)), site(), DEFAULT, []).findings[0].facts
        for each in (ended, OfficerAtDoor("林小禾", "suspended"))
    ]
    assert facts[0] == {"person_id": "林小禾", "state": "expired", "expires_on": "2026-10-31"}
    assert facts[1] == {"person_id": "林小禾", "state": "suspended"}
