"""Shapes of planning on the wire."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.kernel.schema import Named, PageArgs, Schema, Told, UtcDateTime, Words
from backend.kernel.schema import day as calendar_day
from backend.planning.crew import Companion, Crew
from backend.planning.joint.moving import To
from backend.planning.queries import SORTING
from backend.planning.service import Plan
from backend.planning.states import STATES
from backend.planning.task_schemas import CardNow, EnterpriseShown, TaskAnswer, TaskOfficer
from backend.policy.kinds import INSPECTIONS, NON_INSPECTIONS, TRIGGERS
from backend.rulesets.schemas import GroundAnswer

MOST_DAYS = 30
"""Days that one notice may name after the first."""

VISIBLE = re.compile(r"[^\x00-\x08\x0b-\x1f]*")
"""Text without control characters: PostgreSQL keeps no NUL, and a screen cannot show the others."""


def text(most: int, **options: Any) -> fields.String:
    """A text of at most `most` characters that a screen can show."""
    return fields.String(validate=[validate.Length(max=most), validate.Regexp(VISIBLE.pattern + r"\Z")], **options)


def said(most: int, **options: Any) -> fields.String:
    """The same, with something in it that can be read."""
    something = rf"{VISIBLE.pattern}[^\x00-\x20\u3000]{VISIBLE.pattern}\Z"
    return fields.String(validate=[validate.Length(1, most), validate.Regexp(something)], **options)


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
    further_days = fields.List(calendar_day(), load_default=list, validate=validate.Length(max=MOST_DAYS))
    """The days after the first that the notice names: one visit over days (B-31)."""
    item_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=50))
    """What is inspected; a visit that is no inspection looks at no item (B-24)."""
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 20))
    assistants = companions()
    entry_reason = text(500, load_default="", allow_none=True)
    ground = text(40, load_default=None, allow_none=True)
    evidence_id = text(200, load_default=None, allow_none=True)
    superior_document = text(200, load_default=None, allow_none=True)
    follows_id = fields.UUID(load_default=None, allow_none=True)
    """The visit whose order is followed up (B-32)."""
    plan_line_id = fields.UUID(load_default=None, allow_none=True)
    """The line of the annual plan that it carries out (B-17)."""
    joint_id = fields.UUID(load_default=None, allow_none=True)
    """The invitation to a joint visit that this plan answers with yes (B-88)."""

    @validates_schema
    def _an_inspection_has_items(self, data: dict[str, Any], **_: Any) -> None:
        if data["kind"] in INSPECTIONS and not data["item_ids"]:
            raise ValidationError({"item_ids": ["An inspection names its items."]})

    @validates_schema
    def _only_a_followup_follows(self, data: dict[str, Any], **_: Any) -> None:
        if data["follows_id"] is not None and data["kind"] != "followup":
            raise ValidationError({"follows_id": ["Only a follow-up follows a visit."]})

    @validates_schema
    def _further_days_come_after_the_first(self, data: dict[str, Any], **_: Any) -> None:
        if any(each <= data["planned_on"] for each in data["further_days"]):
            raise ValidationError({"further_days": ["Further days come after the first."]})

    @post_load
    def as_plan(self, data: dict[str, Any], **_: Any) -> Plan:
        once = {name: list(dict.fromkeys(data[name])) for name in ("item_ids", "officer_ids")}
        given = {name: (data[name] or "").strip() or None for name in ("ground", "evidence_id", "superior_document")}
        days = sorted(set(data["further_days"]))
        return Plan(**{**data, **once, **given, "further_days": days, "entry_reason": data["entry_reason"] or ""})


class DecisionSchema(Schema):
    """Yes or no, with a note."""

    decision = fields.String(required=True, validate=validate.OneOf(["approve", "reject"]))
    note = text(500, load_default="")


class CancelSchema(Schema):
    """Why a planned visit will not take place."""

    reason = text(500, required=True)


class JointMoveSchema(Schema):
    """The local day and hour HH:MM to which a joint visit moves, and why."""

    planned_on = calendar_day(required=True)
    starts_at = fields.Time(format="%H:%M", load_default=None, allow_none=True)
    reason = text(500, required=True)

    @post_load
    def as_to(self, data: dict[str, Any], **_: Any) -> To:
        return To(**data)


class TaskArgs(PageArgs):
    """Which tasks: of a local day, in a state."""

    day = calendar_day(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(sorted(STATES)))
    sort = SORTING.field()


class OrganArgs(Schema):
    """Whose items or officers; without it the caller's own."""

    organ_id = fields.UUID(load_default=None, allow_none=True)
    q = text(100, load_default="")


class LentArgs(Schema):
    """Part of a name, or its pinyin."""

    q = text(100, required=True)


class PlannedDayArgs(Schema):
    """The local day for which a visit is planned; without it today."""

    day = calendar_day(load_default=None, allow_none=True)


class YearArgs(Schema):
    """A calendar year."""

    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(2000, 2199))


class OfficerChoice(TaskOfficer):
    """An officer with the card as it stands now; `organ` where it is another one's."""

    organ = fields.String()


class OfficerChoices(Told):
    """Officers to choose from."""

    items = fields.List(fields.Nested(OfficerChoice), required=True)


class NextSlot(Told):
    """The next day and time that the rules leave open; `reason` is what pushed it back."""

    code = fields.String(required=True)
    day = fields.Date(required=True)
    weekday = fields.Integer(required=True)
    starts_at = fields.String(required=True)
    reason = fields.String(required=True)


class SharedCap(Told):
    """The tightest cap that bodies of one field share there, in the period of today (B-25): how many, never whose."""

    used = fields.Integer(required=True)
    most = fields.Integer(required=True)
    left = fields.Integer(required=True)
    sentence = fields.Nested(Words, required=True)


class EnterpriseAnswer(EnterpriseShown):
    """An enterprise with what the caller's organ may still do there."""

    used = fields.Integer(required=True)
    most = fields.Integer(required=True)
    left = fields.Integer(required=True)
    """The lesser of what its own cap leaves and of what the shared one does."""
    shared = fields.Nested(SharedCap, required=True, allow_none=True)
    period = fields.String(required=True)
    next_slot = fields.Nested(NextSlot, required=True, allow_none=True)
    quiet_today = fields.Boolean(required=True)
    whitelisted = fields.Boolean(required=True)
    """On the white list today: no daily inspection is planned there (B-36)."""
    grounds = fields.List(fields.Nested(GroundAnswer), required=True)
    """Those that its rule set knows, on the day that was asked about."""


class CalendarDay(Told):
    """A local day at an enterprise."""

    day = fields.Date(required=True)
    quiet = fields.Boolean(required=True)


class CalendarVisit(Told):
    """A visit that happened or is planned; `exempt` ones use up no place (B-26)."""

    id = fields.String(required=True)
    task_id = fields.UUID(required=True, allow_none=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["visited", "planned"]))
    kind = fields.String(required=True)
    day = fields.Date(required=True)
    exempt = fields.Boolean(required=True)
    joint = fields.Boolean(required=True)
    """Others go, or went, with it: to the enterprise that is one visit (B-29)."""
    organ = fields.Nested(Named, required=True)


class CalendarAnswer(Told):
    """A year at an enterprise: every day quiet or not, and the visits that the caller may see."""

    days = fields.List(fields.Nested(CalendarDay), required=True)
    visits = fields.List(fields.Nested(CalendarVisit), required=True)
    entries = fields.Integer(required=True)
    """How often somebody came to its door in that year, of those visits: a joint visit is one (B-29)."""


class SnapshotPerson(Named):
    """Whose phone it is."""

    role = fields.String(required=True)
    card = fields.Nested(CardNow, required=True, allow_none=True)


class HolidayYear(Told):
    """The days off and the days worked instead of a year (B-04)."""

    off = fields.List(fields.Date())
    worked = fields.List(fields.Date())


class SnapshotRules(Told):
    """The rule set in force; `body` holds its parameters, absent ones have their defaults."""

    id = fields.UUID(required=True)
    body = fields.Dict(required=True)
    holidays = fields.Dict(keys=fields.String(), values=fields.Nested(HolidayYear), required=True)


class SignedForecast(Told):
    """`payload` is JSON as it was signed: ES256 over `liangma forecast/1`, a line feed and the text; signature r ‖ s, base64url."""

    kid = fields.String(required=True)
    payload = fields.String(required=True)
    signature = fields.String(required=True)


class Issuer(Told):
    """A public key that forecasts are signed with: 65 bytes, base64url."""

    kid = fields.String(required=True)
    public_key = fields.String(required=True)


class SnapshotAnswer(Schema):
    """What an officer's phone needs to work without network."""

    taken_at = UtcDateTime(required=True)
    server_time = UtcDateTime(required=True)
    person = fields.Nested(SnapshotPerson, required=True)
    tasks = fields.List(fields.Nested(TaskAnswer), required=True)
    rule_set = fields.Nested(SnapshotRules, required=True)
    forecast = fields.Nested(SignedForecast, required=True, allow_none=True)
    issuers = fields.List(fields.Nested(Issuer), required=True)
