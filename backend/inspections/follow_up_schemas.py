"""Shapes of follow-ups on the wire (B-32)."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.inspections.follow_ups import Asked
from backend.inspections.schemas import CorrectionSchema
from backend.kernel.schema import Named, Schema, Told, day
from backend.planning.task_schemas import ItemLabel


class FollowUpSchema(Schema):
    """A follow-up as the phone asks for it. `starts_at` is local time HH:MM; the first officer leads."""

    planned_on = day(required=True)
    starts_at = fields.Time(format="%H:%M", load_default=None, allow_none=True)
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 20))

    @post_load
    def as_asked(self, data: dict[str, Any], **_: Any) -> Asked:
        return Asked(**{**data, "officer_ids": list(dict.fromkeys(data["officer_ids"]))})


class OfficerThere(Told):
    """Who was on the visit."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)


class FollowUpTask(Told):
    """The plan of the follow-up that is under way."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    planned_on = fields.Date(required=True)


class CorrectionTold(Told, CorrectionSchema):
    """What has to be put right."""


class FollowUpTold(Told):
    """An order to correct that waits to be looked at again (B-32).

    It may be followed up from `first_day` to `last_day`; `free` says whether the next time leaves the cap alone.
    """

    inspection_id = fields.UUID(required=True)
    arrived_on = fields.Date(required=True)
    enterprise = fields.Nested(Named, required=True)
    deadline = fields.Date(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    earlier = fields.Integer(required=True)
    free = fields.Boolean(required=True)
    corrections = fields.List(fields.Nested(CorrectionTold), required=True)
    items = fields.List(fields.Nested(ItemLabel), required=True)
    officers = fields.List(fields.Nested(OfficerThere), required=True)
    task = fields.Nested(FollowUpTask, required=True, allow_none=True)


class FollowUps(Told):
    """All that wait, the earliest order first."""

    items = fields.List(fields.Nested(FollowUpTold), required=True)
