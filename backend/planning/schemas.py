"""Shapes of planning on the wire."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, post_load, validate

from backend.kernel.schema import PageArgs, Schema, UtcDateTime
from backend.kernel.schema import day as calendar_day
from backend.planning.crew import Companion, Crew
from backend.planning.queries import SORTING
from backend.planning.service import Plan
from backend.planning.states import STATE_NAMES
from backend.policy.checklist import ANSWERS
from backend.policy.kinds import INSPECTIONS, NON_INSPECTIONS, TRIGGERS
from backend.policy.recording import LEVELS

VISIBLE = re.compile(r"[^\x00-\x08\x0b-\x1f]*")
"""Text without control characters: PostgreSQL keeps no NUL, and a screen cannot show the others."""


def text(most: int, **options: Any) -> fields.String:
    """A text of at most `most` characters that a screen can show."""
    return fields.String(validate=[validate.Length(max=most), validate.Regexp(VISIBLE.pattern + r"\Z")], **options)


class CompanionSchema(Schema):
    """An assistant or expert who comes along, by number and role (B-12)."""

    person_id = fields.UUID(required=True)
    role = fields.String(required=True, validate=validate.OneOf(["assistant", "expert"]))
    number = text(40, required=True)

    @post_load
    def as_companion(self, data: dict[str, Any], **_: Any) -> Companion:
        return Companion(**data)


def companions() -> fields.List:
    """Those who come along."""
    return fields.List(fields.Nested(CompanionSchema), load_default=list, validate=validate.Length(max=20))


class OfficersSchema(Schema):
    """Who goes from now on, the lead first; officers of other organs need the superior's document (B-11)."""

    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 20))
    assistants = companions()
    superior_document = text(200, load_default=None, allow_none=True)

    @post_load
    def as_crew(self, data: dict[str, Any], **_: Any) -> Crew:
        once = list(dict.fromkeys(data["officer_ids"]))
        return Crew(once, data["assistants"], (data["superior_document"] or "").strip() or None)


class PlanSchema(Schema):
    """A planned visit. `starts_at` is local time HH:MM; the first officer leads."""

    kind = fields.String(required=True, validate=validate.OneOf(sorted(INSPECTIONS | NON_INSPECTIONS)))
    trigger = fields.String(required=True, validate=validate.OneOf(sorted(TRIGGERS)))
    enterprise_id = fields.UUID(required=True)
    planned_on = calendar_day(required=True)
    starts_at = fields.Time(format="%H:%M", load_default=None, allow_none=True)
    item_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 50))
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 20))
    assistants = companions()
    entry_reason = text(500, load_default="", allow_none=True)
    ground = text(40, load_default=None, allow_none=True)
    evidence_id = text(200, load_default=None, allow_none=True)
    superior_document = text(200, load_default=None, allow_none=True)

    @post_load
    def as_plan(self, data: dict[str, Any], **_: Any) -> Plan:
        once = {name: list(dict.fromkeys(data[name])) for name in ("item_ids", "officer_ids")}
        given = {name: (data[name] or "").strip() or None for name in ("ground", "evidence_id", "superior_document")}
        return Plan(**{**data, **once, **given, "entry_reason": data["entry_reason"] or ""})


class DecisionSchema(Schema):
    """Yes or no, with a note."""

    decision = fields.String(required=True, validate=validate.OneOf(["approve", "reject"]))
    note = text(500, load_default="")


class CancelSchema(Schema):
    """Why a planned visit will not take place."""

    reason = text(500, required=True)


class TaskArgs(PageArgs):
    """Which tasks: of a local day, in a state."""

    day = calendar_day(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(sorted(STATE_NAMES)))
    sort = SORTING.field()


class OrganArgs(Schema):
    """Whose items or officers; without it the caller's own."""

    organ_id = fields.UUID(load_default=None, allow_none=True)
    q = text(100, load_default="")


class LentArgs(Schema):
    """Part of a name, or its pinyin."""

    q = text(100, required=True)


class YearArgs(Schema):
    """A calendar year."""

    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(2000, 2199))


class ChecklistLine(Schema):
    """A question of the visit's one form (B-89). `photo`: an answer of no wants a photo."""

    key = fields.String(required=True)
    question = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(sorted(ANSWERS)))
    unit = fields.String(required=True)
    photo = fields.Boolean(required=True)
    items = fields.List(fields.String(), required=True)
    bases = fields.List(fields.String(), required=True)


class TaskAnswer(Schema):
    """A task with everything that its screens show."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True)
    trigger = fields.String(required=True)
    ground = fields.String(required=True, allow_none=True)
    evidence_id = fields.String(required=True, allow_none=True)
    superior_document = fields.String(required=True, allow_none=True)
    planned_on = fields.String(required=True)
    starts_at = fields.String(required=True, allow_none=True)
    entry_reason = fields.String(required=True)
    created_at = fields.String(required=True)
    enterprise = fields.Dict(required=True)
    organ = fields.Dict(required=True)
    items = fields.List(fields.Dict(), required=True)
    officers = fields.List(fields.Dict(), required=True)
    assistants = fields.List(fields.Dict(), required=True)
    stopped = fields.List(fields.Dict(), required=True)
    verdict = fields.Dict(required=True, allow_none=True)
    decision = fields.Dict(required=True, allow_none=True)
    notice = fields.Dict(required=True, allow_none=True)
    visit_code = fields.Dict(required=True, allow_none=True)
    inspection_id = fields.String(required=True, allow_none=True)
    recording = fields.String(required=True, validate=validate.OneOf(LEVELS))
    checklist = fields.List(fields.Nested(ChecklistLine), required=True)


class VisitCodeAnswer(Schema):
    """The visit code that was issued."""

    visit_code = fields.Dict(required=True)


class TaskPage(Schema):
    """A page of tasks."""

    items = fields.List(fields.Nested(TaskAnswer), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


class Choices(Schema):
    """Organs, items or officers to choose from."""

    items = fields.List(fields.Dict(), required=True)


class EnterpriseAnswer(Schema):
    """An enterprise with what the caller's organ may still do there."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    identifier = fields.String(required=True)
    identifier_ok = fields.Boolean(required=True)
    scheme = fields.String(required=True)
    address = fields.String(required=True)
    site_id = fields.UUID(required=True)
    place_type = fields.String(required=True)
    point = fields.Dict(required=True, allow_none=True)
    used = fields.Integer(required=True)
    most = fields.Integer(required=True)
    period = fields.String(required=True)
    next_slot = fields.Dict(required=True, allow_none=True)
    quiet_today = fields.Boolean(required=True)


class CalendarAnswer(Schema):
    """A year at an enterprise: every day quiet or not, and the visits that the caller may see."""

    days = fields.List(fields.Dict(), required=True)
    visits = fields.List(fields.Dict(), required=True)


class SnapshotAnswer(Schema):
    """What an officer's phone needs to work without network."""

    taken_at = UtcDateTime(required=True)
    server_time = UtcDateTime(required=True)
    person = fields.Dict(required=True)
    tasks = fields.List(fields.Nested(TaskAnswer), required=True)
    rule_set = fields.Dict(required=True)
