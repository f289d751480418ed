"""Lines of the record as the wire shows them, and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import fields
from sqlalchemy.orm import Session

from backend.audit.models import AuditEntry, Digest
from backend.identity import queries as people
from backend.identity.access.words import WORDS
from backend.identity.roles import ROLES
from backend.kernel.schema import Schema, UtcDateTime, rfc3339

COLUMNS = (
    "at", "person", "role", "organ", "action", "object", "purpose", "result", "code", "method", "route", "session",
    "request_id",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNKNOWN = ("", "")


class NamedThing(Schema):
    """By id and name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class AuditLine(Schema):
    """One line of the record; it names people and things and holds no content."""

    id = fields.Integer(required=True)
    at = UtcDateTime(required=True)
    person = fields.Nested(NamedThing, required=True, allow_none=True)
    role = fields.String(required=True)
    role_name = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    organ = fields.Nested(NamedThing, required=True, allow_none=True)
    action = fields.String(required=True)
    action_name = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    method = fields.String(required=True)
    route = fields.String(required=True)
    object = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    result = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    session = fields.String(required=True, allow_none=True)
    request_id = fields.String(required=True)


def line_answers(tx: Session, rows: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """The lines with the names of people and organs: two queries more, however many they are."""
    names = people.names(tx, [each.person_id for each in rows if each.person_id])
    organs = people.organs_by_id(tx, {each.organ_id for each in rows if each.organ_id})
    return [_line(row, names, {key: each.name for key, each in organs.items()}) for row in rows]


def as_csv(lines: Sequence[dict[str, Any]]) -> str:
    """The lines as CSV with a BOM, so that Excel reads the Chinese; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(line[column]) for column in COLUMNS] for line in lines)
    return "\ufeff" + text.getvalue()


def digest_answers(tx: Session, rows: Sequence[Digest]) -> list[dict[str, Any]]:
    """Daily figures with the names of the readers in them."""
    readers = {UUID(each["person_id"]) for row in rows for each in row.figures["top_readers"]}
    names = people.names(tx, list(readers))
    return [_digest(row, names) for row in rows]


def _digest(row: Digest, names: dict[UUID, str]) -> dict[str, Any]:
    top = [
        {"person": {"id": each["person_id"], "name": names.get(UUID(each["person_id"]), "")}, "n": each["n"]}
        for each in row.figures["top_readers"]
    ]
    refused = [
        {**each, "action_name": _words(WORDS.get(each["action"], UNKNOWN))} for each in row.figures["refused_actions"]
    ]
    return {**row.figures, "day": row.day.isoformat(), "top_readers": top, "refused_actions": refused}


def _line(row: AuditEntry, names: dict[UUID, str], organs: dict[UUID, str]) -> dict[str, Any]:
    role = ROLES.get(row.role)
    return {
        "id": row.id, "at": row.at, "person": _named(row.person_id, names), "organ": _named(row.organ_id, organs),
        "role": row.role, "role_name": _words((role.zh, role.en) if role else UNKNOWN),
        "action": row.action, "action_name": _words(WORDS.get(row.action, UNKNOWN)), "method": row.method,
        "route": row.route, "object": row.object, "purpose": row.purpose, "result": row.result, "code": row.code,
        "session": row.session.hex() if row.session else None, "request_id": row.request_id,
    }  # fmt: skip


def _named(key: UUID | None, names: dict[UUID, str]) -> dict[str, Any] | None:
    return {"id": key, "name": names.get(key, "")} if key else None


def _words(words: tuple[str, str]) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        value = value["name"]
    text = rfc3339(value) if hasattr(value, "astimezone") else str(value or "")
    return f"'{text}" if text.startswith(FORMULA) else text
