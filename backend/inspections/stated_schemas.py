"""Shapes of grounds that are stated afterwards, and of the bureau's answers (B-42)."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.inspections.stated import Told as Statement
from backend.inspections.stated_models import DECISIONS
from backend.kernel.schema import Schema, Told, UtcDateTime
from backend.planning.schemas import said, text

STATES = ("unstated", "stated", *DECISIONS)


class StatedSchema(Schema):
    """The ground, the number that proves it, and what there is to say about it."""

    IDENTITY_NUMBERS = "masked"

    ground = text(40, required=True)
    evidence_id = text(200, load_default=None, allow_none=True)
    words = said(1000, required=True)
    at = UtcDateTime(required=True)

    @post_load
    def as_statement(self, data: dict[str, Any], **_: Any) -> Statement:
        evidence = (data["evidence_id"] or "").strip()
        return Statement(data["ground"], evidence or None, data["words"], data["at"])


class StatedDecision(Schema):
    """confirmed: the violation stands; excused: it stands and is excused; reclassified: judged again with that ground."""

    IDENTITY_NUMBERS = "masked"

    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    note = said(1000, required=True)


class GroundChoice(Told):
    """A ground that the rules of the arrival know. `prior`: it needs an approval before the arrival (B-41)."""

    code = fields.String(required=True)
    evidence = fields.Boolean(required=True)
    prior = fields.Boolean(required=True)


class StatedPart(Told):
    """What was stated, and the answer, if there is one."""

    ground = fields.String(required=True)
    evidence_id = fields.String(required=True, allow_none=True)
    words = fields.String(required=True)
    at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)
    by = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_at = UtcDateTime(required=True, allow_none=True)


class StandingTold(Told):
    """A visit that broke the quiet period, and how far it is. `until`: before this moment a ground may be stated."""

    inspection_id = fields.UUID(required=True)
    enterprise_name = fields.String(required=True)
    organ_name = fields.String(required=True)
    arrived_at = UtcDateTime(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    until = UtcDateTime(required=True)
    grounds = fields.List(fields.Nested(GroundChoice), required=True)
    stated = fields.Nested(StatedPart, required=True, allow_none=True)


class StatedArgs(Schema):
    """Those that nobody has decided, or all."""

    state = fields.String(load_default="open", validate=validate.OneOf(["open", "all"]))


class StatedList(Schema):
    """Those of the own organ, or of the region for the bureau: 200 at most."""

    items = fields.List(fields.Nested(StandingTold), required=True)
