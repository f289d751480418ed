"""Invitations: a lay supervisor gets an account from a QR code, once, within 72 hours (B-76)."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.app import create_app
from backend.identity.models import Person
from backend.identity.signin.credentials import Invitation
from backend.kernel.ids import uuid7
from tests.api.sign_in.hands import browser, code
from tests.world import Api, SignedIn, World

OVER, NOT_FOUND = (410, "identity.invitation_over"), (404, "kernel.not_found")
GOOD = "栗子树下 17 级台阶"


@pytest.fixture
def bureau(world: World) -> SignedIn:
    return world.person("bureau", world.organ("示范区司法局", kind="bureau"))


@pytest.fixture
def chen(world: World) -> SignedIn:
    """A supervisor who was appointed and has no account yet."""
    who = world.person("supervisor", world.organ(), "陈静")
    with world.sessions() as tx:
        tx.execute(update(Person).where(Person.id == who.person.id).values(login=None, password_hash=None))
        tx.commit()
    return who


def invite(api: Api, bureau: SignedIn, who: SignedIn) -> str:
    answer = api.as_(bureau).post(f"/people/{who.person.id}/invitation")
    assert answer.status_code == 201, answer.text
    address, _, token = answer.json["url"].partition("#")
    assert address == "http://localhost/app/join"
    return token


def accept(api: Api, invitation: str, **changes: Any) -> Any:
    body = {"token": invitation, "login": "chenjing", "password": GOOD, **changes}
    return browser(api).post("/invitations/accept", body)


def test_who_accepts_is_signed_in_and_signs_in_with_it_from_then_on(api, bureau, chen):
    caller = browser(api)
    answer = caller.post(
        "/invitations/accept", {"token": invite(api, bureau, chen), "login": " ChenJing", "password": GOOD}
    )
    assert code(answer) == (422, "kernel.invalid")
    answer = caller.post(
        "/invitations/accept", {"token": invite(api, bureau, chen), "login": "ChenJing", "password": GOOD}
    )
    assert (answer.status_code, answer.json["person"]["name"]) == (200, "陈静")
    assert caller.get("/session").status_code == 200
    assert browser(api).post("/session", {"login": "chenjing", "password": GOOD}).status_code == 200


def test_the_name_may_be_corrected(api, bureau, chen):
    assert accept(api, invite(api, bureau, chen), name="陈静（女）").json["person"]["name"] == "陈静（女）"


def test_it_opens_once(api, bureau, chen):
    token = invite(api, bureau, chen)
    assert accept(api, token).status_code == 200
    assert code(accept(api, token, login="another")) == OVER


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (72, 410)])
def test_it_lives_72_hours(api, bureau, chen, clock, hours, status):
    token = invite(api, bureau, chen)
    clock.advance(hours=hours)
    assert accept(api, token).status_code == status


def test_a_newer_one_replaces_it(api, bureau, chen):
    older, newer = invite(api, bureau, chen), invite(api, bureau, chen)
    assert code(accept(api, older)) == OVER
    assert accept(api, newer).status_code == 200


def test_who_left_meanwhile_or_became_something_else_gets_no_account(api, world, bureau, chen):
    token = invite(api, bureau, chen)
    for values in ({"active": False}, {"active": True, "role": "officer"}):
        with world.sessions() as tx:
            tx.execute(update(Person).where(Person.id == chen.person.id).values(**values))
            tx.commit()
        assert code(accept(api, token)) == OVER


@pytest.mark.parametrize("token", ["x", "A" * 43, "\u4e2d", " "])
def test_a_token_that_was_never_given_reads_like_one_that_is_over(api, world, token):
    assert code(accept(api, token)) == OVER


def test_a_refused_password_or_name_uses_nothing_up(api, world, bureau, chen):
    token = invite(api, bureau, chen)
    taken = world.person("officer", world.organ()).person.login
    assert code(accept(api, token, password="password123")) == (422, "identity.password_refused")
    assert code(accept(api, token, login=taken.upper())) == (409, "identity.login_taken")
    assert code(accept(api, token, password="chenjing20", login="chenjing20")) == (422, "identity.password_refused")
    assert accept(api, token).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"token": ""}, {"token": 1}, {"login": "x"}, {"login": "a b"}, {"login": "x" * 101}, {"password": ""}, {"name": ""},
     {"role": "admin"}, {"password": None}],
)  # fmt: skip
def test_malformed(api, bureau, chen, changes):
    assert code(accept(api, invite(api, bureau, chen), **changes)) == (422, "kernel.invalid")


@pytest.mark.parametrize("role", ["officer", "department", "head", "reviewer", "admin", "bureau"])
def test_nobody_but_a_supervisor_is_invited(api, world, bureau, role):
    who = world.person(role, world.organ())
    answer = api.as_(bureau).post(f"/people/{who.person.id}/invitation")
    assert code(answer) == (409, "identity.not_a_supervisor")


def test_only_the_bureau_and_the_administrator_of_the_region_invite(api, world, chen):
    path = f"/people/{chen.person.id}/invitation"
    away = world.organ(region=world.other_region())
    assert api.as_(world.person("admin", world.organ())).post(path).status_code == 201
    for role in ("officer", "department", "head", "supervisor"):
        assert api.as_(world.person(role, world.organ())).post(path).status_code == 403
    for role in ("bureau", "admin"):
        assert code(api.as_(world.person(role, away)).post(path)) == NOT_FOUND
    assert code(api.as_(world.person("bureau", world.organ())).post(f"/people/{uuid7()}/invitation")) == NOT_FOUND


def test_what_is_kept_opens_nothing(api, world, bureau, chen):
    token = invite(api, bureau, chen)
    kept = world.look(lambda tx: tx.scalars(select(Invitation.token_hash)).all())
    assert token.encode() not in kept
    assert code(accept(api, kept[0].hex())) == OVER


def test_who_accepts_again_after_a_new_invitation_ends_the_old_sessions(api, bureau, chen):
    first = browser(api)
    first.post("/invitations/accept", {"token": invite(api, bureau, chen), "login": "chenjing", "password": GOOD})
    assert accept(api, invite(api, bureau, chen), password="another good one").status_code == 200
    assert first.get("/session").status_code == 401


def test_eight_who_accept_at_once_are_one(committed_world: World, clock):
    world = committed_world
    bureau = world.person("bureau", world.organ(kind="bureau"))
    who = world.person("supervisor", world.organ())
    app = create_app(world.settings, sessions=world.sessions, clock=clock)
    api = Api(app, world)
    token = invite(api, bureau, who)
    start, answers = Barrier(8), []

    def accept_once(n: int) -> None:
        start.wait()
        answers.append(accept(api, token, login=f"chen{n}").status_code)

    threads = [Thread(target=accept_once, args=(n,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [200] + [410] * 7
