"""What is taken away is gone with the next request: sessions, devices, roles, grants, people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.identity.models import Device, SignIn
from backend.identity.queries import token_hash
from backend.identity.signin.sessions import named
from backend.kernel.http import App
from backend.kernel.ids import uuid7
from tests.api.access.cells import taken_back
from tests.api.access.town import Town

ROLE = {"role": "department", "reason": "岗位调整"}

TAKEN = (
    # who, what they could see, who takes what away, and how the next request is answered
    ("head", "/history/item/{item}", "head", "DELETE", "/sessions/{session}", None, 401),
    ("head", "/history/item/{item}", "head", "DELETE", "/session", None, 401),
    ("head", "/history/item/{item}", "admin", "DELETE", "/people/{who}/sessions/{session}", None, 401),
    ("head", "/history/item/{item}", "admin", "DELETE", "/people/{who}/sessions", None, 401),
    ("head", "/history/item/{item}", "admin", "POST", "/people/{who}/role", ROLE, 403),
    ("head", "/history/item/{item}", "admin", "POST", "/people/{who}/end", {"reason": "离岗"}, 401),
    ("head", "/history/item/{item}", "admin", "POST", "/people/{who}/password-reset", None, 401),
    ("officer", "/snapshot", "officer", "DELETE", "/devices/{device}", None, 401),
    ("officer", "/snapshot", "admin", "DELETE", "/people/{who}/devices/{device}", None, 401),
    ("officer", "/snapshot", "admin", "POST", "/people/{who}/role", ROLE, 403),
    ("granted", "/visits", "bureau", "POST", "/maintenance-grants/{grant}/end", None, 403),
)


@pytest.mark.parametrize(("persona", "sees", "by", "method", "path", "body", "then"), TAKEN)
def test_the_next_request_is_refused(
    app: App, town: Town, persona: str, sees: str, by: str, method: str, path: str, body: Any, then: int
) -> None:
    with taken_back(town):
        names = _names(town, persona)
        assert _asked(app, town, persona, "GET", sees.format(**names)).status_code == 200
        assert _asked(app, town, by, method, path.format(**names), body).status_code in (200, 201, 204)
        again = _asked(app, town, persona, "GET", sees.format(**names))
        assert again.status_code in ({403, 401} if then == 403 else {then}), again.json


def _names(town: Town, persona: str) -> dict[str, Any]:
    """The persona's own session on their own device, and what else the table names."""
    who, phone = town.personas[persona], town.mine["device", persona].id
    return {
        "who": who.person.id, "session": _on_device(town, who.token, phone), "device": phone,
        "item": town.places["own"].things["item"].id, "grant": town.grant,
    }  # fmt: skip


def _on_device(town: Town, token: str, device: UUID) -> str:
    with town.world.sessions() as tx:
        tx.get_one(Device, device)
        tx.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(device_id=device))
        tx.commit()
        return named(tx.get_one(SignIn, token_hash(token)))


def _asked(app: App, town: Town, persona: str, method: str, path: str, body: Any = None) -> Any:
    client = app.test_client()
    client.set_cookie("lm_session", town.token(persona), domain="localhost")
    content = {} if method == "GET" else {"json": body or {}}
    return client.open(f"/api/v1{path}", method=method, headers={"Idempotency-Key": str(uuid7())}, **content)
