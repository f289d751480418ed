"""Shapes of draws on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.draws.crews import Appointment
from backend.draws.queries import SORTING
from backend.draws.service import Order
from backend.draws.states import REASONS, STATES
from backend.kernel.schema import Named, PageArgs, Paged, Schema, Told, UtcDateTime
from backend.kernel.schema import day as calendar_day
from backend.policy.pool import REASONS as EXCLUSIONS

VISIBLE = r"[^\x00-\x1f\x7f-\x9f]*\Z"


def _line(most: int, least: int = 0, **options: Any) -> fields.String:
    """A text of one line, in which at least so many characters are to be read."""
    wanted = validate.Regexp(r"(?=" + r".*\S" * least + ")" + VISIBLE)
    return fields.String(validate=[validate.Length(max=most), wanted], **options)


class DrawArgs(PageArgs):
    """Which draws; none given means all."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *STATES]))
    sort = SORTING.field()


class DrawBody(Schema):
    """What shall be drawn. `industry`: how the industry of those asked begins; `source`: where the public value will stand."""

    item_id = fields.UUID(required=True)
    wanted = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    first_day = calendar_day(required=True)
    last_day = calendar_day(required=True)
    industry = _line(40, load_default="")
    source = _line(200, 2, required=True)
    fixed_at = UtcDateTime(required=True)

    @post_load
    def as_order(self, data: dict[str, Any], **_: Any) -> Order:
        return Order(**{**data, "industry": data["industry"].strip()})


class ValueBody(Schema):
    """The public value as its source says it."""

    public_value = _line(200, 1, required=True)


class AbandonBody(Schema):
    """Why the draw is given up: everybody reads it."""

    reason = _line(500, 2, required=True)


class ReplacementBody(Schema):
    """Who does not go, and why; the note stays at the desk."""

    number = _line(40, required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    note = _line(500, load_default="")


class AppointmentBody(Schema):
    """When the visit shall be, and why entry is needed."""

    planned_on = calendar_day(required=True)
    starts_at = fields.Time(format="%H:%M", load_default=None, allow_none=True)
    entry_reason = _line(500, 2, required=True)

    @post_load
    def as_appointment(self, data: dict[str, Any], **_: Any) -> Appointment:
        return Appointment(**{**data, "entry_reason": data["entry_reason"].strip()})


class DrawActTold(Told):
    """One move of a draw, who made it, and what it settled."""

    at = fields.String(required=True)
    by = fields.Nested(Named, required=True)
    commitment = fields.String(required=True, allow_none=True)
    commitment_sha256 = fields.String(required=True, allow_none=True)
    excluded = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True, allow_none=True)
    secret = fields.String(required=True, allow_none=True)
    public_value = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class NamedTwice(Named):
    """By id and both names."""

    name_en = fields.String(required=True)


class DrawAnswer(Told):
    """A draw with its moves. `mine_to_run`: whoever asks may be the second person; `value_due`: the public value is there."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    organ = fields.Nested(NamedTwice, required=True)
    item = fields.Nested(NamedTwice, required=True)
    industry = fields.String(required=True)
    wanted = fields.Integer(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    source = fields.String(required=True)
    fixed_at = fields.String(required=True)
    value_due = fields.Boolean(required=True)
    created_at = fields.String(required=True)
    created_by = fields.Nested(Named, required=True)
    mine_to_run = fields.Boolean(required=True)
    url = fields.String(required=True)
    committed = fields.Nested(DrawActTold, required=True, allow_none=True)
    drawn = fields.Nested(DrawActTold, required=True, allow_none=True)
    published = fields.Nested(DrawActTold, required=True, allow_none=True)
    abandoned = fields.Nested(DrawActTold, required=True, allow_none=True)


class DrawPage(Paged):
    """A page of draws."""

    items = fields.List(fields.Nested(DrawAnswer), required=True)


class ReasonCount(Told):
    """How many are out of the pool for a reason."""

    reason = fields.String(required=True, validate=validate.OneOf(EXCLUSIONS))
    count = fields.Integer(required=True)


class WeightCount(Told):
    """How many weigh how much."""

    weight = fields.Integer(required=True)
    count = fields.Integer(required=True)


class PoolAnswer(Told):
    """The pool as it would be now, in counts."""

    asked = fields.Integer(required=True)
    objects = fields.Integer(required=True)
    officers = fields.Integer(required=True)
    excluded = fields.List(fields.Nested(ReasonCount), required=True)
    weights = fields.List(fields.Nested(WeightCount), required=True)


class DrawnOfficer(Told):
    """An officer by certificate and name."""

    number = fields.String(required=True)
    name = fields.String(required=True)


class Replaced(Told):
    """Somebody who was drawn and does not go."""

    officer = fields.Nested(DrawnOfficer, required=True)
    reason = fields.String(required=True)
    note = fields.String(required=True)
    at = fields.String(required=True)


class PickTask(Told):
    """The visit that was planned."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    planned_on = fields.Date(required=True)


class PickAnswer(Told):
    """A drawn object; `order` is the drawn order of officers, `passed_over` counts those who keep away from it."""

    n = fields.Integer(required=True)
    name = fields.String(required=True)
    identifier = fields.String(required=True)
    enterprise_id = fields.UUID(required=True)
    weight = fields.Integer(required=True)
    going = fields.List(fields.Nested(DrawnOfficer), required=True)
    order = fields.List(fields.Nested(DrawnOfficer), required=True)
    passed_over = fields.Integer(required=True)
    replaced = fields.List(fields.Nested(Replaced), required=True)
    task = fields.Nested(PickTask, required=True, allow_none=True)


class OutcomeAnswer(Told):
    """The whole outcome in drawn order."""

    items = fields.List(fields.Nested(PickAnswer), required=True)
