"""What a request says, read strictly: JSON of a bounded depth, and nothing in it that we could not keep.

Every schema asks `unkeepable` before it looks at its own fields, so that no field has to think of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow as ma
from flask import Request
from flask.json.provider import DefaultJSONProvider
from webargs.core import missing
from webargs.flaskparser import FlaskParser

from backend.kernel.identity_numbers import identity_number_in, masked

DEEPEST = 40
"""Levels of nesting that are read; far beyond any schema of ours, far below what a parser can stand."""

MOST_VALUES = 40_000
"""Values in one text; the largest request of ours has some hundreds, our own document of the API some twenty thousand.
Counting stops here, so that size costs no time."""

NO_TEXT = "Text that cannot be kept: U+0000 or half a character."
NO_NUMBER = "Special numeric values (nan or infinity) are not permitted."


class StrictJson(DefaultJSONProvider):
    """How the content of requests is read, and ours is written."""

    ensure_ascii = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The values. Raises ValueError for what is no JSON, says a name twice, or is too deep or of too many parts."""
        try:
            read = super().loads(s, object_pairs_hook=_once_each, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
        for count, (path, _) in enumerate(_walk(read)):
            if len(path) > DEEPEST or count > MOST_VALUES:
                raise ValueError("nested too deep, or too many values")
        return read


class ContentParser(FlaskParser):
    """Lets schemas see the JSON that the request has read."""

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """The content, or missing where there is none. Raises BadRequest where it cannot be read."""
        return req.get_json() if req.is_json and req.get_data(cache=True) else missing


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are said once: of two values under one name nobody could say which was meant."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name is said twice")
    return read


def unkeepable(content: Any) -> dict[str, list[str]]:
    """Dotted path → what is wrong, for the first thing that PostgreSQL or JSON cannot hold; empty if there is none."""
    for path, value in _walk(content):
        wrong = NO_TEXT if not all(map(_is_text, (*path, value))) else None
        if isinstance(value, float) and not math.isfinite(value):
            wrong = NO_NUMBER
        if wrong:
            return {_shown(".".join(map(str, path))): [wrong]}
    return {}


def identity_number_at(content: Any) -> str | None:
    """Dotted path of the first text with an identity number in it; None where there is none (B-102)."""
    found = (path for path, value in _walk(content) if isinstance(value, str) and identity_number_in(value))
    return next((".".join(map(str, path)) for path in found), None)


def without_identity_numbers(content: Any) -> Any:
    """The same content with every identity number in its texts masked; for facts, which are never refused."""
    if isinstance(content, str):
        return masked(content)
    if isinstance(content, Mapping):
        return {key: without_identity_numbers(each) for key, each in content.items()}
    return [without_identity_numbers(each) for each in content] if isinstance(content, list) else content


def _is_text(value: Any) -> bool:
    """Whether this is text that UTF-8 and PostgreSQL can write; anything that is no text will do."""
    if not isinstance(value, str):
        return True
    return "\0" not in value and (value.isascii() or _shown(value) == value)


def _shown(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _walk(content: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value with its path, without recursion. Stops going down behind DEEPEST."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), content)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if len(path) > DEEPEST:
            continue
        pairs = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
        waiting.extend(((*path, key), each) for key, each in pairs)
