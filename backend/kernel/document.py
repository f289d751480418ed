"""The OpenAPI document as programs of others read it: what the library writes down, mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PAGE = {"description": "A page to read.", "content": {"text/html": {"schema": {"type": "string"}}}}
"""Outside the interface people are answered with pages, also when something is refused."""

KEYED = "x-idempotency-key"
"""How a view uses the key, between its decorator and here: "replayed" where a repeat gets the first answer."""

KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "Made by the client before the first try and kept with what is done; UUIDv7 sorts best. The same key"
    " with the same content is done once. With other content, or from another person: 409 `kernel.key_reused`.",
}
REPLAY = {
    "schema": {"type": "string", "enum": ["true"]},
    "description": "Present where this key was answered before: this is that answer again.",
}


def as_others_read(told: dict[str, Any]) -> dict[str, Any]:
    """The document, with errors under the media type that they have, and patterns in the spelling of JSON Schema."""
    for answer in told["components"]["responses"].values():
        if "content" in answer:
            (shape,) = answer["content"].values()
            answer["content"] = {"application/problem+json": shape}
    for path, item in told["paths"].items():
        if not path.startswith("/api/"):
            _as_pages(item)
        _with_key(item)
    told["components"]["parameters"] = {"IdempotencyKey": KEY}
    told["components"]["headers"] = {"IdempotentReplay": REPLAY}
    _spell_patterns(told)
    return told


def _with_key(item: dict[str, Any]) -> None:
    for operation in _operations(item):
        how = operation.pop(KEYED, None)
        if how is not None:
            operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IdempotencyKey"})
        for status, answer in operation["responses"].items() if how == "replayed" else ():
            if str(status).startswith("2"):
                answer.setdefault("headers", {})["Idempotent-Replay"] = {
                    "$ref": "#/components/headers/IdempotentReplay"
                }


def _as_pages(item: dict[str, Any]) -> None:
    for operation in _operations(item):
        operation["responses"]["default"] = PAGE


def _operations(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Beside the parameters that they share."""
    return (each for each in item.values() if isinstance(each, dict))


def _spell_patterns(part: Any) -> None:
    """ECMA 262 has no `\\Z` and no `(?s)`; and a pattern of Python begins where the text begins."""
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _spell_patterns(each)
    if isinstance(part, dict) and isinstance(pattern := part.get("pattern"), str):
        spelled = pattern.replace("(?s).*", r"[\s\S]*").replace(r"\Z", "$")
        part["pattern"] = spelled if spelled.startswith("^") else f"^(?:{spelled})"
