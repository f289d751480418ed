"""Shapes of /setup on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.identity.publishing import SUBJECTS
from backend.kernel.schema import Schema
from backend.planning.items.schemas import CODE
from backend.registers.wire import text
from backend.setup.tree import LEVELS


class FirstRegionBody(Schema):
    """One region of the tree: its GB/T 2260 code, its level and its names."""

    code = fields.String(required=True, validate=validate.Length(1, 12))
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    name = text(80, 1, required=True)
    name_en = text(80, load_default="")


class BoxBody(Schema):
    """Degrees, WGS-84."""

    west = fields.Float(required=True, allow_nan=False, validate=validate.Range(-180, 180))
    south = fields.Float(required=True, allow_nan=False, validate=validate.Range(-90, 90))
    east = fields.Float(required=True, allow_nan=False, validate=validate.Range(-180, 180))
    north = fields.Float(required=True, allow_nan=False, validate=validate.Range(-90, 90))


class BureauBody(Schema):
    """How the bureau is called; `code` is what tables name it by."""

    code = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z-]{1,40}\Z"))
    name = text(80, 1, required=True)
    name_en = text(80, load_default="")


class FoundingBody(Schema):
    """The regions from the root down (the last is the bureau's own), what they share, and the bureau."""

    regions = fields.List(fields.Nested(FirstRegionBody), required=True, validate=validate.Length(1, 5))
    zone = fields.String(load_default="Asia/Shanghai", validate=validate.Length(1, 64))
    box = fields.Nested(BoxBody, required=True)
    bureau = fields.Nested(BureauBody, required=True)


class SentenceAnswer(Schema):
    """One sentence in both languages."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class SetupStepAnswer(Schema):
    """A step: `made` once it is done, `missing` until then; `door` is a page below /desk."""

    code = fields.String(required=True)
    done = fields.Boolean(required=True)
    made = fields.Nested(SentenceAnswer, required=True, allow_none=True)
    missing = fields.Nested(SentenceAnswer, required=True, allow_none=True)
    door = fields.String(required=True)


class OrganAtHand(Schema):
    """The department that is nearest to its first visit."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    unpublished_items = fields.Integer(required=True)


class SetupAnswer(Schema):
    """How far the installation is: it has its bureau (`founded`), the administrator may still act in the bureau's stead
    (`alone`), the first visit can be made (`ready`)."""

    ready = fields.Boolean(required=True)
    founded = fields.Boolean(required=True)
    alone = fields.Boolean(required=True)
    organ = fields.Nested(OrganAtHand, required=True, allow_none=True)
    steps = fields.List(fields.Nested(SetupStepAnswer), required=True)


class DepartmentBody(Schema):
    """The first department; it is published as a subject at once."""

    code = text(40, 1, required=True)
    name = text(80, 1, required=True)
    name_en = text(160, load_default="")
    kind = fields.String(load_default="administrative", validate=validate.OneOf(SUBJECTS))
    basis = text(1000, load_default="")
    field = text(60, load_default="")


class ItemBody(Schema):
    """One of the first items."""

    code = fields.String(required=True, validate=CODE)
    name = text(200, 1, required=True)
    basis = text(1000, 1, required=True)


class ItemsBody(Schema):
    """The first items of a department; they are published at once."""

    organ_id = fields.UUID(required=True)
    items = fields.List(fields.Nested(ItemBody), required=True, validate=validate.Length(1, 50))


class PublicationBody(Schema):
    """Which list is published as it stands."""

    kind = fields.String(required=True, validate=validate.OneOf(["subjects", "items"]))


class CardLine(Schema):
    """A card as far as the first visit asks."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    expires_on = fields.Date(required=True)


class FirstPersonLine(Schema):
    """Somebody of the department at hand; `password` is none, one_time or own."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    login = fields.String(required=True, allow_none=True)
    password = fields.String(required=True)
    card = fields.Nested(CardLine, required=True, allow_none=True)


class PeopleAtHand(Schema):
    """Who could plan, approve or make the first visit."""

    items = fields.List(fields.Nested(FirstPersonLine), required=True)


class PresetLine(Schema):
    """A ready rule set: what it is called, where it comes from, what to mind."""

    code = fields.String(required=True)
    name = fields.Nested(SentenceAnswer, required=True)
    source = fields.Nested(SentenceAnswer, required=True)
    note = fields.Nested(SentenceAnswer, required=True)


class PresetLines(Schema):
    """The ready rule sets in the order in which they are offered."""

    items = fields.List(fields.Nested(PresetLine), required=True)


class RulesBody(Schema):
    """Which preset."""

    preset = fields.String(required=True, validate=validate.Length(1, 40))
