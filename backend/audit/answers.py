"""Lines of the record as the wire shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import fields
from sqlalchemy.orm import Session

from backend.audit.models import AuditEntry, Digest
from backend.audit.outside import called, role_called
from backend.identity import queries as people
from backend.kernel.schema import Named, Schema, Told, UtcDateTime, Words


class AuditLine(Schema):
    """One line of the record; it names people and things and holds no content."""

    id = fields.Integer(required=True)
    at = UtcDateTime(required=True)
    person = fields.Nested(Named, required=True, allow_none=True)
    role = fields.String(required=True)
    role_name = fields.Nested(Words, required=True)
    organ = fields.Nested(Named, required=True, allow_none=True)
    action = fields.String(required=True)
    action_name = fields.Nested(Words, required=True)
    method = fields.String(required=True)
    route = fields.String(required=True)
    object = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    result = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    session = fields.String(required=True, allow_none=True)
    request_id = fields.String(required=True)


class TopReader(Told):
    """Who looked most, and how often."""

    person = fields.Nested(Named, required=True)
    n = fields.Integer(required=True)


class RefusedAction(Told):
    """What was refused, and how often."""

    action = fields.String(required=True)
    action_name = fields.Nested(Words, required=True)
    n = fields.Integer(required=True)


class PurposeTold(Told):
    """Why people looked, and how often."""

    purpose = fields.String(required=True)
    n = fields.Integer(required=True)


class DigestAnswer(Told):
    """The figures of one local day."""

    day = fields.Date(required=True)
    views = fields.Integer(required=True)
    plays = fields.Integer(required=True)
    unsealings = fields.Integer(required=True)
    refusals = fields.Integer(required=True)
    strangers = fields.Integer(required=True)
    failed_checks = fields.Integer(required=True)
    top_readers = fields.List(fields.Nested(TopReader), required=True)
    refused_actions = fields.List(fields.Nested(RefusedAction), required=True)
    purposes = fields.List(fields.Nested(PurposeTold), required=True)


def line_answers(tx: Session, rows: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """The lines with the names of people and organs: two queries more, however many they are."""
    names = people.names(tx, [each.person_id for each in rows if each.person_id])
    organs = people.organs_by_id(tx, {each.organ_id for each in rows if each.organ_id})
    return [_line(row, names, {key: each.name for key, each in organs.items()}) for row in rows]


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
    refused = [{**each, "action_name": _words(called(each["action"]))} for each in row.figures["refused_actions"]]
    return {**row.figures, "day": row.day.isoformat(), "top_readers": top, "refused_actions": refused}


def _line(row: AuditEntry, names: dict[UUID, str], organs: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": row.id, "at": row.at, "person": _named(row.person_id, names), "organ": _named(row.organ_id, organs),
        "role": row.role, "role_name": _words(role_called(row.role)),
        "action": row.action, "action_name": _words(called(row.action)), "method": row.method,
        "route": row.route, "object": row.object, "purpose": row.purpose, "result": row.result, "code": row.code,
        "session": row.session.hex() if row.session else None, "request_id": row.request_id,
    }  # fmt: skip


def _named(key: UUID | None, names: dict[UUID, str]) -> dict[str, Any] | None:
    return {"id": key, "name": names.get(key, "")} if key else None


def _words(words: tuple[str, str]) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}
