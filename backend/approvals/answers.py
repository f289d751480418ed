"""Requests as the wire shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from backend.approvals.engine import may_decide
from backend.approvals.models import ApprovalRequest
from backend.identity import queries as people
from backend.identity.access.words import WORDS
from backend.identity.actor import Actor
from backend.kernel.noting import say
from backend.kernel.schema import Named, Schema, UtcDateTime, Words


class OpeningReason(Schema):
    """Why what is sealed must be read; the second person decides on this, and it stands in the record."""

    reason = fields.String(required=True, validate=[validate.Length(max=1000), validate.Regexp(r"(?s).*\S.*\S")])


def told_once(opened: dict[str, Any], *, reason: str, object_id: UUID | str) -> Response:
    """What two people opened (B-102): the reading stands in the record with its reason, and no cache keeps the answer."""
    say(purpose=reason, object_id=object_id)
    response = jsonify(opened)
    response.headers["Cache-Control"] = "no-store"
    return response


class ApprovalAnswer(Schema):
    """A request for two people; `may_decide` is the reader's own right, `state` is 'expired' after seven days."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    kind_name = fields.Nested(Words, required=True)
    subject = fields.Dict(required=True)
    reason = fields.String(required=True)
    requested_by = fields.Nested(Named, required=True)
    requested_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)
    state = fields.String(required=True)
    decided_by = fields.Nested(Named, required=True, allow_none=True)
    decided_at = UtcDateTime(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    mine = fields.Boolean(required=True)
    may_decide = fields.Boolean(required=True)


def approval_answers(tx: Session, actor: Actor, rows: Sequence[ApprovalRequest], now: datetime) -> list[dict[str, Any]]:
    """The requests with the names of those who asked and decided: one query more, however many they are."""
    names = people.names(tx, [each for row in rows for each in (row.requested_by, row.decided_by) if each])
    return [_answer(row, actor, names, now) for row in rows]


def _answer(row: ApprovalRequest, actor: Actor, names: dict[Any, str], now: datetime) -> dict[str, Any]:
    zh, en = WORDS[row.kind]
    state = state_at(row, now)
    return {
        "id": row.id, "kind": row.kind, "kind_name": {"zh": zh, "en": en}, "subject": row.subject, "reason": row.reason,
        "requested_by": {"id": row.requested_by, "name": names[row.requested_by]}, "requested_at": row.requested_at,
        "expires_at": row.expires_at, "state": state,
        "decided_by": {"id": row.decided_by, "name": names[row.decided_by]} if row.decided_by else None,
        "decided_at": row.decided_at, "note": row.note, "mine": row.requested_by == actor.person_id,
        "may_decide": state == "waiting" and may_decide(actor, row),
    }  # fmt: skip


def state_at(row: ApprovalRequest, now: datetime) -> str:
    """The state with the term reckoned in."""
    return "expired" if row.state == "waiting" and now >= row.expires_at else row.state
