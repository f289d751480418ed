"""A cell of the matrix: what the table says, and what the server does."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

from backend.identity.access.table import may
from backend.kernel.http import App
from backend.kernel.ids import uuid7
from tests.api.access.around_visits import metadata
from tests.api.access.operation import Operation
from tests.api.access.town import PERSONAS, PLACES, Town

ADMITTED, REFUSED, UNFOUND = "admitted", "refused", "not found"


def action_of(app: App, operation: Operation) -> str:
    """The action that the route declares."""
    for rule in app.url_map.iter_rules():
        if rule.rule == f"/api/v1{operation.route}" and operation.method in (rule.methods or ()):
            return app.view_functions[rule.endpoint].access  # type: ignore[attr-defined, no-any-return]
    raise LookupError(f"there is no {operation.name}")


def expected(app: App, town: Town, operation: Operation, persona: str, place: str) -> str:
    """What the access table says to this cell."""
    actions, who = (action_of(app, operation), *operation.by), town.actor(persona)
    if not all(may(who, each) for each in actions):
        return REFUSED
    if operation.on is None:
        return ADMITTED
    lies, asked = town.thing(operation.on, place, persona).lies, (operation.asks,) if operation.asks else actions
    return ADMITTED if all(may(who, each, lies) for each in asked) else UNFOUND


def differing(app: App, town: Town, operation: Operation) -> dict[tuple[str, str], tuple[str, str]]:
    """The cells where table and server differ: (persona, place) → (what the table says, what the server did)."""
    wrong = {}
    for persona in PERSONAS:
        did = (listed if operation.lists else tried)(app, town, operation, persona)
        for place in PLACES:
            says = (in_list if operation.lists else expected)(app, town, operation, persona, place)
            if did[place] != says:
                wrong[persona, place] = (says, did[place])
    return wrong


def tried(app: App, town: Town, operation: Operation, persona: str) -> dict[str, str]:
    """What the server answers this persona about the thing of each place."""
    told = {}
    for place in PLACES:
        with taken_back(town):
            told[place] = said(ask(app, town, operation, persona, place))
    return told


def in_list(app: App, town: Town, operation: Operation, persona: str, place: str) -> str:
    """Whether the table lets this persona see the row of the place."""
    actions, who = (action_of(app, operation), *operation.by), town.actor(persona)
    if not may(who, actions[0]):
        return REFUSED
    lies = town.thing(operation.lists or "", place, persona).lies
    return ADMITTED if all(may(who, each, lies) for each in actions) else UNFOUND


def listed(app: App, town: Town, operation: Operation, persona: str) -> dict[str, str]:
    """Of which places the server shows this persona the row."""
    with taken_back(town):
        answer = ask(app, town, operation, persona, "own")
    if said(answer) != ADMITTED:
        return dict.fromkeys(PLACES, said(answer))
    shown = _read(operation, answer)
    return {place: ADMITTED if _mark(town, operation, persona, place) in shown else UNFOUND for place in PLACES}


def _read(operation: Operation, answer: Any) -> str:
    if operation.reads:
        return operation.reads(answer)
    return answer.text if operation.shows else str([each[operation.key] for each in answer.json["items"]])


def _mark(town: Town, operation: Operation, persona: str, place: str) -> str:
    if operation.shows:
        return operation.shows(town.places[place])
    return f"'{town.thing(operation.lists or '', place, persona).id}'"


class taken_back:  # noqa: N801 - reads as a phrase after `with`
    """Whatever the request changes is taken back: the next cell finds the town as it was."""

    def __init__(self, town: Town):
        self._bind = town.world.sessions.kw["bind"]

    def __enter__(self) -> None:
        self._point = self._bind.begin_nested() if self._bind.in_transaction() else self._bind.begin()

    def __exit__(self, *_: object) -> None:
        self._point.rollback()


def ask(app: App, town: Town, operation: Operation, persona: str, place: str) -> Any:
    """Send the operation as this persona, about the thing of this place."""
    there = town.places[place]
    client: FlaskClient = app.test_client()
    client.set_cookie("lm_session", town.token(persona), domain="localhost")
    path = "/api/v1" + _filled(operation, town, persona, place) + operation.query(there)
    headers = {"Idempotency-Key": str(uuid7()), **operation.headers}
    if operation.route == "/uploads":
        headers |= {"Upload-Length": "4", "Upload-Metadata": metadata(town.thing("own media", place, persona).id)}
    body = operation.body(town, there)
    content = (
        {"data": body} if isinstance(body, bytes) else {"json": body} if operation.method not in ("GET", "HEAD") else {}
    )
    with client.open(path, method=operation.method, headers=headers, **content) as answer:
        return answer


def _filled(operation: Operation, town: Town, persona: str, place: str) -> str:
    """The route with the thing's name, and figures that fit, in its places."""
    figures = {"z": "12", "x": "3354", "y": "1678", "n": "0"}

    def value(match: re.Match[str]) -> str:
        name = match[2]
        kind = operation.also.get(name) or operation.on or ""
        return operation.fills.get(name) or figures.get(name) or str(town.thing(kind, place, persona).id)

    return re.sub(r"<([\w(),]+:)?(\w+)>", value, operation.route)


def said(answer: Any) -> str:
    """What an answer says about access; what the rules of the domain say is another matter."""
    code = (answer.get_json(silent=True) or {}).get("code", "")
    if answer.status_code >= 500:
        return f"broken: {answer.status_code}"
    if answer.status_code >= 400 and "X-Accel-Redirect" in answer.headers:
        return "refused, and yet nginx is told to send the file"
    if answer.status_code == 400 or (answer.status_code, code) == (422, "kernel.invalid"):
        return f"malformed: {answer.json}"
    if answer.status_code == 401 or code == "kernel.not_allowed" or (answer.status_code, code) == (403, ""):
        return REFUSED
    return UNFOUND if answer.status_code == 404 and code in ("kernel.not_found", "") else ADMITTED
