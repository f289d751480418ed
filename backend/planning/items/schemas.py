"""Shapes of inspection items on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.identity.page import OrganName
from backend.kernel.schema import PageArgs, Paged, Schema
from backend.kernel.schema import day as calendar_day
from backend.planning.items.queries import SORTING
from backend.planning.schemas import VISIBLE, text
from backend.policy.checklist import BadChecklist, questions_in, written
from backend.policy.recording import LEVELS

PERIODS = ("year", "quarter", "month", "week")
STATES = ("unpublished", "coming", "in_force", "repealed", "retired")
LONGEST_CHECKLIST = 20_000
CODE = validate.Regexp(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,39}\Z")


def _words(most: int, **options: Any) -> fields.String:
    """A text of at most `most` characters with something in it."""
    shown = validate.Regexp(rf"(?=[\s\S]*\S){VISIBLE.pattern}\Z")
    return fields.String(validate=[validate.Length(max=most), shown], **options)


def _checklist(text: str) -> None:
    """One question a line, as `policy.checklist` reads them."""
    try:
        questions_in(text)
    except BadChecklist as wrong:
        raise ValidationError(f"第 {wrong.line} 行{wrong.zh}。Line {wrong.line} {wrong.en}.") from wrong


class ItemArgs(PageArgs):
    """Which items: of an organ, in a state, by name, pinyin or code."""

    organ_id = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    q = text(100, load_default="")
    sort = SORTING.field()


class CapSchema(Schema):
    """How often the item may be looked at in a period, at one enterprise (B-25)."""

    most = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1000))
    period = fields.String(required=True, validate=validate.OneOf(PERIODS))


class ItemValues(Schema):
    """What may be said of an item; in a change only what changes."""

    code = fields.String(validate=CODE)
    name = _words(200)
    name_en = text(300)
    basis = _words(1000)
    field = text(100)
    in_force_from = calendar_day()
    in_force_to = calendar_day(allow_none=True)
    published_on = calendar_day(allow_none=True)
    repealed_on = calendar_day(allow_none=True)
    cap = fields.Nested(CapSchema, allow_none=True)
    recording = fields.String(validate=validate.OneOf(LEVELS))
    draw = fields.Boolean()
    legal_review = fields.Boolean()
    source_organ_id = fields.UUID(allow_none=True)
    checklist = fields.String(validate=[validate.Length(max=LONGEST_CHECKLIST), _checklist])

    @post_load
    def as_columns(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if "cap" in data:
            cap = data.pop("cap") or {"most": None, "period": None}
            data |= {"cap_most": cap["most"], "cap_period": cap["period"]}
        if "checklist" in data:
            data["checklist"] = written(questions_in(data["checklist"]))
        return {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}


class NewItem(ItemValues):
    """A new item; without `organ_id` the caller's own."""

    organ_id = fields.UUID(allow_none=True)

    @validates_schema
    def _complete(self, data: dict[str, Any], **_: Any) -> None:
        missing = [name for name in ("code", "name", "basis", "in_force_from") if name not in data]
        if missing:
            raise ValidationError({name: ["Missing data for required field."] for name in missing})


class ItemChange(ItemValues):
    """A change to the item of this version."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class Retirement(Schema):
    """The last day of an item, and why."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    last_day = calendar_day(required=True)
    reason = _words(500, required=True)


class ItemAnswer(Schema):
    """An item in full."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    basis = fields.String(required=True)
    published_on = fields.String(required=True, allow_none=True)
    field = fields.String(required=True)
    in_force_from = fields.String(required=True)
    in_force_to = fields.String(required=True, allow_none=True)
    repealed_on = fields.String(required=True, allow_none=True)
    cap = fields.Nested(CapSchema, required=True, allow_none=True)
    recording = fields.String(required=True)
    draw = fields.Boolean(required=True)
    legal_review = fields.Boolean(required=True)
    checklist = fields.String(required=True)
    source_organ = fields.Nested(OrganName, required=True, allow_none=True)
    organ = fields.Nested(OrganName, required=True)
    retire_reason = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    act_by = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class ItemPage(Paged):
    """A page of items."""

    items = fields.List(fields.Nested(ItemAnswer), required=True)


class ItemChoice(Schema):
    """An item as somebody chooses it."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    basis = fields.String(required=True)


class ItemChoices(Schema):
    """The first items that fit; `total` says whether another letter is worth typing."""

    items = fields.List(fields.Nested(ItemChoice), required=True)
    total = fields.Integer(required=True)
