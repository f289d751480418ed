"""Shapes of a visit on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.inspections.course import Filing, StepTaken
from backend.inspections.door import Comer
from backend.inspections.said_schemas import RecusalAnswer, StatementAnswer, SupplementAnswer
from backend.inspections.service import Arrival
from backend.inspections.stated_schemas import StandingTold
from backend.inspections.states import STEPS
from backend.inspections.told_schemas import EnterpriseOfVisit, InspectionOfficer, PlaceOfArrival, StepTold
from backend.kernel.schema import ClockSchema, Named, PositionSchema, PositionTold, Schema, Told, UtcDateTime, day
from backend.planning.schemas import text
from backend.planning.task_schemas import EnterpriseFound
from backend.planning.verdict_schemas import EarlierVerdict, VerdictAnswer
from backend.policy.endings import REASONS
from backend.policy.kinds import NON_INSPECTIONS, OUTCOMES

ENDINGS = {reason for several in REASONS.values() for reason in several}


class ScannedSchema(Schema):
    """What was scanned at the door, or typed: any text."""

    IDENTITY_NUMBERS = "masked"

    text = text(2000, required=True)
    source = fields.String(required=True, validate=validate.OneOf(["scan", "typed"]))


class ComerSchema(Schema):
    """An officer who is present, and how that is known."""

    person_id = fields.UUID(required=True)
    card_id = fields.UUID(load_default=None, allow_none=True)
    how = fields.String(required=True, validate=validate.OneOf(["self", "partner_scan", "declared"]))
    role = fields.String(load_default="officer", validate=validate.OneOf(["officer", "assistant", "expert"]))

    @post_load
    def as_comer(self, data: dict[str, Any], **_: Any) -> Comer:
        return Comer(**data)


class CheckInSchema(Schema):
    """An arrival. `captured_at` is the phone's own time; `clock.offset_ms` is server minus phone."""

    IDENTITY_NUMBERS = "masked"

    task_id = fields.UUID(load_default=None, allow_none=True)
    enterprise = fields.Nested(ScannedSchema, required=True)
    captured_at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)
    position_reason = text(200, load_default=None, allow_none=True)
    officers = fields.List(fields.Nested(ComerSchema), required=True, validate=validate.Length(max=50))
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(sorted(NON_INSPECTIONS)))
    """Where no task says what it is, and it is no inspection (B-24)."""

    @post_load
    def as_arrival(self, data: dict[str, Any], **_: Any) -> Arrival:
        scanned = data.pop("enterprise")
        return Arrival(text=scanned["text"], source=scanned["source"], comers=data.pop("officers"), **data)


class CheckInAnswer(Schema):
    """The visit as recorded, with its verdict."""

    inspection_id = fields.UUID(required=True)
    arrived_at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)
    verdict = fields.Nested(VerdictAnswer, required=True)
    task_id = fields.UUID(required=True, allow_none=True)
    enterprise = fields.Nested(EnterpriseFound, required=True, allow_none=True)


class StepSchema(Schema):
    """A step of the visit (B-57)."""

    IDENTITY_NUMBERS = "masked"

    kind = fields.String(required=True, validate=validate.OneOf(STEPS))
    at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)
    person_id = fields.UUID(load_default=None, allow_none=True)
    card_id = fields.UUID(load_default=None, allow_none=True)
    note = text(2000, load_default=None, allow_none=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)

    @post_load
    def as_step(self, data: dict[str, Any], **_: Any) -> StepTaken:
        return StepTaken(**data)


class StepAnswer(Schema):
    """The step as recorded; a second officer brings a new verdict."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    at = UtcDateTime(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    verdict = fields.Nested(VerdictAnswer, allow_none=True)


class CorrectionSchema(Schema):
    """What has to be put right: a question that was answered no, and what was found; or a matter of its own."""

    IDENTITY_NUMBERS = "masked"

    line = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[0-9a-f]{16}\Z"))
    question = text(200, required=True)
    note = text(1000, load_default="")


class ResultSchema(Schema):
    """What the visit ended with (B-66)."""

    IDENTITY_NUMBERS = "masked"

    outcome = fields.String(required=True, validate=validate.OneOf(sorted(OUTCOMES)))
    summary = text(4000, load_default="")
    reason = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(sorted(ENDINGS)))
    deadline = day(load_default=None, allow_none=True)
    corrections = fields.List(fields.Nested(CorrectionSchema), load_default=list, validate=validate.Length(max=100))
    at = UtcDateTime(required=True)

    @post_load
    def as_filing(self, data: dict[str, Any], **_: Any) -> Filing:
        return Filing(**data)


class ResultAnswer(Schema):
    """The result as recorded."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True)
    outcome = fields.String(required=True)
    summary = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    deadline = fields.Date(required=True, allow_none=True)
    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)
    at = UtcDateTime(required=True)


class QuarantineDecision(Schema):
    """Whether a visit that was kept apart counts, and why."""

    decision = fields.String(required=True, validate=validate.OneOf(["counts", "discarded"]))
    note = text(500, required=True)


class QuarantineDecided(Told):
    """The verdict that stands from now on."""

    verdict = fields.Nested(VerdictAnswer, required=True)


class CheckOutSchema(Schema):
    """The departure."""

    IDENTITY_NUMBERS = "masked"

    captured_at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)


class CheckOutAnswer(Schema):
    """The visit after the departure."""

    inspection_id = fields.UUID(required=True)
    state = fields.String(required=True)
    arrived_at = UtcDateTime(required=True)
    left_at = UtcDateTime(required=True)


class InspectionAnswer(Schema):
    """A visit as its officers see it."""

    inspection_id = fields.UUID(required=True)
    task_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True)
    mark = fields.String(required=True)
    kind = fields.String(required=True)
    trigger = fields.String(required=True)
    ground = fields.String(required=True, allow_none=True)
    enterprise = fields.Nested(EnterpriseOfVisit, required=True)
    organ = fields.Nested(Named, required=True)
    arrived_at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)
    left_at = UtcDateTime(required=True, allow_none=True)
    closed_at = UtcDateTime(required=True, allow_none=True)
    position = fields.Nested(PositionTold, required=True, allow_none=True)
    place = fields.Nested(PlaceOfArrival, required=True)
    officers = fields.List(fields.Nested(InspectionOfficer), required=True)
    steps = fields.List(fields.Nested(StepTold), required=True)
    verdict = fields.Nested(VerdictAnswer, required=True)
    verdicts = fields.List(fields.Nested(EarlierVerdict), required=True)
    result = fields.Nested(ResultAnswer, required=True, allow_none=True)
    statements = fields.List(fields.Nested(StatementAnswer), required=True)
    recusals = fields.List(fields.Nested(RecusalAnswer), required=True)
    supplements = fields.List(fields.Nested(SupplementAnswer), required=True)
    stated = fields.Nested(StandingTold, required=True, allow_none=True)
