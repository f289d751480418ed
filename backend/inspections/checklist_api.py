"""/inspections/{id}/answers: what was found, question by question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.identity.edge import revoked_sender
from backend.inspections import checklist, quarantine
from backend.inspections.replays_api import blueprint
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import ClockSchema, Schema, UtcDateTime
from backend.planning.schemas import text
from backend.policy.checklist import ANSWERS, LONGEST_QUESTION, LONGEST_UNIT, NUMBER, key_of

__all__ = ["blueprint"]

LONGEST_NOTE = 1000
MOST_PHOTOS = 20


class AnswerSchema(Schema):
    """An answer. `line` names the question that stands beside it, so that it can be read without our lists."""

    IDENTITY_NUMBERS = "masked"

    line = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{16}\Z"))
    question = text(LONGEST_QUESTION, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(sorted(ANSWERS)))
    unit = text(LONGEST_UNIT, load_default="")
    answer = fields.String(required=True, validate=validate.OneOf(["yes", "no", "na", "value"]))
    value = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(rf"{NUMBER.pattern}\Z"))
    note = text(LONGEST_NOTE, load_default="")
    photos = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_PHOTOS))
    at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)

    @validates_schema
    def _fits(self, data: dict[str, Any], **_: Any) -> None:
        if data["line"] != key_of(data["question"], data["kind"], data["unit"]):
            raise ValidationError({"line": ["Names another question."]})
        if data["answer"] not in ANSWERS[data["kind"]]:
            raise ValidationError({"answer": ["This question is not answered so."]})
        if (data["answer"] == "value") != (data["value"] is not None):
            raise ValidationError({"value": ["A value is needed, and only where the answer is one."]})

    @post_load
    def as_told(self, data: dict[str, Any], **_: Any) -> checklist.Told:
        return checklist.Told(**data)


class AnswerAnswer(Schema):
    """The answer as recorded. `listed`: whether the form of the visit asks it."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True)
    line = fields.String(required=True)
    answer = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)
    listed = fields.Boolean(required=True)
    at = UtcDateTime(required=True)


@blueprint.route("/inspections/<uuid:inspection_id>/answers", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(AnswerSchema)
@blueprint.response(201, AnswerAnswer)
def record_answer(told: checklist.Told, inspection_id: UUID) -> Any:
    """Answer a question of the checklist; a later answer counts instead, and both are kept."""
    key = idempotency_key()
    row = checklist.answer(tx(), actor=actor(), now=now(), answer_id=key, inspection_id=inspection_id, told=told)
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    return row
