"""Passwords: which are taken, how they are changed, and one that somebody else gave."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from backend.identity.models import Person
from backend.kernel.ids import uuid7
from tests.api.sign_in.hands import PASSWORD, browser, code, sign_in
from tests.arrivals import CLOCK
from tests.world import SignedIn, World

REFUSED, CHANGE_FIRST = (422, "identity.password_refused"), (403, "identity.password_change_needed")
GOOD = "栗子树下 17 级台阶"


@pytest.fixture
def zhou(world: World) -> SignedIn:
    world.rule_set()
    return world.officer(world.organ())


@pytest.fixture
def admin(world: World) -> SignedIn:
    return world.proved(world.person("admin", world.organ("示范区司法局", kind="bureau")))


def given(api, admin: SignedIn, who: SignedIn) -> str:
    return api.as_(admin).post(f"/people/{who.person.id}/password-reset").json["one_time_password"]


class TestChanging:
    def test_the_new_one_opens_the_old_one_does_not_and_other_sessions_end(self, api, zhou):
        here, other = browser(api), browser(api)
        sign_in(here, zhou), sign_in(other, zhou)
        assert here.put("/me/password", {"current": PASSWORD, "new": GOOD}).status_code == 204
        assert (here.get("/session").status_code, other.get("/session").status_code) == (200, 401)
        assert sign_in(browser(api), zhou).status_code == 401
        assert sign_in(browser(api), zhou, GOOD).status_code == 200

    @pytest.mark.parametrize(
        "new",
        [
            "short",
            "123456789",
            "1234567890",
            "PASSWORD123",
            "ｐａｓｓｗｏｒｄ１２３",
            "aaaaaaaaaaaaaa",
            "qwertyuiop",
            "woaini1314520",
        ],
    )
    def test_short_and_common_ones_are_refused_and_nothing_changes(self, api, zhou, new):
        answer = api.as_(zhou).put("/me/password", {"current": PASSWORD, "new": new})
        assert code(answer) == REFUSED
        assert answer.json["field"] == "new"
        assert new not in answer.text
        assert sign_in(browser(api), zhou).status_code == 200

    def test_the_account_name_is_no_password(self, api, world):
        zhou = world.person("department", world.organ())
        for new in (zhou.person.login, zhou.person.login.upper(), zhou.person.login[::-1]):
            assert code(api.as_(zhou).put("/me/password", {"current": PASSWORD, "new": new})) == REFUSED

    def test_who_does_not_know_the_old_one_changes_nothing(self, api, zhou):
        answer = api.as_(zhou).put("/me/password", {"current": "guess", "new": GOOD})
        assert code(answer) == (403, "identity.proof_refused")
        assert answer.json["field"] == "current"

    @pytest.mark.parametrize(
        "body", [{}, {"current": "x"}, {"new": GOOD}, {"current": 1, "new": 2}, {"current": "x", "new": "x" * 201}]
    )
    def test_half_a_change_is_malformed(self, api, zhou, body):
        assert code(api.as_(zhou).put("/me/password", body)) == (422, "kernel.invalid")


class TestAOneTimePassword:
    def test_it_opens_the_way_to_an_own_password_and_nothing_else(self, api, zhou, admin):
        once = given(api, admin, zhou)
        caller = browser(api)
        assert sign_in(caller, zhou, once).json["must_change_password"] is True
        for path in ("/me/data", "/sessions", "/devices", "/snapshot", "/tasks"):
            assert code(caller.get(path)) == CHANGE_FIRST
        assert caller.get("/session").status_code == caller.get("/me/notice").status_code == 200
        assert caller.put("/me/password", {"current": once, "new": GOOD}).status_code == 204
        assert caller.get("/session").json["must_change_password"] is False
        assert caller.get("/me/data").status_code == 200

    def test_an_arrival_is_a_fact_and_taken_all_the_same(self, api, zhou, admin):
        caller = browser(api)
        sign_in(caller, zhou, given(api, admin, zhou))
        arrival = {
            "enterprise": {"text": "x", "source": "typed"}, "captured_at": "2026-04-22T02:28:14Z", "clock": CLOCK,
            "officers": [],
        }  # fmt: skip
        assert caller.post("/check-ins", arrival).status_code == 201

    def test_it_ends_all_sessions_and_the_old_password(self, api, zhou, admin):
        caller = browser(api)
        sign_in(caller, zhou)
        given(api, admin, zhou)
        assert caller.get("/session").status_code == 401
        assert sign_in(browser(api), zhou).status_code == 401

    def test_it_opens_nothing_after_three_days(self, api, zhou, admin, clock):
        once = given(api, admin, zhou)
        clock.advance(hours=71, minutes=59)
        assert sign_in(browser(api), zhou, once).status_code == 200
        clock.advance(minutes=1)
        assert sign_in(browser(api), zhou, once).status_code == 401

    def test_a_second_one_replaces_the_first_and_no_answer_is_kept(self, api, zhou, admin):
        first, second = given(api, admin, zhou), given(api, admin, zhou)
        assert first != second
        assert sign_in(browser(api), zhou, first).status_code == 401
        assert sign_in(browser(api), zhou, second).status_code == 200

    @pytest.mark.parametrize(
        ("values", "answer"),
        [({"login": None}, (409, "identity.no_account")), ({"active": False}, (409, "identity.account_ended"))],
    )
    def test_not_for_who_has_no_account_or_left(self, api, world, zhou, admin, values, answer):
        with world.sessions() as tx:
            tx.execute(update(Person).where(Person.id == zhou.person.id).values(**values))
            tx.commit()
        assert code(api.as_(admin).post(f"/people/{zhou.person.id}/password-reset")) == answer

    def test_not_for_somebody_of_another_region(self, api, world, admin):
        away = world.officer(world.organ(region=world.other_region()))
        for person in (away.person.id, uuid7()):
            assert code(api.as_(admin).post(f"/people/{person}/password-reset")) == (404, "kernel.not_found")
