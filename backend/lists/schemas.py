"""Shapes of lists on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.kernel.schema import PageArgs, Schema, UtcDateTime
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
    changes = fields.Dict(required=True)
    digest = fields.String(required=True)
    state = fields.String(required=True)


class ListAnswer(Schema):
    """A list: what it is, the edition in force, the one that is still to come."""

    kind = fields.String(required=True)
    title = fields.Dict(required=True)
    why = fields.Dict(required=True)
    in_force = fields.Nested(EditionAnswer, required=True, allow_none=True)
    coming = fields.Nested(EditionAnswer, required=True, allow_none=True)
    url = fields.String(required=True)


class ListsAnswer(Schema):
    """The six lists of the caller's region."""

    items = fields.List(fields.Nested(ListAnswer), required=True)


class DraftAnswer(Schema):
    """What would change if the list were published now, a page of changes at a time."""

    kind = fields.String(required=True)
    title = fields.Dict(required=True)
    effective_from = fields.String(required=True)
    columns = fields.List(fields.Dict(), required=True)
    last = fields.Nested(EditionAnswer, required=True, allow_none=True)
    entries = fields.Integer(required=True)
    counts = fields.Dict(required=True)
    first_published = fields.Integer(required=True)
    digest = fields.String(required=True)
    items = fields.List(fields.Dict(), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


class EditionsAnswer(Schema):
    """Every edition of a list, the newest first."""

    kind = fields.String(required=True)
    title = fields.Dict(required=True)
    items = fields.List(fields.Nested(EditionAnswer), required=True)


class EditionPage(Schema):
    """An edition with a page of its entries."""

    edition = fields.Nested(EditionAnswer, required=True)
    columns = fields.List(fields.Dict(), required=True)
    items = fields.List(fields.Dict(), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
