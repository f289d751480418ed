"""Shapes of lists on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.kernel.schema import PageArgs, Paged, Schema, Told, UtcDateTime, Words
from backend.kernel.schema import day as calendar_day
from backend.lists.service import Publication


class DraftArgs(PageArgs):
    """For which local day; without it today."""

    effective_from = calendar_day(load_default=None, allow_none=True)


class PublicationSchema(Schema):
    """A new edition. `draft` is the digest of the draft that was seen for this very day."""

    effective_from = calendar_day(required=True)
    document = fields.String(required=True, validate=[validate.Length(1, 200), validate.Regexp(r".*\S")])
    note = fields.String(load_default="", validate=validate.Length(max=500))
    draft = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))

    @post_load
    def as_publication(self, data: dict[str, Any], **_: Any) -> Publication:
        return Publication(**{**data, "document": data["document"].strip(), "note": data["note"].strip()})


class ListColumn(Told):
    """A column of a list; `brief` ones stand on the page, `words` name codes, `english_of` says whose translation it is."""

    name = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    brief = fields.Boolean()
    english_of = fields.String()
    words = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class ListChanges(Told):
    """How many lines an edition added, changed, removed and kept."""

    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    kept = fields.Integer(required=True)


class ListChange(Told):
    """A line that is added, changed or removed; `fields` names the columns that differ."""

    key = fields.String(required=True)
    what = fields.String(required=True, validate=validate.OneOf(["added", "changed", "removed"]))
    before = fields.Dict(required=True, allow_none=True)
    after = fields.Dict(required=True, allow_none=True)
    changed = fields.List(fields.String(), data_key="fields", required=True)


class ListEntry(Told):
    """A line of an edition, its values by column."""

    key = fields.String(required=True)
    values = fields.Dict(required=True)


class EditionAnswer(Schema):
    """An edition without its entries."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    n = fields.Integer(required=True)
    effective_from = fields.String(required=True)
    published_at = UtcDateTime(required=True)
    publisher = fields.String(required=True)
    document = fields.String(required=True)
    note = fields.String(required=True)
    entries = fields.Integer(required=True)
    changes = fields.Nested(ListChanges, required=True)
    digest = fields.String(required=True)
    state = fields.String(required=True)


class ListAnswer(Schema):
    """A list: what it is, the edition in force, the one that is still to come."""

    kind = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    why = fields.Nested(Words, required=True)
    in_force = fields.Nested(EditionAnswer, required=True, allow_none=True)
    coming = fields.Nested(EditionAnswer, required=True, allow_none=True)
    url = fields.String(required=True)


class ListsAnswer(Schema):
    """The seven lists of the caller's region."""

    items = fields.List(fields.Nested(ListAnswer), required=True)


class DraftAnswer(Paged):
    """What would change if the list were published now, a page of changes at a time."""

    kind = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    effective_from = fields.String(required=True)
    columns = fields.List(fields.Nested(ListColumn), required=True)
    last = fields.Nested(EditionAnswer, required=True, allow_none=True)
    entries = fields.Integer(required=True)
    counts = fields.Nested(ListChanges, required=True)
    first_published = fields.Integer(required=True)
    digest = fields.String(required=True)
    items = fields.List(fields.Nested(ListChange), required=True)


class EditionsAnswer(Schema):
    """Every edition of a list, the newest first."""

    kind = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    items = fields.List(fields.Nested(EditionAnswer), required=True)


class EditionPage(Paged):
    """An edition with a page of its entries."""

    edition = fields.Nested(EditionAnswer, required=True)
    columns = fields.List(fields.Nested(ListColumn), required=True)
    items = fields.List(fields.Nested(ListEntry), required=True)
