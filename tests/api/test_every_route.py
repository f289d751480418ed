"""Every route says who may use it, is described in the OpenAPI document, and refuses strangers with a problem."""

from __future__ import annotations

import json
import re
from pathlib import Path

from backend.identity.access.table import MAY, TWO_PEOPLE
from tests.world import Api

# The stream is a process of its own; a view may ask for more in its middle; a request for two people asks for its kind.
ASKED_INSIDE = {
    "events.follow",
    "rating.see",
    "map.places",
    "alert.voiced.see",
    "clue.teller.see",
    "card.revoke",
} | TWO_PEOPLE


def views(app):
    for rule in app.url_map.iter_rules():
        yield rule, app.view_functions[rule.endpoint]


def test_every_route_declares_its_access(app):
    for rule, view in views(app):
        action = getattr(view, "access", None)
        assert action == "public" or action in MAY, (
            f"{rule} says nothing about access, or an action that is not in the table"
        )


def test_every_action_of_the_table_is_used_by_a_route(app):
    used = {getattr(view, "access", None) for _, view in views(app)}
    assert set(MAY) - used <= ASKED_INSIDE


def test_the_document_is_openapi_3_1_and_names_the_access_of_every_operation(app):
    document = app.test_client().get("/api/openapi.json").json

    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in ("get", "post", "put", "patch", "delete", "head"):
                assert operation.get("x-access"), f"{method} {path} has no x-access"


KEY = {"$ref": "#/components/parameters/IdempotencyKey"}
NAMED_BY_KEY = {"POST /api/v1/imports", "POST /api/v1/passkeys"}
"""They take the key as the id of what they make and keep no answer."""


def test_every_write_that_is_done_once_names_its_key_and_no_other(app):
    paths = app.test_client().get("/api/openapi.json").json["paths"]
    once = set()
    for rule, view in views(app):
        for method in {"POST", "PUT", "PATCH", "DELETE"} & rule.methods if getattr(view, "idempotent", False) else ():
            path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)
            once.add(f"{method} {path}")
            good = [told for status, told in paths[path][method.lower()]["responses"].items() if status[0] == "2"]
            assert good and all("Idempotent-Replay" in told["headers"] for told in good), f"{method} {path}"
    asked = {
        f"{method.upper()} {path}"
        for path, item in paths.items()
        for method, operation in item.items()
        if method != "parameters" and KEY in operation.get("parameters", ())
    }
    assert asked == once | NAMED_BY_KEY


def test_a_stranger_is_refused_everywhere_with_a_problem(app, api: Api, world):
    stranger = api.as_(None).client
    for rule, view in views(app):
        if getattr(view, "access", "public") == "public" or rule.methods == "OPTIONS":
            continue
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}), "HEAD")
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(
                f"<{_converter(rule, name)}{name}>",
                "0192d3f0-0000-7000-8000-000000000001" if _converter(rule, name) == "uuid:" else "1",
            )
        answer = stranger.open(path, method=method, headers={"Idempotency-Key": "0192d3f0-0000-7000-8000-000000000002"})
        assert answer.status_code in (401, 404, 422), f"{method} {path}: {answer.status_code}"
        assert answer.mimetype == "application/problem+json", f"{method} {path}"


def _converter(rule, name: str) -> str:
    start = rule.rule.rfind("<", 0, rule.rule.index(f"{name}>"))
    return rule.rule[start + 1 : rule.rule.index(f"{name}>")]


def test_the_committed_contract_is_fresh(app):
    """`liangma openapi` writes openapi.json; other people's programs are built from it."""
    committed = json.loads((Path(__file__).parents[2] / "openapi.json").read_text())
    assert committed == app.test_client().get("/api/openapi.json").json
