"""Shapes of visits as the desk reads them: a line of the list, and one visit in full."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.evidence.schemas import CompletenessAnswer, MediaAnswer
from backend.inspections.follow_up_schemas import FollowUpTold
from backend.inspections.said_schemas import SaidAnswer
from backend.inspections.schemas import CorrectionSchema
from backend.inspections.stated_schemas import StandingTold
from backend.inspections.told_schemas import AbortNoteTold, AnsweredLine, CodelessTold, RecordTold, VisitOfficer
from backend.kernel.schema import Named, Paged, PointTold, Told, UtcDateTime, Words
from backend.planning.task_schemas import TaskAnswer
from backend.planning.verdict_schemas import EarlierVerdict, VerdictAnswer
from backend.supervision.api import AlertSchema


class EnterpriseCalled(Told):
    """The enterprise as somebody reads it in a list."""

    name = fields.String(required=True)
    identifier = fields.String(required=True, allow_none=True)


class RecordedAnswer(Told):
    """Seconds that have passed on site, and seconds that recordings cover (B-59)."""

    required_s = fields.Integer(required=True)
    recorded_s = fields.Integer(required=True)


class VisitLine(Told):
    """A visit, planned or come."""

    id = fields.UUID(required=True)
    task_id = fields.UUID(required=True, allow_none=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    enterprise = fields.Nested(EnterpriseCalled, required=True)
    organ = fields.Nested(Named, required=True)
    state = fields.String(required=True, validate=validate.OneOf(["planned", "ongoing", "left", "closed"]))
    mark = fields.String(required=True)
    planned_on = fields.Date(required=True, allow_none=True)
    starts_at = fields.String(required=True, allow_none=True)
    arrived_at = UtcDateTime(required=True, allow_none=True)
    left_at = UtcDateTime(required=True, allow_none=True)
    closed_at = UtcDateTime(required=True, allow_none=True)
    point = fields.Nested(PointTold, required=True, allow_none=True)
    headline = fields.Nested(Words, required=True)
    recording = fields.Nested(RecordedAnswer, required=True)
    unsealed = fields.Integer(required=True)


class VisitPage(Paged):
    """A page of visits, the day's counts, and the place in the live stream from which to follow."""

    items = fields.List(fields.Nested(VisitLine), required=True)
    day = fields.Date(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    as_of = fields.String(required=True)


class HappeningAnswer(Told):
    """A line of the visit's course; what should have happened and did not has no moment (B-57)."""

    at = UtcDateTime(required=True, allow_none=True)
    kind = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    detail = fields.Nested(Words, required=True)
    missing = fields.Boolean(required=True)


class PlaceAnswer(Told):
    """Where the arrival was, beside the premises (B-50)."""

    point = fields.Nested(PointTold, required=True, allow_none=True)
    premises = fields.Nested(PointTold, required=True, allow_none=True)
    accuracy_m = fields.Float(required=True, allow_none=True)
    distance_m = fields.Float(required=True, allow_none=True)
    radius_m = fields.Float(required=True)
    place_type = fields.String(required=True)
    datum = fields.String(required=True, allow_none=True)
    place = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    sentence = fields.Nested(Words, required=True)


class ResultTold(Told):
    """What the visit ended with (B-66)."""

    outcome = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    summary = fields.String(required=True)
    at = UtcDateTime(required=True)
    deadline = fields.Date(required=True, allow_none=True)
    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)


class RatingTold(Told):
    """What the enterprise thought of it; its words stay sealed (B-74)."""

    stars = fields.Integer(required=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    words_sealed = fields.Boolean(required=True)


class VisitDetail(VisitLine):
    """One visit in full: the row of the list, and what belongs to it. Parts are only ever added."""

    task = fields.Nested(TaskAnswer, required=True, allow_none=True)
    timeline = fields.List(fields.Nested(HappeningAnswer), required=True)
    completeness = fields.Nested(CompletenessAnswer, required=True)
    verdict = fields.Nested(VerdictAnswer, required=True, allow_none=True)
    verdicts = fields.List(fields.Nested(EarlierVerdict), required=True)
    position = fields.Nested(PlaceAnswer, required=True, allow_none=True)
    officers = fields.List(fields.Nested(VisitOfficer), required=True)
    media = fields.List(fields.Nested(MediaAnswer), required=True)
    checklist = fields.List(fields.Nested(AnsweredLine), required=True)
    records = fields.List(fields.Nested(RecordTold), required=True)
    result = fields.Nested(ResultTold, required=True, allow_none=True)
    follow_up = fields.Nested(FollowUpTold, required=True, allow_none=True)
    codeless = fields.Nested(CodelessTold, required=True, allow_none=True)
    stated = fields.Nested(StandingTold, required=True, allow_none=True)
    abort_note = fields.Nested(AbortNoteTold, required=True, allow_none=True)
    said = fields.Nested(SaidAnswer, required=True)
    rating = fields.Nested(RatingTold, required=True, allow_none=True)
    alerts = fields.List(fields.Nested(AlertSchema), required=True)
