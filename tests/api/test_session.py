"""Signing in: the cookie, wrong passwords, throttling, and what a stranger learns."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.world import Api, World


@pytest.fixture
def zhou(world: World):
    return world.officer(world.organ(), "周明远")


def sign_in(api: Api, login: str, password: str):
    return api.as_(None).post("/session", {"login": login, "password": password})


def test_an_officer_signs_in_and_is_known_by_the_cookie(api, zhou):
    caller = api.as_(None)
    answer = caller.post("/session", {"login": zhou.person.login.upper(), "password": "demo-password-1"})

    assert answer.status_code == 200
    assert answer.json["person"]["name"] == "周明远"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert caller.get("/session").json["person"]["organ"]["name"] == "示范区市场监督管理局"


def test_a_wrong_password_and_an_unknown_account_read_alike(api, zhou):
    wrong, unknown = sign_in(api, zhou.person.login, "nope"), sign_in(api, "nobody", "nope")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json
    assert wrong.json["code"] == "identity.wrong_password"


def test_guessing_is_slowed_down_but_ends_by_itself(api, zhou, clock):
    for _ in range(10):
        sign_in(api, zhou.person.login, "guess")

    assert sign_in(api, zhou.person.login, "demo-password-1").status_code == 429
    clock.advance(minutes=6)
    assert sign_in(api, zhou.person.login, "demo-password-1").status_code == 200


def test_signing_out_ends_the_session_at_once(api, zhou):
    caller = api.as_(zhou)
    assert caller.delete("/session").status_code == 204

    again = api.as_(zhou).get("/session")
    assert again.status_code == 401
    assert again.json["code"] == "kernel.not_signed_in"


@pytest.mark.parametrize(
    "body", [{}, {"login": ""}, {"login": "a" * 5000, "password": "x"}, {"login": 1, "password": []}, []]
)
def test_a_bad_sign_in_names_its_fields_in_chinese(api, world, body):
    answer = api.as_(None).post("/session", body)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"][0]["zh"]


def test_a_request_from_another_site_is_refused(api, zhou):
    answer = api.as_(zhou).post("/devices", {"public_key": "x"}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert answer.json["code"] == "kernel.foreign_origin"


@pytest.mark.parametrize(
    ("origin", "asked", "proto", "allowed"),
    [
        ("http://localhost", "http://localhost", None, True),
        ("http://localhost", "http://127.0.0.1:8080", None, True),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", None, True),
        ("https://192.168.1.5:8443", "http://192.168.1.5:8443", "https", True),
        ("http://192.168.1.5:8443", "http://192.168.1.5:8443", "https", False),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8080", None, False),
        ("http://127.0.0.1", "http://127.0.0.1:8080", None, False),
        ("https://127.0.0.1:8080", "http://127.0.0.1:8080", None, False),
        ("http://127.0.0.1.evil.example", "http://127.0.0.1", None, False),
        ("null", "http://127.0.0.1:8080", None, False),
        ("", "http://127.0.0.1:8080", None, False),
    ],
)
def test_our_own_pages_may_write_under_every_name_that_we_answer_to(app, zhou, origin, asked, proto, allowed):
    """APP_URL is http://localhost here; `proto` is what the gateway says."""
    client = app.test_client()
    client.set_cookie("lm_session", zhou.token, domain=urlsplit(asked).hostname)
    headers = {"Origin": origin, "Idempotency-Key": str(uuid4()), **({"X-Forwarded-Proto": proto} if proto else {})}

    answer = client.post("/api/v1/devices", json={"public_key": "x"}, headers=headers, base_url=asked)

    assert answer.json["code"] == ("identity.not_a_key" if allowed else "kernel.foreign_origin")


def test_a_write_needs_a_key(api, zhou):
    answer = api.as_(zhou).post("/devices", {"public_key": "x"}, headers={"Idempotency-Key": "not-a-uuid"})

    assert answer.status_code == 422
    assert answer.json["code"] == "kernel.key_missing"


def test_a_device_key_must_be_a_point_of_the_curve(api, zhou):
    from base64 import urlsafe_b64encode

    from cryptography.hazmat.primitives.asymmetric import ec

    from backend.kernel.signing import public_point

    point = public_point(ec.generate_private_key(ec.SECP256R1()))
    key, good = uuid4(), urlsafe_b64encode(point).decode().rstrip("=")
    first = api.as_(zhou).post("/devices", {"public_key": good}, key=key)
    again = api.as_(zhou).post("/devices", {"public_key": good}, key=key)
    other = api.as_(zhou).post("/devices", {"public_key": good[:-4] + "AAAA"}, key=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json == again.json
    bad = api.as_(zhou).post("/devices", {"public_key": urlsafe_b64encode(b"\x04" + bytes(64)).decode()})
    assert bad.status_code == 422
