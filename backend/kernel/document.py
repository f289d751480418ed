"""The OpenAPI document as programs of others read it: what the library writes down, mended."""

from __future__ import annotations

from typing import Any

PAGE = {"description": "A page to read.", "content": {"text/html": {"schema": {"type": "string"}}}}
"""Outside the interface people are answered with pages, also when something is refused."""


def as_others_read(told: dict[str, Any]) -> dict[str, Any]:
    """The document, with errors under the media type that they have, and patterns in the spelling of JSON Schema."""
    for answer in told["components"]["responses"].values():
        if "content" in answer:
            (shape,) = answer["content"].values()
            answer["content"] = {"application/problem+json": shape}
    for path, item in told["paths"].items():
        if not path.startswith("/api/"):
            _as_pages(item)
    _spell_patterns(told)
    return told


def _as_pages(item: dict[str, Any]) -> None:
    for operation in item.values():
        if isinstance(operation, dict):
            operation["responses"]["default"] = PAGE


def _spell_patterns(part: Any) -> None:
    """ECMA 262 has no `\\Z` and no `(?s)`; and a pattern of Python begins where the text begins."""
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _spell_patterns(each)
    if isinstance(part, dict) and isinstance(pattern := part.get("pattern"), str):
        spelled = pattern.replace("(?s).*", r"[\s\S]*").replace(r"\Z", "$")
        part["pattern"] = spelled if spelled.startswith("^") else f"^(?:{spelled})"
