"""Step-up: what weighs more wants the proof again, at most five minutes old."""

from __future__ import annotations

import pytest

from backend.identity.signin.tries import PER_ACCOUNT
from tests.api.sign_in.hands import PASSWORD, browser, code, sign_in
from tests.world import Api, Caller, SignedIn, World

NEEDED, REFUSED, DONE = (403, "identity.step_up_needed"), (403, "identity.proof_refused"), (201, None)


@pytest.fixture
def officer(world: World) -> SignedIn:
    return world.officer(world.organ())


@pytest.fixture
def admin(world: World) -> SignedIn:
    return world.person("admin", world.organ("示范区司法局", kind="bureau"))


def reset(caller: Caller, who: SignedIn) -> tuple[int, str | None]:
    """Something that weighs more: giving somebody a one-time password."""
    return code(caller.post(f"/people/{who.person.id}/password-reset"))


def test_an_old_session_must_prove_itself_and_then_may(api, admin, officer):
    desk = api.as_(admin)
    assert reset(desk, officer) == NEEDED
    told = desk.post("/session/step-up", {"password": PASSWORD})
    assert (told.status_code, told.json) == (200, {"until": "2026-04-22T02:33:00Z"})
    assert desk.get("/session").json["stepped_up_until"] == "2026-04-22T02:33:00Z"
    assert reset(desk, officer) == DONE


@pytest.mark.parametrize(("later", "answer"), [(299, DONE), (300, DONE), (301, NEEDED)])
def test_the_proof_holds_for_five_minutes(api, admin, officer, clock, later, answer):
    desk = browser(api)
    sign_in(desk, admin)
    clock.advance(seconds=later)
    assert reset(desk, officer) == answer


def test_signing_in_is_a_proof(api, admin, officer):
    desk = browser(api)
    sign_in(desk, admin)
    assert reset(desk, officer) == DONE


def test_the_proof_of_one_session_opens_no_other(api, admin, officer):
    api.as_(admin).post("/session/step-up", {"password": PASSWORD})
    other = browser(api)
    sign_in(other, admin)
    api.world.clock.advance(minutes=6)
    api.as_(admin).post("/session/step-up", {"password": PASSWORD})
    assert reset(other, officer) == NEEDED


def test_who_may_not_at_all_is_not_asked_for_a_proof(api, officer):
    assert reset(api.as_(officer), officer) == (403, "kernel.not_allowed")


def test_a_wrong_password_proves_nothing_and_signs_nobody_out(api, admin, officer):
    desk = api.as_(admin)
    assert code(desk.post("/session/step-up", {"password": "guess"})) == REFUSED
    assert reset(desk, officer) == NEEDED
    assert desk.get("/session").status_code == 200


def test_somebody_elses_password_proves_nothing(api, world, admin, officer):
    other = world.person("admin", world.organ(), password="another password")
    assert code(api.as_(other).post("/session/step-up", {"password": PASSWORD})) == REFUSED


def test_guessing_in_a_session_that_was_left_open_is_slow_and_harms_no_other_session(api, admin):
    left_open, other = api.as_(admin), browser(api)
    sign_in(other, admin)
    for _ in range(PER_ACCOUNT):
        left_open.post("/session/step-up", {"password": "guess"})
    assert code(left_open.post("/session/step-up", {"password": PASSWORD})) == (429, "identity.too_many")
    assert other.post("/session/step-up", {"password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    "body", [{}, {"password": ""}, {"password": 1}, {"password": "x" * 201}, {"password": "x", "credential": {}},
             {"credential": "x"}, {"more": 1}, []],
)  # fmt: skip
def test_half_a_proof_is_malformed(api, admin, body):
    assert code(api.as_(admin).post("/session/step-up", body)) == (422, "kernel.invalid")


@pytest.mark.parametrize("credential", [{}, {"response": 1}, {"response": {"clientDataJSON": "%%%"}}, {"id": "\u00e4"}])
def test_a_passkey_that_is_none_proves_nothing(api, admin, credential):
    assert code(api.as_(admin).post("/session/step-up", {"credential": credential})) == REFUSED


def test_a_stranger_has_nothing_to_prove(api: Api):
    assert api.as_(None).post("/session/step-up", {"password": "x"}).status_code == 401
