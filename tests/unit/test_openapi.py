"""openapi.json tells all: what every answer holds, and which key every write takes. A loose shape holds nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")

EMPTY = {
    "HEAD /api/v1/uploads/{upload_id}": "tus: the offset is a header",
    "POST /api/v1/uploads": "tus: the address is a header",
}
"""Answers of 200 and 201 without content."""

LOOSE = {
    "Alert.facts": "what the rule looked at; each code has its own",
    "ApprovalAnswer.subject": "what shall be done; each kind of request has its own",
    "CapAnswer.facts": "what the rule looked at; each code has its own",
    "CellChange.after": "whatever the column of the register holds",
    "CellChange.before": "whatever the column of the register holds",
    "DrawFile.objects": "pairs of a name and its weight, a text and a whole number",
    "FieldChange.after": "whatever the column of the row holds",
    "FieldChange.before": "whatever the column of the row holds",
    "FileEntry": "a value for each column of the edition; `columns` names them",
    "FindingAnswer.facts": "what the rule looked at; each code has its own",
    "ListChange.after": "a value for each column of the list; `columns` names them",
    "ListChange.before": "a value for each column of the list; `columns` names them",
    "ListEntry.values": "a value for each column of the edition; `columns` names them",
    "Message.facts": "what the message is about; each kind has its own",
    "MyDataFile": "all rows of each kind of data; docs/held.md says which there are",
    "Options.options": "WebAuthn's own, made by its library",
    "PresetAnswer.body": "the parameters of a rule set: docs/rules.md",
    "QuietAnswer.facts": "what the rule looked at; each code has its own",
    "PreviewAnswer.body": "the parameters of a rule set: docs/rules.md",
    "RuleSetInFull.body": "the parameters of a rule set: docs/rules.md",
    "SnapshotRules.body": "the parameters of a rule set: docs/rules.md",
    "WaitingAnswer.body": "the parameters of a rule set: docs/rules.md",
}
"""Parts of answers that may hold anything, and why."""


DOCUMENT: dict[str, Any] = json.loads((Path(__file__).parents[2] / "openapi.json").read_text())
"""As it was committed; `tests/api/test_every_route.py` holds it fresh."""


def answers() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(operation, status, answer) of everything that may go well."""
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            for status, answer in item.get(method, {}).get("responses", {}).items():
                if status.startswith("2"):
                    yield f"{method.upper()} {path}", status, answer


def test_every_good_answer_says_which_content_it_has() -> None:
    bare = {name for name, status, answer in answers() if status != "204" and not answer.get("content")}
    assert bare == EMPTY.keys()


def test_every_json_answer_says_what_it_holds() -> None:
    found = set()
    for name, _, answer in answers():
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        found |= set() if schema is None else loose(schema, name, DOCUMENT["components"]["schemas"], set())
    assert found == LOOSE.keys()


def loose(schema: dict[str, Any], name: str, known: dict[str, Any], seen: set[str]) -> set[str]:
    """The names of the parts that may hold anything."""
    if "$ref" in schema:
        called = schema["$ref"].rpartition("/")[2]
        if called in seen:
            return set()
        seen.add(called)
        return loose(known[called], called, known, seen)
    parts = [(name, each) for each in schema.get("anyOf", ())]
    parts += [(f"{name}.{key}", each) for key, each in schema.get("properties", {}).items()]
    parts += [(name, schema[key]) for key in ("items",) if key in schema]
    rest = schema.get("additionalProperties")
    anything = not (schema.keys() - {"readOnly", "description"}) or rest is True or rest == {}
    found = {name} if anything else set()
    parts += [(name, rest)] if isinstance(rest, dict) and rest else []
    return found.union(*(loose(each, inner, known, seen) for inner, each in parts))


def test_an_answer_without_a_shape_is_found() -> None:
    anything = {"type": "object", "additionalProperties": {}}
    known = {"Row": {"type": "object", "additionalProperties": False, "properties": {"facts": anything}}}
    answer = {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}
    assert loose(answer, "GET /x", known, set()) == {"Row.facts"}
    assert loose({}, "GET /x", known, set()) == {"GET /x"}


def test_every_shape_has_a_name_of_its_own() -> None:
    """A second one of the same name would be called Name1."""
    assert not [each for each in DOCUMENT["components"]["schemas"] if re.search(r"\d$", each)]


def test_the_key_is_required_and_a_uuid() -> None:
    key = DOCUMENT["components"]["parameters"]["IdempotencyKey"]
    assert (key["in"], key["name"], key["required"]) == ("header", "Idempotency-Key", True)
    assert key["schema"]["format"] == "uuid"
    assert "enum" in DOCUMENT["components"]["headers"]["IdempotentReplay"]["schema"]
