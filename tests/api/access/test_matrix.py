"""T40: every operation × nine personas × own, sibling, foreign, parent: what the table says is what the server does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from backend.identity.access import may
from backend.identity.actor import Actor
from backend.identity.queries import actor_of
from backend.kernel.http import App
from tests.api.access.operations import OPERATIONS, Operation, fresh_key, metadata
from tests.api.access.town import PERSONAS, PLACES, Town

ADMITTED, REFUSED, UNFOUND = "admitted", "refused", "not found"


def named(operation: Operation) -> str:
    return f"{operation.method} {operation.route}"


def action_of(app: App, operation: Operation) -> str:
    """The action that the route declares."""
    for rule in app.url_map.iter_rules():
        if rule.rule == f"/api/v1{operation.route}" and operation.method in (rule.methods or ()):
            return app.view_functions[rule.endpoint].access  # type: ignore[attr-defined, no-any-return]
    raise LookupError(f"there is no {named(operation)}")


def actor(town: Town, persona: str) -> Actor:
    found = town.world.look(lambda tx: actor_of(tx, town.token(persona), town.world.clock.now()))
    assert found is not None
    return found


def expected(app: App, town: Town, operation: Operation, persona: str, place: str) -> str:
    """What the access table says to this cell."""
    action, who = operation.by or action_of(app, operation), actor(town, persona)
    if not may(who, action_of(app, operation)):
        return REFUSED
    if operation.on is None:
        return ADMITTED
    return ADMITTED if may(who, action, town.thing(operation.on, place, persona).lies) else UNFOUND


def test_every_operation_has_a_row(app: App) -> None:
    """A route that nobody put into the matrix must not ship."""
    known = {(each.method, f"/api/v1{each.route}") for each in OPERATIONS}
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "access", None) != "public":
            methods = (rule.methods or set()) - {"OPTIONS"}
            methods -= {"HEAD"} if "GET" in methods else set()
            assert {(each, rule.rule) for each in methods} <= known, f"{rule} is not in the matrix"


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.lists is None], ids=named)
def test_what_the_table_says_is_what_the_server_does(app: App, town: Town, operation: Operation) -> None:
    for persona in PERSONAS:
        for place in PLACES:
            with trial(town):
                told = said(ask(app, town, operation, persona, place))
            assert told == expected(app, town, operation, persona, place), f"{persona} in {place}"


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.lists], ids=named)
def test_a_list_holds_what_the_table_lets_be_seen(app: App, town: Town, operation: Operation) -> None:
    action = action_of(app, operation)
    for persona in PERSONAS:
        answer = ask(app, town, operation, persona, "own")
        if not may(actor(town, persona), action):
            assert said(answer) == REFUSED, persona
            continue
        told = {item[operation.key] for item in answer.json["items"]}
        for place in PLACES:
            made = town.thing(operation.lists or "", place, persona)
            seen = may(actor(town, persona), operation.by or action, made.lies)
            assert (str(made.id) in told) == seen, f"{persona} in {place}"


class trial:
    """Whatever the request changes is taken back: the next cell finds the town as it was."""

    def __init__(self, town: Town):
        self._bind = town.world.sessions.kw["bind"]

    def __enter__(self) -> None:
        self._point = self._bind.begin_nested()

    def __exit__(self, *_: object) -> None:
        self._point.rollback()


def ask(app: App, town: Town, operation: Operation, persona: str, place: str) -> Any:
    """Send the operation as this persona, about the thing of this place."""
    there = town.places[place]
    client: FlaskClient = app.test_client()
    client.set_cookie("lm_session", town.token(persona), domain="localhost")
    path = "/api/v1" + _filled(operation, town, persona, place) + operation.query(there)
    headers = {"Idempotency-Key": fresh_key(), **operation.headers}
    if operation.route == "/uploads":
        headers |= {"Upload-Length": "4", "Upload-Metadata": metadata(town.thing("own media", place, persona).id)}
    body = operation.body(town, there)
    content = {"data": body} if isinstance(body, bytes) else {"json": body} if operation.method not in ("GET", "HEAD") else {}
    with client.open(path, method=operation.method, headers=headers, **content) as answer:
        return answer


def _filled(operation: Operation, town: Town, persona: str, place: str) -> str:
    """The route with the thing's name, and figures that fit, in its places."""
    figures = {"z": "12", "x": "3353", "y": "1683", "n": "0"}

    def value(match: re.Match[str]) -> str:
        name = match[2]
        return figures[name] if name in figures else str(town.thing(operation.on or "", place, persona).id)

    return re.sub(r"<(\w+:)?(\w+)>", value, operation.route)


def said(answer: Any) -> str:
    """What an answer says about access; what the rules of the domain say is another matter."""
    code = (answer.get_json(silent=True) or {}).get("code", "")
    if answer.status_code >= 500:
        return f"broken: {answer.status_code}"
    if answer.status_code == 401 or code == "kernel.not_allowed" or (answer.status_code, code) == (403, ""):
        return REFUSED
    return UNFOUND if answer.status_code == 404 and code in ("kernel.not_found", "") else ADMITTED
