"""No write takes a column that it does not name: every column of the registers into every write of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import Any

import pytest

from backend.certificates.models import Card
from backend.enterprises.models import Enterprise
from backend.identity.models import Device, Organ, Person, Region, SignIn
from backend.kernel.http import App
from backend.planning.models import Item, Task
from backend.registers.models import Assistance, Conflict, Entrustment, Team, TrainingHour
from tests.api.access.cells import ADMITTED, ask, expected, taken_back
from tests.api.access.keeping_registers import REGISTERS
from tests.api.access.operation import Operation
from tests.api.access.town import PERSONAS, Town

MODELS = (
    Region, Organ, Person, SignIn, Device, Card, Enterprise, Item, Task, Entrustment, Assistance, Team, TrainingHour, Conflict,
)  # fmt: skip
COLUMNS = sorted({column.name for model in MODELS for column in model.__table__.columns})
UNREAD = (
    "/imports", "/imports/<uuid:run_id>/apply", "/imports/<uuid:run_id>/undo", "/people/<uuid:person_id>/restore",
)  # fmt: skip
"""A file, and orders whose body nobody reads."""

WRITES = [each for each in REGISTERS if each.method in ("POST", "PATCH") and each.route not in UNREAD]


def taken(app: App, operation: Operation) -> set[str]:
    """The fields that the operation says it takes."""
    document = _document(app)
    path = "/api/v1" + "".join(_braced(operation.route))
    content = document["paths"][path][operation.method.lower()].get("requestBody", {}).get("content", {})
    name = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    return set(document["components"]["schemas"].get(name, {}).get("properties", {}))


@cache
def _document(app: App) -> dict[str, Any]:
    return app.test_client().get("/api/openapi.json").json


def _braced(route: str) -> Iterator[str]:
    """`<uuid:card_id>` is `{card_id}` in the document."""
    for part in route.split("<"):
        name, closed, rest = part.partition(">")
        yield f"{{{name.rpartition(':')[2]}}}{rest}" if closed else part


@pytest.mark.parametrize("operation", WRITES, ids=attrgetter("name"))
def test_a_column_that_is_not_asked_for_is_refused(app: App, town: Town, operation: Operation) -> None:
    """All at once: the refusal names every single one of them."""
    who = next(each for each in PERSONAS if expected(app, town, operation, each, "own") == ADMITTED)
    foreign = set(COLUMNS) - taken(app, operation)
    with taken_back(town):
        answer = ask(app, town, replace(operation, body=_with(operation, foreign)), who, "own")
    assert answer.status_code == 422
    assert foreign - {each["field"] for each in answer.json["errors"]} == set()


def _with(operation: Operation, columns: set[str]) -> Any:
    return lambda town, place: {**operation.body(town, place), **dict.fromkeys(columns, "1")}


def test_there_are_enough_of_them() -> None:
    assert len(WRITES) * len(COLUMNS) >= 2400
