"""Fixed, stolen and planted sessions: each proof makes a new token, and over HTTPS no neighbour plants one."""

from __future__ import annotations

import pytest

from backend.app import create_app
from tests.api.sign_in.hands import PASSWORD, browser, code, sign_in
from tests.conftest import settings_for
from tests.world import Api


@pytest.fixture
def admin(world):
    return world.person("admin", world.organ("示范区司法局", kind="bureau"))


@pytest.fixture
def officer(world):
    return world.officer(world.organ())


def token(caller):
    return caller.client.get_cookie("lm_session", domain="localhost").value


def holding(api, stolen):
    thief = browser(api)
    thief.client.set_cookie("lm_session", stolen, domain="localhost")
    return thief


def prove(caller):
    return caller.post("/session/step-up", {"password": PASSWORD})


class TestStepUp:
    def test_a_stolen_token_has_no_proof_and_soon_opens_nothing(self, api, admin, officer, clock):
        desk = api.as_(admin)
        thief = holding(api, admin.token)
        assert prove(desk).status_code == 200 and token(desk) != admin.token
        reset = f"/people/{officer.person.id}/password-reset"
        assert code(thief.post(reset)) == (403, "identity.step_up_needed")
        clock.advance(seconds=10)
        assert thief.get("/session").status_code == 401
        assert desk.post(reset).status_code == 201

    def test_the_proof_before_goes_as_well(self, api, world, admin, officer):
        thief = holding(api, world.proved(admin).token)
        prove(api.as_(admin))
        assert code(thief.post(f"/people/{officer.person.id}/password-reset")) == (403, "identity.step_up_needed")

    def test_it_is_the_same_session_to_its_owner(self, api, admin):
        desk = browser(api)
        sign_in(desk, admin)
        before = desk.get("/session").json["expires_at"]
        prove(desk)
        assert desk.get("/session").json["expires_at"] == before
        current = [each["current"] for each in desk.get("/sessions").json["items"]]
        assert current.count(True) == 1 and len(current) == 2  # the other one is that of `world.person`

    def test_a_double_click_signs_nobody_out(self, api, admin, clock):
        first, second = api.as_(admin), api.as_(admin)
        assert [prove(each).status_code for each in (first, second)] == [200, 200]
        clock.advance(minutes=10)
        assert [each.get("/session").status_code for each in (first, second)] == [200, 200]

    def test_a_session_that_is_ended_at_once_is_ended_under_its_old_token_too(self, api, world, admin):
        desk, thief = api.as_(admin), holding(api, admin.token)
        prove(desk)
        another = world.proved(world.person("admin", world.organ("示范区司法局二", kind="bureau")))
        api.as_(another).delete(f"/people/{admin.person.id}/sessions")
        assert (thief.get("/session").status_code, desk.get("/session").status_code) == (401, 401)


def test_signing_in_ends_a_session_that_was_fixed_before(api, admin, officer):
    victim = holding(api, officer.token)
    sign_in(victim, admin)
    assert token(victim) != officer.token
    assert holding(api, officer.token).get("/session").status_code == 401


class TestOverHttps:
    @pytest.fixture
    def safe(self, database, data_dir, sessions, clock, world):
        settings = settings_for(database, data_dir, APP_URL="https://localhost")
        return Api(create_app(settings, sessions=sessions, clock=clock), world)

    def test_cookies_bear_the_prefix_that_binds_them_to_this_host(self, safe, admin):
        answer = sign_in(browser(safe), admin)
        planted = answer.headers.getlist("Set-Cookie")
        assert {each.split("=")[0] for each in planted} == {"__Host-lm_session", "__Host-lm_known"}
        assert all("Secure" in each and "Path=/" in each and "Domain" not in each for each in planted)

    def test_a_cookie_without_the_prefix_opens_nothing(self, safe, admin):
        assert holding(safe, admin.token).get("/session").status_code == 401
        with_prefix = browser(safe)
        with_prefix.client.set_cookie("__Host-lm_session", admin.token, domain="localhost", secure=True)
        extra = {"base_url": "https://localhost"}
        assert with_prefix.get("/session", **extra).status_code == 200
        gone = with_prefix.delete("/session", base_url="https://localhost")
        assert gone.status_code == 204 and "Secure" in gone.headers["Set-Cookie"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"]
)
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_other_site_writes_with_the_cookie(api, world, admin, method, kind, origin):
    paths = {"POST": "/people", "PUT": "/me/contact", "PATCH": f"/people/{admin.person.id}", "DELETE": "/session"}
    client = api.as_(admin).client
    headers = {"Origin": origin, "Content-Type": kind, "Idempotency-Key": "0192d3f0-0000-7000-8000-000000000002"}
    answer = client.open(f"/api/v1{paths[method]}", method=method, data=b'{"phone": "13800000000"}', headers=headers)
    assert answer.status_code in (403, 415, 422), answer.status_code
    assert api.as_(admin).get("/session").status_code == 200
    assert api.as_(admin).get("/me/data").json["phone"] is None


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_no_form_of_another_site_signs_somebody_in(api, admin, kind):
    """Login CSRF: a form can send these bodies without asking first; JSON it cannot."""
    body = f'{{"login": "{admin.person.login}", "password": "{PASSWORD}"}}'
    answer = browser(api).client.post("/api/v1/session", data=body, content_type=kind)
    assert answer.status_code in (403, 415, 422) and "Set-Cookie" not in answer.headers
