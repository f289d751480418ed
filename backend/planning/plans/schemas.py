"""Shapes of plans of inspections on the wire (B-17, B-18)."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.kernel.schema import Named, PageArgs, Paged, Schema, Told, UtcDateTime, Words
from backend.kernel.schema import day as calendar_day
from backend.planning.joint.schemas import SubjectNamed
from backend.planning.plans.queries import SORTING
from backend.planning.plans.service import About, Line
from backend.planning.plans.states import STATES, UNFILED
from backend.planning.schemas import said, text

KINDS = ("annual", "special")
METHODS = ("on_site", "off_site", "draw")
MOST_LINES = 200
MOST_OBJECTS = 1_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2199
EDITION_STATES = (*STATES[1:], "superseded")


def _count(**options: Any) -> fields.Integer:
    """From one to as many enterprises as a province has."""
    return fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(1, MOST_OBJECTS), **options
    )


def year(**options: Any) -> fields.Integer:
    """A year that a calendar of ours can hold."""
    return fields.Integer(validate=validate.Range(FIRST_YEAR, LAST_YEAR), **options)


class PlansArgs(PageArgs):
    """Which plans: of a kind and year, in a state or late; `q` is the organ, the title or the document."""

    kind = fields.String(load_default="annual", validate=validate.OneOf(KINDS))
    year = year(load_default=None, allow_none=True)
    state = fields.String(load_default="", validate=validate.OneOf(["", "late", *STATES]))
    organ_id = fields.UUID(load_default=None, allow_none=True)
    sort = SORTING.field()


class PlanLineBody(Schema):
    """A line: whom, how, about what, how many of how many or what share of them, when, and which section answers for it."""

    line_id = fields.UUID(load_default=None, allow_none=True)
    name = said(200, required=True)
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    item_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 50))
    number = _count()
    ratio = fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(1, 100))
    total = _count()
    first_on = calendar_day(required=True)
    last_on = calendar_day(required=True)
    responsible = text(100, load_default="")
    enterprise_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=500))

    @validates_schema
    def _says_how_many(self, data: dict[str, Any], **_: Any) -> None:
        if (data["number"] is None) == (data["ratio"] is None):
            raise ValidationError({"number": ["Either a number or a ratio."]})
        if data["last_on"] < data["first_on"]:
            raise ValidationError({"last_on": ["The last day lies before the first."]})

    @post_load
    def as_line(self, data: dict[str, Any], **_: Any) -> Line:
        once = {name: list(dict.fromkeys(data[name])) for name in ("item_ids", "enterprise_ids")}
        words = {name: data[name].strip() for name in ("name", "responsible")}
        total = data["total"] or len(once["enterprise_ids"]) or None
        return Line(**{**data, **once, **words, "total": total})


def _lines() -> fields.List:
    return fields.List(fields.Nested(PlanLineBody), load_default=list, validate=validate.Length(max=MOST_LINES))


class NewPlan(Schema):
    """A plan with its first draft; that of a special inspection names its approval (B-18)."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    year = year(load_default=None, allow_none=True, strict=True)
    title = text(200, load_default="")
    document = text(200, load_default="")
    approver = text(200, load_default="")
    approved_on = calendar_day(load_default=None, allow_none=True)
    lines = _lines()

    @validates_schema
    def _names_year_or_approval(self, data: dict[str, Any], **_: Any) -> None:
        if data["kind"] == "annual":
            needed = ["year"] if data["year"] is None else []
        else:
            needed = [name for name in ("title", "document", "approver", "approved_on") if not _given(data[name])]
        if needed:
            raise ValidationError({name: ["Missing data for required field."] for name in needed})

    @post_load
    def as_plan(self, data: dict[str, Any], **_: Any) -> tuple[About, list[Line]]:
        lines = data.pop("lines")
        if data["kind"] == "annual":
            return About("annual", data["year"]), lines
        words = {name: data[name].strip() for name in ("title", "document", "approver")}
        return About("special", data["approved_on"].year, approved_on=data["approved_on"], **words), lines


def _given(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


class LinesBody(Schema):
    """All lines of the draft as they shall stand; `version` is that of the draft that was read."""

    version = fields.Integer(required=True, strict=True)
    lines = _lines()


class ReasonBody(Schema):
    """Why: it is amended, sent back, or taken down."""

    reason = said(500, required=True)


class FilingBody(Schema):
    """Under which number the bureau files it 备案号."""

    number = said(100, required=True)


class EditionArgs(Schema):
    """Which edition; without it the one that stands published, else the newest."""

    n = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 2**31 - 1))


class BehindArgs(Schema):
    """The local day of the visit."""

    day = calendar_day(required=True)


class PlanLineAnswer(Told):
    """A line with its progress. `wanted`: how many visits it asks for; none where the size of its group is not known."""

    line_id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    name = fields.String(required=True)
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    items = fields.List(fields.Nested(Named), required=True)
    number = fields.Integer(required=True, allow_none=True)
    ratio = fields.Integer(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True)
    wanted = fields.Integer(required=True, allow_none=True)
    done = fields.Integer(required=True)
    planned = fields.Integer(required=True)
    first_on = fields.Date(required=True)
    last_on = fields.Date(required=True)
    responsible = fields.String(required=True)
    enterprises = fields.List(fields.Nested(Named), required=True)
    change = fields.String(required=True, validate=validate.OneOf(["", "new", "changed"]))
    """Against the edition before."""


class PlanActAnswer(Told):
    """Who did what, and when; `note` is the reason or the filing number."""

    act = fields.String(required=True)
    by = fields.Nested(Named, required=True)
    at = UtcDateTime(required=True)
    note = fields.String(required=True)


class PlanEditionAnswer(Told):
    """An edition: its state and days, and what was done with it."""

    n = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(EDITION_STATES))
    reason = fields.String(required=True)
    filing_number = fields.String(required=True)
    filed_on = fields.Date(required=True, allow_none=True)
    published_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True)
    version = fields.Integer(required=True)
    acts = fields.List(fields.Nested(PlanActAnswer), required=True)


class PlanRow(Told):
    """A plan as the register shows it; without `id` nobody began it. `open` is the state of an amendment on its way."""

    id = fields.UUID(required=True, allow_none=True)
    organ = fields.Nested(SubjectNamed, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    document = fields.String(required=True)
    approver = fields.String(required=True)
    approved_on = fields.Date(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    open = fields.String(required=True, allow_none=True, validate=validate.OneOf(UNFILED))
    edition = fields.Integer(required=True, allow_none=True)
    due = fields.Date(required=True)
    days_late = fields.Integer(required=True)
    filed_on = fields.Date(required=True, allow_none=True)
    filing_number = fields.String(required=True)
    published_on = fields.Date(required=True, allow_none=True)
    lines = fields.Integer(required=True)
    wanted = fields.Integer(required=True, allow_none=True)
    done = fields.Integer(required=True)
    planned = fields.Integer(required=True)


class PlanPage(Paged):
    """A page of plans."""

    items = fields.List(fields.Nested(PlanRow), required=True)


class PlanMay(Told):
    """What the reader may do with it now."""

    write = fields.Boolean(required=True)
    submit = fields.Boolean(required=True)
    amend = fields.Boolean(required=True)
    file = fields.Boolean(required=True)
    take_down = fields.Boolean(required=True)


class PlanAnswer(PlanRow):
    """A plan whole: its editions, the newest last, and the lines of the one that is shown."""

    editions = fields.List(fields.Nested(PlanEditionAnswer), required=True)
    shown = fields.Integer(required=True, allow_none=True)
    content = fields.List(fields.Nested(PlanLineAnswer), required=True)
    may = fields.Nested(PlanMay, required=True)


class BehindAnswer(Told):
    """What stands behind a daily visit of the caller's organ on a day: its published plan, or a sentence that says there is none."""

    year = fields.Integer(required=True)
    due = fields.Date(required=True)
    enforce = fields.String(required=True, validate=validate.OneOf(["flag", "block"]))
    plan_id = fields.UUID(required=True, allow_none=True)
    missing = fields.Nested(Words, required=True, allow_none=True)
    lines = fields.List(fields.Nested(PlanLineAnswer), required=True)
