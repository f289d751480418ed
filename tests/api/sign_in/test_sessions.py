"""Sessions: what the answer says, how long they last, how they are ended, and what ends with the account."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from backend.identity.models import Person, SignIn
from backend.kernel.ids import uuid7
from tests.api.sign_in.hands import browser, code, sign_in
from tests.world import Api, Caller, SignedIn, World

SIGNED_OUT = (401, "kernel.not_signed_in")
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile MicroMessenger/8.0"


@pytest.fixture
def zhou(world: World) -> SignedIn:
    return world.officer(world.organ())


def signed_in(api: Api, who: SignedIn) -> Caller:
    caller = browser(api)
    assert sign_in(caller, who).status_code == 200
    return caller


def test_the_answer_says_how_it_was_proved_and_what_is_still_asked(api, zhou):
    told = sign_in(browser(api), zhou).json
    assert told["assurance"] == "password"
    assert told["must_change_password"] is False
    assert told["notice"]["accepted"] is False
    assert (told["expires_at"], told["stepped_up_until"]) == ("2026-04-22T14:28:00Z", "2026-04-22T02:33:00Z")


def test_who_am_i_says_the_same(api, zhou):
    caller = browser(api)
    assert sign_in(caller, zhou).json == caller.get("/session").json


def test_signing_in_again_in_the_same_browser_ends_the_session_before(api, zhou):
    caller = signed_in(api, zhou)
    before = caller.client.get_cookie("lm_session", domain="localhost").value
    sign_in(caller, zhou)
    assert code(api.as_(SignedIn(zhou.person, before)).get("/session")) == SIGNED_OUT
    assert caller.get("/session").status_code == 200


def test_the_token_is_new_each_time_and_never_the_one_that_was_sent(api, zhou):
    caller = browser(api)
    caller.client.set_cookie("lm_session", "chosen-by-somebody", domain="localhost")
    sign_in(caller, zhou)
    assert caller.client.get_cookie("lm_session", domain="localhost").value != "chosen-by-somebody"


@pytest.mark.parametrize(
    ("role", "rests", "still_in"),
    [
        ("officer", 11 * 60, True),
        ("officer", 12 * 60, False),
        ("supervisor", 11 * 60, True),
        ("department", 29, True),
        ("department", 30, False),
        ("head", 31, False),
        ("reviewer", 31, False),
        ("bureau", 30, False),
        ("admin", 14, True),
        ("admin", 15, False),
        ("maintenance", 15, False),
    ],
)
def test_a_desk_that_rests_too_long_is_signed_out_a_phone_is_not(api, world, clock, role, rests, still_in):
    caller = signed_in(api, world.person(role, world.organ()))
    clock.advance(minutes=rests)
    assert (caller.get("/session").status_code == 200) is still_in


def test_using_it_keeps_a_session_alive_reads_too(api, world, clock):
    caller = signed_in(api, world.person("bureau", world.organ()))
    for _ in range(6):
        clock.advance(minutes=29)
        assert caller.get("/session").status_code == 200


def test_no_use_keeps_a_session_alive_for_ever(api, world, clock):
    caller = signed_in(api, world.person("admin", world.organ()))
    lasted = 0
    while caller.get("/session").status_code == 200:
        clock.advance(minutes=10)
        lasted += 10
    assert lasted == 8 * 60


class TestEnding:
    def test_the_list_names_ones_own_sessions_and_which_is_this_one(self, api, zhou):
        here, there = browser(api), signed_in(api, zhou)
        here.client.environ_base["HTTP_USER_AGENT"] = WECHAT
        sign_in(here, zhou)
        told = here.get("/sessions").json["items"]
        assert [each["current"] for each in told].count(True) == 1
        assert {each["browser"] for each in told} >= {"WeChat · Android"}
        assert len(told) == len(there.get("/sessions").json["items"]) == 3

    def test_a_session_that_is_ended_is_refused_at_its_next_request(self, api, zhou):
        here, lost = signed_in(api, zhou), signed_in(api, zhou)
        name = next(each["id"] for each in lost.get("/sessions").json["items"] if each["current"])
        assert here.delete(f"/sessions/{name}").status_code == 204
        assert code(lost.get("/session")) == SIGNED_OUT
        assert code(here.delete(f"/sessions/{name}")) == (404, "kernel.not_found")

    @pytest.mark.parametrize("name", ["0" * 16, "x", "%00", "a" * 300, "' OR 1=1"])
    def test_a_name_of_no_session_is_not_found(self, api, zhou, name):
        assert api.as_(zhou).delete(f"/sessions/{name}").status_code == 404

    def test_a_colleagues_session_is_not_found(self, api, world, zhou):
        other = signed_in(api, world.officer(world.organ()))
        theirs = other.get("/sessions").json["items"][0]["id"]
        assert code(api.as_(zhou).delete(f"/sessions/{theirs}")) == (404, "kernel.not_found")
        assert other.get("/session").status_code == 200

    def test_the_administrator_of_the_region_ends_one_or_all(self, api, world, zhou):
        admin = api.as_(world.person("admin", world.organ("示范区司法局", kind="bureau")))
        one, two = signed_in(api, zhou), signed_in(api, zhou)
        listed = admin.get(f"/people/{zhou.person.id}/sessions").json["items"]
        mine = next(each["id"] for each in one.get("/sessions").json["items"] if each["current"])
        assert mine in {each["id"] for each in listed}
        assert admin.delete(f"/people/{zhou.person.id}/sessions/{mine}").status_code == 204
        assert (one.get("/session").status_code, two.get("/session").status_code) == (401, 200)
        assert admin.delete(f"/people/{zhou.person.id}/sessions").status_code == 204
        assert code(two.get("/session")) == SIGNED_OUT

    @pytest.mark.parametrize("where", ["elsewhere", "nobody"])
    def test_not_the_administrator_of_another_region(self, api, world, zhou, where):
        away = world.organ(region=world.other_region())
        admin = api.as_(world.person("admin", away))
        person = zhou.person.id if where == "elsewhere" else uuid7()
        for answer in (
            admin.get(f"/people/{person}/sessions"),
            admin.delete(f"/people/{person}/sessions"),
            admin.delete(f"/people/{person}/sessions/{'0' * 16}"),
        ):
            assert code(answer) == (404, "kernel.not_found")

    @pytest.mark.parametrize("role", ["officer", "department", "head", "bureau", "supervisor"])
    def test_nobody_but_the_administrator(self, api, world, zhou, role):
        answer = api.as_(world.person(role, world.organ())).get(f"/people/{zhou.person.id}/sessions")
        assert code(answer) == (403, "kernel.not_allowed")

    def test_who_left_is_out_with_the_next_request(self, api, world, zhou):
        caller = signed_in(api, zhou)
        with world.sessions() as tx:
            tx.execute(update(Person).where(Person.id == zhou.person.id).values(active=False))
            tx.commit()
        assert code(caller.get("/session")) == SIGNED_OUT
        assert sign_in(browser(api), zhou).status_code == 401


def test_nothing_of_a_session_that_is_kept_opens_it(api, world, zhou):
    caller = signed_in(api, zhou)
    token = caller.client.get_cookie("lm_session", domain="localhost").value
    rows = world.look(lambda tx: tx.scalars(select(SignIn.token_hash)).all())
    assert token.encode() not in rows
    listed = caller.get("/sessions").json["items"]
    assert all(code(api.as_(SignedIn(zhou.person, each["id"])).get("/session")) == SIGNED_OUT for each in listed)
