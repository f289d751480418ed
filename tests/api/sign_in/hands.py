"""What the tests of signing in do again and again."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.world import Api, Caller, SignedIn

PASSWORD = "demo-password-1"
"""What `world.person` gives everybody."""

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


def browser(api: Api) -> Caller:
    """A browser that nobody signed in with yet; it keeps its cookies."""
    return api.as_(None)


def sign_in(caller: Caller, who: SignedIn, password: str = PASSWORD, *, address: str = HERE) -> TestResponse:
    """Sign in by password from an address."""
    body = {"login": who.person.login, "password": password}
    return caller.post("/session", body, headers={"X-Forwarded-For": address})


def code(answer: TestResponse) -> tuple[int, Any]:
    """Status and problem code."""
    return answer.status_code, (answer.json or {}).get("code")
