"""Shapes of papers on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate
from webargs.fields import DelimitedList

from backend.kernel.schema import Schema, UtcDateTime
from backend.papers.kinds import KINDS
from backend.registers.wire import Trimmed, text


class WordsAnswer(Schema):
    """Chinese, and English beside it."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class PaperEdition(Schema):
    """An edition as it was issued; `sha256` is that of the PDF, in hexadecimal."""

    id = fields.UUID(required=True)
    edition = fields.Integer(required=True)
    title = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    sha256 = fields.String(required=True)
    bytes = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    url = fields.String(required=True)
    received_at = UtcDateTime(required=True, allow_none=True)
    """When the enterprise confirmed on its page that it has this edition."""


class PaperLine(Schema):
    """A paper of a task or visit. `waiting`: the step that it waits for is not taken; `changed`: opening it corrects it."""

    kind = fields.String(required=True, validate=validate.OneOf(sorted(KINDS)))
    title = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["waiting", "ready", "issued", "changed"]))
    waits = fields.Nested(WordsAnswer, required=True)
    url = fields.String(required=True, allow_none=True)
    editions = fields.List(fields.Nested(PaperEdition), required=True)


class PaperLines(Schema):
    """Notice, record and result, in the order of the visit."""

    items = fields.List(fields.Nested(PaperLine), required=True)


class PrintArgs(Schema):
    """Whether the browser keeps the file instead of showing it, and why it was looked at."""

    download = fields.Boolean(load_default=False)
    purpose = text(200, load_default="")


class SheetArgs(PrintArgs):
    """Which certificates go on a sheet."""

    cards = DelimitedList(fields.UUID(), required=True, validate=validate.Length(1, 50))


class TitleOrder(Schema):
    """What a paper is to be called from now on, by the own organ or in the whole region."""

    kind = fields.String(required=True, validate=validate.OneOf(sorted(KINDS)))
    title = Trimmed(required=True, validate=validate.Regexp(r"[^\x00-\x1f\x7f]{2,40}\Z"))
    scope = fields.String(required=True, validate=validate.OneOf(["organ", "region"]))


class TitleChange(Schema):
    """A title that was given, by whom and when."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    scope = fields.String(required=True)
    changed_at = UtcDateTime(required=True)
    changed_by = fields.String(required=True)


class TitleAnswer(Schema):
    """What a kind is called now, and what it is called where nobody says otherwise."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    usual = fields.String(required=True)
    name = fields.Nested(WordsAnswer, required=True)
    changes = fields.List(fields.Nested(TitleChange), required=True)


class TitleAnswers(Schema):
    """All kinds."""

    items = fields.List(fields.Nested(TitleAnswer), required=True)


def words(zh: str, en: str) -> dict[str, Any]:
    """As `WordsAnswer` has it."""
    return {"zh": zh, "en": en}
