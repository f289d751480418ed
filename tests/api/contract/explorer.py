"""Schemathesis over the whole document as one of the people of the town, one request at a time.

The document that is explored is ours, with examples laid in: the ids of things that stand, and bodies that are right.
Every request is taken back, so that the order of the requests means nothing. Requests that follow from one another are
`chains.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from backend.kernel.http import App
from tests.api.access.cells import _filled, taken_back
from tests.api.access.operations import OPERATIONS
from tests.api.access.town import Town

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance")  # fmt: skip

PHASES = ("examples", "coverage", "fuzzing")


def with_examples(app: App, town: Town) -> dict[str, Any]:
    """openapi.json, with a right request for every operation that the matrix of access knows."""
    document: dict[str, Any] = json.loads(app.test_client().get("/api/openapi.json").data)
    for each in OPERATIONS:
        item = document["paths"].get("/api/v1" + re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", each.route))
        if item is None or each.fills:
            continue
        path = "/api/v1" + _filled(each, town, "officer", "own")
        _lay_ids(
            item, dict(zip(re.findall(r"<(?:[^:<>]+:)?(\w+)>", each.route), _parts(each.route, path), strict=True))
        )
        body = each.body(town, town.places["own"])
        content = item[each.method.lower()].get("requestBody", {}).get("content", {})
        if "application/json" in content and not isinstance(body, bytes):
            content["application/json"]["example"] = json.loads(app.json.dumps(body))
    _shorten_requests(document)
    return document


LONGEST = 300
"""Letters of a generated text: one of thousands that fits a pattern takes minutes to find, and tests/api/bad_input asks for those."""


NOT_BLANK = r"(?=[\s\S]*\S)"
"""Texts that fit what follows and this, too, are as slow to find; blank ones are refused with a documented answer."""


def _shorten_requests(document: dict[str, Any]) -> None:
    """What is sent, written out in place; the shapes of answers stay as they are."""
    known = document["components"]["schemas"]
    for item in document["paths"].values():
        for operation in (each for each in item.values() if isinstance(each, dict)):
            for asked in (
                *operation.get("requestBody", {}).get("content", {}).values(),
                *operation.get("parameters", ()),
            ):
                if "schema" in asked:
                    asked["schema"] = _short(asked["schema"], known)


def _short(shape: Any, known: dict[str, Any]) -> Any:
    if isinstance(shape, list):
        return [_short(each, known) for each in shape]
    if not isinstance(shape, dict):
        return shape
    if "$ref" in shape:
        return _short(known[shape["$ref"].rpartition("/")[2]], known)
    told = {key: _short(each, known) for key, each in shape.items()}
    if isinstance(told.get("maxLength"), int):
        told["maxLength"] = min(told["maxLength"], LONGEST)
    if isinstance(told.get("pattern"), str):
        told["pattern"] = told["pattern"].replace(NOT_BLANK, "")
    return told


def _parts(route: str, path: str) -> Iterator[str]:
    pattern = re.sub(r"<[^<>]+>", "([^/]+?)", "/api/v1" + route.replace(".", r"\."))
    found = re.fullmatch(pattern, path)
    assert found is not None, (pattern, path)
    yield from found.groups()


def _lay_ids(item: dict[str, Any], ids: dict[str, str]) -> None:
    for parameter in item.get("parameters", []):
        if parameter["in"] == "path" and parameter["name"] in ids:
            found = ids[parameter["name"]]
            parameter["example"] = int(found) if parameter["schema"].get("type") == "integer" else found


@dataclass
class Door:
    """The application as schemathesis sees it: somebody's cookie is added, and what happens is taken back."""

    app: App
    town: Town
    token: str | None
    document: dict[str, Any]
    asked: int = 0
    breaks: bool = False
    """Plant a fault: whatever is asked fails."""
    chained: bool = False
    """What happens stays for the next request; whoever asks takes the whole chain back."""

    def before(self, code: str) -> Door:
        """The same door with a genuine code in every page's address."""
        document = deepcopy(self.document)
        for path, item in document["paths"].items():
            if path.startswith("/{door}/{code}"):
                _lay_ids(item, {"door": "i", "code": code})
        return replace(self, document=document)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/explored.json":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(self.document).encode()]
        self.asked += 1
        if self.breaks:
            start_response("500 Broken", [("Content-Type", "application/json")])
            return [b"{}"]
        if self.token:
            environ["HTTP_COOKIE"] = f"lm_session={self.token}"
        with nullcontext() if self.chained else taken_back(self.town):
            answer = self.app.wsgi_app(environ, start_response)
            whole = list(answer)
            getattr(answer, "close", lambda: None)()
        return whole


@dataclass(frozen=True)
class Found:
    """A check that failed, with the request that shows it."""

    operation: str
    check: str
    said: str
    request: str


def explore(door: Door, seed: int, cases: int, phases: dict[str, bool]) -> list[Found]:
    """These phases; what failed, each operation and message once."""
    wanted = {each: {"enabled": phases.get(each, False)} for each in PHASES} | {"stateful": {"enabled": False}}
    schema = opened(door, {"seed": seed, "phases": wanted, "generation": {"max-examples": cases, "no-shrink": True}})
    found: dict[tuple[str, str], Found] = {}
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            for each in _failed(event):
                found.setdefault((each.operation, each.said), each)
        elif isinstance(event, (events.NonFatalError, events.FatalError)):
            told = str(getattr(event, "value", getattr(event, "exception", event)))
            found[str(getattr(event, "label", "")), told] = Found(str(getattr(event, "label", "")), "engine", told, "")
    return list(found.values())


def opened(door: Door, settings: dict[str, Any]) -> Any:
    """The document behind the door as schemathesis reads it, with our checks alone."""
    always = {"workers": 1, "continue-on-failure": True, "suppress-health-check": ["all"]}
    generation = {**settings.get("generation", {}), "database": "none"}
    checks = {"enabled": False, **{name: {"enabled": True} for name in CHECKS}}
    config = SchemathesisConfig.from_dict({**always, **settings, "generation": generation, "checks": checks})
    return schemathesis.openapi.from_wsgi("/explored.json", door, config=config)


def _failed(event: events.ScenarioFinished) -> Iterator[Found]:
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                case = event.recorder.cases[case_id].value
                said = f"{failure.title}: {failure.message}"
                yield Found(case.operation.label, check.name, said, check.failure_info.code_sample)
