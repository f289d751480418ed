"""Shapes of what a visit tells of itself: people, steps, answers, records."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.inspections.record_schemas import PICTURES, RecordContent
from backend.kernel.schema import Told, UtcDateTime
from backend.planning.task_schemas import ChecklistLine


class EnterpriseOfVisit(Told):
    """The enterprise as the file of the visit copied it; without an id where nobody could tell which it is (B-48)."""

    id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    identifier = fields.String(required=True)
    address = fields.String(required=True)


class PlaceOfArrival(Told):
    """How near to the premises the arrival was (B-50)."""

    code = fields.String(required=True)
    distance_m = fields.Float(required=True, allow_none=True)


class CardAtDoor(Told):
    """The card and its state at that moment (B-11)."""

    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)


class VisitOfficer(Told):
    """Somebody who came, and how that is known."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    how = fields.String(required=True)
    at = UtcDateTime(required=True)
    card = fields.Nested(CardAtDoor, required=True, allow_none=True)


class InspectionOfficer(VisitOfficer):
    """The same, and as what: officer, assistant or expert (B-12)."""

    role = fields.String(required=True)


class StepTold(Told):
    """A step of the visit (B-57)."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    at = UtcDateTime(required=True)
    note = fields.String(required=True, allow_none=True)
    person_id = fields.UUID(required=True, allow_none=True)


class GivenAnswer(Told):
    """An answer to a question of the checklist. `listed`: whether the form of the visit asks it."""

    id = fields.UUID(required=True)
    answer = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)
    photos = fields.List(fields.UUID(), required=True)
    at = UtcDateTime(required=True)
    by = fields.String(required=True)
    listed = fields.Boolean(required=True)


class AnsweredLine(ChecklistLine):
    """A question with the answer that counts and those before it, the newest first."""

    answer = fields.Nested(GivenAnswer, required=True, allow_none=True)
    earlier = fields.List(fields.Nested(GivenAnswer), required=True)


class RecordContentTold(Told, RecordContent):
    """What the record says, as it was locked."""


class SignatureTold(Told):
    """A signature under a version of the record, or its refusal with the reason (B-67)."""

    id = fields.UUID(required=True)
    role = fields.String(required=True)
    name = fields.String(required=True)
    refused = fields.Boolean(required=True)
    reason = fields.String(required=True)
    media_id = fields.UUID(required=True, allow_none=True)
    at = UtcDateTime(required=True)
    image_sha256 = fields.String(required=True, allow_none=True)
    strokes = fields.List(fields.List(fields.Integer()), required=True)
    how = fields.String(required=True)
    witness = fields.String(required=True, allow_none=True)
    picture = fields.String(required=True, allow_none=True, validate=validate.OneOf(PICTURES))


class RecordTold(Told):
    """A version of the on-site record with who signed it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    hash = fields.String(required=True)
    at = UtcDateTime(required=True)
    content = fields.Nested(RecordContentTold, required=True)
    signatures = fields.List(fields.Nested(SignatureTold), required=True)


class CodelessTold(Told):
    """A visit that began without a code, with the reason, if anybody said it (B-54)."""

    inspection_id = fields.UUID(required=True)
    reason = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)
    at = UtcDateTime(required=True, allow_none=True)
    by = fields.String(required=True, allow_none=True)
    due = fields.Date(required=True)
    """The last day on which it can be reported in time."""
    scanned = fields.Boolean(required=True)
    """Whether the code was shown before they left."""


class AbortNoteTold(Told):
    """A visit that was broken off like the one before it, with the leader's note, if it has one (B-33)."""

    inspection_id = fields.UUID(required=True)
    enterprise_name = fields.String(required=True)
    arrived_at = UtcDateTime(required=True)
    times = fields.Integer(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    summary = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    noted_by = fields.String(required=True, allow_none=True)
    noted_at = UtcDateTime(required=True, allow_none=True)
