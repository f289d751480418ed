"""Refused sign-ins and links are on record: at whose account, never by whom, from where, or with which words."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.audit.jobs import sum_up_yesterday
from backend.audit.models import AuditEntry, Digest
from backend.kernel.jobs import Tools
from tests.api.sign_in.hands import ELSEWHERE, HERE, browser, sign_in
from tests.world import SignedIn


@pytest.fixture
def bureau(world):
    return world.person("bureau", world.organ("示范区司法局", kind="bureau"), "秦守正")


@pytest.fixture
def zhou(world):
    return world.officer(world.organ())


def record(world):
    return world.look(lambda tx: tx.scalars(select(AuditEntry).order_by(AuditEntry.id)).all())


def test_a_wrong_password_is_a_line_about_the_account(api, world, bureau, zhou):
    sign_in(browser(api), zhou, "hunter2 hunter2")

    (line,) = record(world)
    assert (line.person_id, line.role, line.session, line.organ_id) == (None, "stranger", None, None)
    assert (line.action, line.result, line.code) == ("session.open", "refused", "identity.wrong_password")
    assert (line.object, line.region_path) == (str(zhou.person.id), "42/4201/420117")
    assert not any(secret in repr(vars(line)) for secret in (HERE, "hunter2", zhou.person.login))


def test_an_unknown_account_is_a_line_about_nobody_for_the_highest_bureau(api, world, bureau):
    nobody = SignedIn(type("Nobody", (), {"login": "13800001111"})(), "")
    sign_in(browser(api), nobody, "guess")

    (line,) = record(world)
    assert (line.object, line.region_path) == ("", "42/4201/420117") and "1380000" not in repr(vars(line))
    (shown,) = [each for each in api.as_(bureau).get("/audit").json["items"] if each["role"] == "stranger"]
    assert shown["person"] is None and shown["role_name"] == {"zh": "未登录", "en": "not signed in"}
    assert shown["action_name"] == {"zh": "登录", "en": "sign in"}
    assert api.as_(bureau).get("/audit?q=登录").json["total"] >= 1


def test_before_there_is_a_bureau_it_is_a_line_all_the_same(api, world):
    sign_in(browser(api), SignedIn(type("Nobody", (), {"login": "nobody"})(), ""), "guess")
    assert [line.region_path for line in record(world)] == [""]


def test_guessing_does_not_fill_the_record(api, world, clock, zhou):
    for _ in range(25):
        for place in (HERE, ELSEWHERE):
            sign_in(browser(api), zhou, "guess", address=place)
    assert [line.code for line in record(world)] == ["identity.wrong_password", "identity.too_many"]
    clock.advance(minutes=1)
    sign_in(browser(api), zhou, "guess")
    assert len(record(world)) == 3


@pytest.mark.parametrize(
    ("path", "body", "action", "code"),
    [
        ("/invitations/accept", {"token": "guess", "login": "chenjing", "password": "栗子树下 17 级台阶"}, "invitation.accept",
         "identity.invitation_over"),
        ("/session/passkey", {"credential": {}}, "session.open.passkey", "identity.passkey_refused"),
    ],
)  # fmt: skip
def test_links_and_passkeys_that_open_nothing_are_lines(api, world, path, body, action, code):
    assert browser(api).post(path, body).status_code in (401, 410)
    (line,) = record(world)
    assert (line.action, line.code, line.role, line.object) == (action, code, "stranger", "")
    assert "guess" not in repr(vars(line))


def test_who_signs_in_and_who_never_had_a_session_are_no_such_lines(api, world, zhou):
    sign_in(browser(api), zhou)
    api.as_(None).get("/tasks")
    assert record(world) == []


def test_the_bureau_is_told_how_many_there_were_and_whether_the_record_holds(
    api, world, bureau, zhou, clock, settings, sessions
):
    for _ in range(2):
        sign_in(browser(api), zhou, "guess")
        clock.advance(minutes=2)
    clock.advance(hours=24)
    sum_up_yesterday(Tools(settings, sessions, clock))
    (made,) = world.look(lambda tx: tx.scalars(select(Digest)).all())
    assert (made.figures["strangers"], made.figures["failed_checks"]) == (2, 0)
