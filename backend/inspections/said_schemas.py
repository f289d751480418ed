"""Shapes of what the enterprise says: its statements, and whom it wants to stand aside."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.kernel.schema import Hash, Named, Schema, UtcDateTime


class StatementAnswer(Schema):
    """What the enterprise stated on its own page."""

    id = fields.UUID(required=True)
    words = fields.String(required=True)
    at = UtcDateTime(required=True)


class RecusalAnswer(Schema):
    """A request that somebody stand aside, with its answer, if it has one (B-13)."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True)
    enterprise_name = fields.String(required=True)
    officer = fields.Nested(Named, required=True)
    reason = fields.String(required=True)
    told_by = fields.String(required=True, validate=validate.OneOf(["officer", "enterprise"]))
    requested_at = UtcDateTime(required=True)
    decision = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_at = UtcDateTime(required=True, allow_none=True)


class SupplementFileAnswer(Schema):
    """A photo or a PDF that came with it."""

    position = fields.Integer(required=True)
    name = fields.String(required=True)
    mime = fields.String(required=True, validate=validate.OneOf(["image/jpeg", "application/pdf"]))
    size = fields.Integer(required=True)
    sha256 = Hash(required=True)


class SupplementAnswer(Schema):
    """What the enterprise added afterwards (E3)."""

    id = fields.UUID(required=True)
    words = fields.String(required=True)
    at = UtcDateTime(required=True)
    files = fields.List(fields.Nested(SupplementFileAnswer), required=True)


class SaidAnswer(Schema):
    """Everything that the enterprise said of one visit, in its order."""

    statements = fields.List(fields.Nested(StatementAnswer), required=True)
    recusals = fields.List(fields.Nested(RecusalAnswer), required=True)
    supplements = fields.List(fields.Nested(SupplementAnswer), required=True)
