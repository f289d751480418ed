"""Shapes of the planner on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate
from webargs.fields import DelimitedList

from backend.enterprises.queries import SORTING
from backend.kernel.schema import Named, PageArgs, Paged, Schema, Told, Words
from backend.kernel.schema import day as calendar_day
from backend.planning.next_slots import Wish
from backend.planning.planner.filters import LEFT, QUIET
from backend.planning.schemas import NextSlot, SharedCap, text
from backend.policy.periods import UNITS


class PlannerArgs(PageArgs):
    """Whose planner, and which enterprises: quiet today or not, with visits left or none."""

    organ_id = fields.UUID(load_default=None, allow_none=True)
    quiet = fields.String(load_default="", validate=validate.OneOf(QUIET))
    left = fields.String(load_default="", validate=validate.OneOf(LEFT))
    sort = SORTING.field()


class SlotWithReason(NextSlot):
    """The next lawful slot; `organ` where another subject comes then, too (B-88)."""

    organ = fields.String()


class SlotArgs(Schema):
    """Who shall go, about what, and not before which local day."""

    officer_ids = DelimitedList(fields.UUID(), load_default=list, validate=validate.Length(max=20))
    item_ids = DelimitedList(fields.UUID(), load_default=list, validate=validate.Length(max=50))
    after = calendar_day(load_default=None, allow_none=True)
    superior_document = text(200, load_default=None, allow_none=True)

    @post_load
    def as_wish(self, data: dict[str, Any], **_: Any) -> Wish:
        return Wish(**data)


class SlotAnswer(Told):
    """The next lawful slot for these officers and items, and why it is this one; null where there is none."""

    next_slot = fields.Nested(SlotWithReason, required=True, allow_none=True)
    why = fields.Nested(Words, required=True)


class VisitOfMonth(Told):
    """A visit of this month: it waits as a task in its state, or it came."""

    day = fields.Date(required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True)
    task_id = fields.UUID(required=True, allow_none=True)
    inspection_id = fields.UUID(required=True, allow_none=True)


class PlannerLine(Told):
    """An enterprise with what the organ may still do there, today."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    identifier = fields.String(required=True)
    address = fields.String(required=True)
    tier = fields.String(required=True, allow_none=True)
    used = fields.Integer(required=True)
    most = fields.Integer(required=True)
    left = fields.Integer(required=True)
    """The lesser of what its own cap leaves and of what the shared one does."""
    shared = fields.Nested(SharedCap, required=True, allow_none=True)
    period = fields.String(required=True)
    unit = fields.String(required=True, validate=validate.OneOf(UNITS))
    quiet_today = fields.Boolean(required=True)
    quiet_until = fields.Date(required=True, allow_none=True)
    whitelisted = fields.Boolean(required=True)
    """On the white list today: no daily inspection is planned there (B-36)."""
    """The last quiet day; null where today is open, and where no end is in sight."""
    next_slot = fields.Nested(SlotWithReason, required=True, allow_none=True)
    why = fields.Nested(Words, required=True)
    """Why it is this slot, or why there is none."""
    visits = fields.List(fields.Nested(VisitOfMonth), required=True)


class PlannerPage(Paged):
    """A page of the planner."""

    items = fields.List(fields.Nested(PlannerLine), required=True)
    organ = fields.Nested(Named, required=True)
    total_capped = fields.Boolean(required=True)
    """The search stopped counting: there are `total` hits or more."""
