"""Every operation × nine personas × own, sibling, foreign, parent: what the table says is what the server does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest
from sqlalchemy import select, true

from backend.evidence import queries as evidence
from backend.evidence.models import Upload
from backend.identity.access import scope
from backend.identity.models import Organ, Person, Region
from backend.kernel.http import App
from backend.monitoring import daily, tiles
from backend.registers.exporters import EXPORTERS
from tests.api.access.cells import differing
from tests.api.access.operation import Operation
from tests.api.access.operations import OPERATIONS
from tests.api.access.town import PERSONAS, PLACES, Town


def test_every_operation_has_a_row(app: App) -> None:
    """A route that nobody put into the matrix must not ship."""
    known = {(each.method, f"/api/v1{each.route}") for each in OPERATIONS}
    missing = set()
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "access", None) != "public":
            methods = (rule.methods or set()) - {"OPTIONS"}
            methods -= {"HEAD"} if "GET" in methods else set()
            missing |= {(each, rule.rule) for each in methods} - known
    assert not missing


def test_the_matrix_is_large_enough() -> None:
    assert len(OPERATIONS) * len(PERSONAS) * len(PLACES) >= 3000


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.lists is None], ids=attrgetter("name"))
def test_what_the_table_says_is_what_the_server_does(app: App, town: Town, operation: Operation) -> None:
    assert differing(app, town, operation) == {}


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.lists], ids=attrgetter("name"))
def test_a_list_holds_what_the_table_lets_be_seen(app: App, town: Town, operation: Operation) -> None:
    assert differing(app, town, operation) == {}


GUARDED = (
    "GET /people/<uuid:person_id>", "GET /organs/<uuid:organ_id>", "GET /tasks/<uuid:task_id>", "GET /cards/<card_id>",
    "GET /visits/<uuid:inspection_id>", "GET /teams/<uuid:team_id>", "GET /imports/<uuid:run_id>", "GET /people",
    "GET /alerts", "GET /audit",
)  # fmt: skip


@pytest.fixture
def built_anew() -> Iterator[None]:
    """Questions that are kept for each role are forgotten before a defect, and with it."""
    tiles._question.cache_clear()
    yield
    tiles._question.cache_clear()


@pytest.fixture
def every_row_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defect that the matrix is for: queries that no longer ask whose the rows are."""
    real = scope.allowed

    def open_to_all(*_: Any, **__: Any) -> Any:
        return true()

    for name, module in list(sys.modules.items()):
        if name.startswith("backend.") and getattr(module, "allowed", None) is real:
            monkeypatch.setattr(module, "allowed", open_to_all)


@pytest.mark.usefixtures("built_anew", "every_row_open")
@pytest.mark.parametrize("name", GUARDED)
def test_a_query_that_asks_nobody_is_caught(app: App, town: Town, name: str) -> None:
    operation = next(each for each in OPERATIONS if each.name == name)
    assert differing(app, town, operation), "the matrix sees nothing wrong"


@pytest.mark.usefixtures("built_anew")
def test_a_tile_without_its_where_is_caught(app: App, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "_open_to", lambda stmt, *_: stmt)
    monkeypatch.setattr(tiles, "regions_below", lambda _: select(Region.code))

    for layer in ("visits: inspection", "visits: task coded", "places: region"):
        assert differing(app, town, _named(layer)), layer


def test_an_export_without_its_scope_is_caught(app: App, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    people = EXPORTERS["people"]
    everybody = select(Person, Organ).join(Organ, Organ.id == Person.organ_id)
    monkeypatch.setitem(EXPORTERS, "people", replace(people, find=lambda *_: everybody))

    assert differing(app, town, _named("/exports/", "people"))


@pytest.mark.parametrize("route", ["/media/<uuid:media_id>/play", "/media/<uuid:media_id>/original/<int:n>"])
def test_a_file_that_asks_nobody_is_caught(app: App, town: Town, monkeypatch: pytest.MonkeyPatch, route: str) -> None:
    monkeypatch.setattr(evidence, "_may", lambda *_: True)

    assert differing(app, town, _named(route))


def test_an_upload_that_is_anybodys_is_caught(app: App, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "own_upload", lambda tx, actor, upload_id, **_: tx.get(Upload, upload_id))

    assert differing(app, town, _named("HEAD /uploads"))


def _named(*parts: str) -> Operation:
    return next(each for each in OPERATIONS if all(part in each.name for part in parts))
