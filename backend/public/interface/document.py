"""From the OpenAPI 3.1 document to what a page shows: sections, operations, fields. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
DEEPEST = 4
"""A field inside a field inside a field …: further down the document itself is the better reading."""

Shape = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is the way to it (`officers[].number`); `kind` its type and bounds in the words of JSON Schema."""

    name: str
    kind: str
    required: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back with this status."""

    status: str
    media: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`action` is its row in the access table; `asked` are fields of path, query and header, `body` those of the body."""

    method: str
    path: str
    summary: str
    description: str
    action: str
    asked: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.method}-{self.path}".lower().replace("/", "-").replace("{", "").replace("}", "")


def sections(document: Shape) -> dict[str, list[Operation]]:
    """Operations by section, in the order in which the document names its sections."""
    told: dict[str, list[Operation]] = {tag["name"]: [] for tag in document.get("tags", ())}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item and item[method].get("tags"):
                told[item[method]["tags"][0]].append(_operation(document, method, path, item))
    return {name: operations for name, operations in told.items() if operations}


def _operation(document: Shape, method: str, path: str, item: Shape) -> Operation:
    about = item[method]
    parameters = [*item.get("parameters", ()), *about.get("parameters", ())]
    return Operation(
        method.upper(), path, about.get("summary", ""), about.get("description", ""), about.get("x-access", ""),
        tuple(_parameter(document, _resolved(document, each)) for each in parameters),
        tuple(_content(document, about.get("requestBody", {}))[1]),
        tuple(_answers(document, about["responses"])),
    )  # fmt: skip


def _parameter(document: Shape, each: Shape) -> Field:
    name = each["name"] if each["in"] == "query" else f"{each['name']} ({each['in']})"
    return Field(
        name, kind_of(document, each.get("schema", {})), bool(each.get("required")), each.get("description", "")
    )


def _answers(document: Shape, responses: Shape) -> Iterator[Answer]:
    """Those of this operation alone: what goes wrong looks alike everywhere and is told once."""
    for status, told in responses.items():
        if status.startswith(("2", "3")):
            media, fields = _content(document, _resolved(document, told))
            yield Answer(status, media, tuple(fields))


def _content(document: Shape, holder: Shape) -> tuple[str, list[Field]]:
    for media, content in holder.get("content", {}).items():
        return media, list(fields_of(document, content.get("schema", {})))
    return "", []


def fields_of(document: Shape, schema: Shape, at: str = "", depth: int = 0) -> Iterator[Field]:
    """The fields of an object, those inside it after it."""
    schema = _plain(document, schema)
    if schema.get("type") == "array":
        yield from fields_of(document, schema.get("items", {}), f"{at}[]", depth)
        return
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        way = f"{at}.{name}" if at else name
        yield Field(way, kind_of(document, inner), name in required, _plain(document, inner).get("description", ""))
        if depth < DEEPEST:
            yield from fields_of(document, inner, way, depth + 1)


def kind_of(document: Shape, schema: Shape) -> str:
    """`string, date-time`, `integer 1–200`, `[object] ≤ 50`, `one of a, b`."""
    plain = _plain(document, schema)
    if "enum" in plain:
        return "one of " + ", ".join(str(each) for each in plain["enum"] if each is not None) + _or_null(plain, schema)
    names = [each for each in _listed(plain.get("type", "any")) if each != "null"]
    words = " or ".join(names)
    if words == "array":
        words = f"[{kind_of(document, plain.get('items', {}))}]"
    parts = [words, plain.get("format", "")]
    return ", ".join(filter(None, parts)) + _bounds(plain) + _or_null(plain, schema)


def _or_null(plain: Shape, schema: Shape) -> str:
    optional = "null" in _listed(plain.get("type", ())) or {"type": "null"} in schema.get("anyOf", ())
    return " or null" if optional else ""


def _bounds(plain: Shape) -> str:
    for least, most in (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")):
        low, high = plain.get(least), plain.get(most)
        if low is not None and high is not None:
            return f" {low}–{high}"
        if low is not None or high is not None:
            return f" ≤ {high}" if low is None else f" ≥ {low}"
    return ""


def _plain(document: Shape, schema: Shape) -> Shape:
    """Without references, and without the null beside the one shape that is meant."""
    schema = _resolved(document, schema)
    others = [each for each in schema.get("anyOf", schema.get("allOf", ())) if each != {"type": "null"}]
    return _plain(document, others[0]) if len(others) == 1 else schema


def _resolved(document: Shape, shape: Shape) -> Shape:
    while "$ref" in shape:
        found: Any = document
        for step in shape["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        shape = found
    return shape


def _listed(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
