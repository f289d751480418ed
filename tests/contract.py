"""Holds every answer that a test hears to openapi.json: its status, its kind of content, and its shape."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse


class Undocumented(AssertionError):
    """The server answered what openapi.json does not know."""


class HeldClient(FlaskClient):
    """A client that takes no answer of the interface that is not documented."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        hold(self.application, answer)
        return answer


def hold(app: Flask, answer: TestResponse) -> None:
    """Raises Undocumented."""
    operation = _operation(app, answer.request.path, answer.request.method)
    if operation is None or answer.status_code == 304 or not answer.request.path.startswith("/api/v1/"):
        return
    path, documented = operation
    known = documented["responses"].get(str(answer.status_code), documented["responses"]["default"])
    known = _resolved(app, known)
    told = f"{answer.request.method} {path} {answer.status_code}"
    kinds = known.get("content", {})
    if answer.mimetype and kinds and not {answer.mimetype, "*/*"} & kinds.keys():
        raise Undocumented(f"{told}: {answer.mimetype} is not among {sorted(kinds)}")
    schema = kinds.get(answer.mimetype, {}).get("schema")
    if schema and answer.mimetype.endswith("json") and answer.request.method != "HEAD":
        _validate(told, schema, answer)


def _validate(told: str, schema: dict[str, Any], answer: TestResponse) -> None:
    validator = _validator(json.dumps(schema))
    wrong = next(validator.iter_errors(json.loads(answer.data)), None)
    if wrong is not None:
        raise Undocumented(f"{told}: {'.'.join(map(str, wrong.instance_path))}: {wrong.message[:300]}")


def _operation(app: Flask, path: str, method: str) -> tuple[str, dict[str, Any]] | None:
    """The documented path and operation behind an address; None where there is none."""
    try:
        found = app.url_map.bind("localhost").match(path, method, return_rule=True)
    except HTTPException:
        return None
    rule: Rule = found[0]
    named = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)
    documented = _document(app)["paths"].get(named, {}).get(method.lower())
    return (named, documented) if documented else None


_KNOWN: dict[str, Any] = {}


def _document(app: Flask) -> dict[str, Any]:
    """Made once in a process: every application of ours has the same."""
    if not _KNOWN:
        _KNOWN.update(json.loads(FlaskClient(app, app.response_class).get("/api/openapi.json").data))
    return _KNOWN


def _resolved(app: Flask, answer: dict[str, Any]) -> dict[str, Any]:
    name: str = answer.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = _document(app)["components"]["responses"][name] if name else answer
    return found


@cache
def _validator(schema: str) -> Any:
    return jsonschema_rs.Draft202012Validator({**json.loads(schema), "components": _KNOWN["components"]})
