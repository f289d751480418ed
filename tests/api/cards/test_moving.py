"""The life of a card: every move of B-92, told with reason, document, operator and effective time; past truth (B-97)."""

from __future__ import annotations

import pytest

from backend.certificates.states import STATE_NAMES
from backend.kernel.ids import uuid7
from tests.api.cards.office import local

SPOKEN = ("active", "suspended", "cancelled", "recalled", "revoked", "lost")
LAW = {
    "applied": {"active", "cancelled"},
    "active": {"suspended", "cancelled", "recalled", "revoked", "lost"},
    "suspended": {"active", "suspended", "cancelled", "recalled", "revoked", "lost"},
    "expired": {"cancelled", "recalled", "revoked", "lost"},
    "cancelled": set(), "recalled": set(), "revoked": set(), "lost": set(), "renewed": set(), "replaced": set(),
}  # fmt: skip
"""Written by hand from B-92; `renewed` and `replaced` are not spoken, they come with the new card."""


@pytest.fixture
def brought(office, newcomer, clock):
    """A card in any state that a card may have."""

    def bring(state: str) -> str:
        card = office.issue(newcomer, state="applied" if state == "applied" else "active").json["id"]
        if state in ("suspended", "cancelled", "recalled", "revoked", "lost"):
            assert office.move(card, state).status_code == 201
        elif state == "expired":
            clock.advance(days=365 * 6)
            office.prove(office.issuer)
        elif state == "renewed":
            assert office.replace(card).status_code == 201
        elif state == "replaced":
            office.move(card, "lost")
            assert office.replace(card).status_code == 201
        clock.advance(minutes=1)
        return card

    return bring


@pytest.mark.parametrize("after", SPOKEN)
@pytest.mark.parametrize("before", [each for each in STATE_NAMES if each != "missing"])
def test_the_whole_table(office, brought, before, after):
    card = brought(before)
    assert office.see(card).json["state"] == before

    answer = office.move(card, after)

    assert answer.status_code == (201 if after in LAW[before] else 409), answer.json
    assert office.see(card).json["state"] == (after if after in LAW[before] else before)
    assert set(office.see(card).json["may_become"]) == LAW[after if after in LAW[before] else before]


def test_what_is_told_says_who_why_and_by_which_document(office, newcomer):
    card = office.issue(newcomer).json["id"]
    office.move(
        card, "suspended", effective_from=local("2026-05-01"), effective_to=local("2026-05-11"), reason="调查期间"
    )

    told = office.see(card).json["moves"][-1]

    assert told | {"id": None, "recorded_at": None} == {
        "id": None, "state": "suspended", "effective_from": "2026-04-30T16:00:00Z", "recorded_at": None,
        "effective_to": "2026-05-10T16:00:00Z", "reason": "调查期间", "document": "样例〔2026〕3号", "operator": "孙司法",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "valid", "state", "partly"),
    [
        ({"on": "2026-03-31"}, False, "missing", False),
        ({"on": "2026-04-30"}, True, "active", False),
        ({"on": "2026-05-01"}, False, "suspended", False),
        ({"on": "2026-05-05"}, False, "suspended", False),
        ({"on": "2026-05-10"}, False, "suspended", False),
        ({"on": "2026-05-11"}, True, "active", False),
        ({"on": "2026-06-01"}, False, "revoked", True),
        ({"on": "2026-06-02"}, False, "revoked", False),
        ({"at": local("2026-06-01", "09:59")}, True, "active", False),
        ({"at": local("2026-06-01", "10:00")}, False, "revoked", False),
        ({}, True, "active", False),
    ],
)
def test_was_it_valid_on_that_day(office, newcomer, asked, valid, state, partly):
    card = office.issue(newcomer).json["id"]
    office.move(card, "suspended", effective_from=local("2026-05-01"), effective_to=local("2026-05-11"))
    office.move(card, "revoked", effective_from=local("2026-06-01", "10:00"))

    answer = office.api.as_(office.issuer).get(f"/cards/{card}/status", query_string=asked).json

    assert (answer["valid"], answer["state"], answer["partly"]) == (valid, state, partly)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reason": " "}, "kernel.invalid"),
        ({"reason": None}, "kernel.invalid"),
        ({"state": "expired"}, "kernel.invalid"),
        ({"state": "renewed"}, "kernel.invalid"),
        ({"state": "frozen"}, "kernel.invalid"),
        ({"document": ""}, "certificates.document_missing"),
        ({"document": None}, "certificates.document_missing"),
        ({"effective_to": local("2026-04-01"), "effective_from": local("2026-04-10")}, "certificates.end_not_here"),
        ({"effective_to": local("2026-05-01"), "effective_from": local("2026-05-01")}, "certificates.end_not_here"),
        ({"state": "cancelled", "effective_to": local("2027-01-01")}, "certificates.end_not_here"),
        ({"effective_from": "yesterday"}, "kernel.invalid"),
        ({"effective_from": local("2026-03-01")}, "certificates.move_refused"),
        ({"operator": "me"}, "kernel.invalid"),
    ],
)
def test_a_move_that_says_too_little_is_refused(office, newcomer, wrong, code):
    card = office.issue(newcomer).json["id"]

    answer = office.move(card, **{"state": "suspended", **wrong})

    assert answer.json["code"] == code and answer.status_code in (409, 422)
    assert len(office.see(card).json["moves"]) == 1


def test_b92_an_end_that_is_told_for_later_stands_against_every_move(office, newcomer):
    card = office.issue(newcomer).json["id"]
    assert office.move(card, "revoked", effective_from=local("2026-06-01")).status_code == 201

    assert office.move(card, "suspended").json["code"] == "certificates.move_refused"
    assert office.see(card).json["state"] == "active"


@pytest.mark.parametrize("end", ["cancelled", "recalled", "revoked", "lost"])
def test_an_end_wants_a_fresh_proof_and_a_suspension_does_not(office, newcomer, clock, end):
    card = office.issue(newcomer).json["id"]
    clock.advance(minutes=6)

    assert office.move(card, end).json["code"] == "identity.step_up_needed"
    assert office.move(card, "suspended").status_code == 201
    office.prove(office.issuer)
    assert office.move(card, end).status_code == 201


@pytest.mark.parametrize(("who", "status"), [("planner", 403), ("head", 403), ("zhou", 403)])
def test_an_organ_does_not_move_its_own_cards(office, newcomer, who, status):
    card = office.issue(newcomer).json["id"]

    assert office.move(card, "suspended", by=getattr(office.desk, who)).status_code == status
    assert office.see(card, by=getattr(office.desk, who)).status_code == 200


def test_cards_of_others_are_not_found(office, newcomer, world):
    card = office.issue(newcomer).json["id"]
    stranger = world.person("bureau", world.organ(kind="bureau", region=world.other_region()))

    for answer in (
        office.see(card, by=stranger), office.move(card, "suspended", by=stranger), office.move(uuid7(), "suspended"),
        office.api.as_(stranger).get(f"/cards/{card}/photo"), office.api.as_(stranger).get(f"/cards/{card}/status"),
        office.api.as_(stranger).get(f"/cards/{card}/moves", query_string={"state": "lost"}),
    ):  # fmt: skip
        assert answer.status_code == 404


def test_twice_is_once(office, newcomer):
    card, key = office.issue(newcomer).json["id"], uuid7()

    assert office.move(card, "suspended", key=key).json == office.move(card, "suspended", key=key).json
    assert len(office.see(card).json["moves"]) == 2


def test_a_suspension_ends_by_itself(office, newcomer, clock):
    card = office.issue(newcomer).json["id"]
    office.move(card, "suspended", effective_to=local("2026-04-30"))
    assert office.see(card).json["state"] == "suspended"

    clock.advance(days=10)

    assert office.see(card).json["state"] == "active"


def test_a_lost_card_is_replaced_and_may_leave_its_number(office, newcomer):
    old = office.issue(newcomer).json
    office.move(old["id"], "lost", document=None)

    new = office.replace(old["id"], number=old["number"], issued_on="2026-04-22", expires_on="2031-04-21").json

    assert new["number"] == old["number"] and new["state"] == "active" and new["replaces"]["id"] == old["id"]
    before = office.see(old["id"]).json
    assert before["state"] == "replaced" and before["replaced_by"]["id"] == new["id"]
    assert office.replace(old["id"]).json["code"] == "certificates.not_replaceable"


def test_a_card_that_runs_out_is_renewed_without_a_day_between(office, newcomer):
    old = office.issue(newcomer).json["id"]
    new = office.replace(old, issued_on="2026-05-01", expires_on="2031-04-30").json["id"]
    ask = lambda card, day: office.api.as_(office.issuer).get(f"/cards/{card}/status", query_string={"on": day}).json  # noqa: E731

    assert ask(old, "2026-04-30")["valid"] and not ask(new, "2026-04-30")["valid"]
    assert not ask(old, "2026-05-01")["valid"] and ask(new, "2026-05-01")["valid"]


@pytest.mark.parametrize("state", ["applied", "suspended", "cancelled", "recalled", "revoked"])
def test_other_cards_are_not_replaced(office, brought, state):
    assert office.replace(brought(state)).json["code"] == "certificates.not_replaceable"
