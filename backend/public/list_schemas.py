"""Shape of a published list as a file for programs; fields are only ever added."""

from __future__ import annotations

from marshmallow import INCLUDE, fields

from backend.kernel.schema import Told, Words


class FileColumn(Words):
    """A column of the list: its name in the entries, and what people call it."""

    name = fields.String(required=True)


class FileEntry(Told):
    """A line: its key, and beside it a value for each column of the edition."""

    class Meta:
        unknown = INCLUDE

    key = fields.String(required=True)


class ListFile(Told):
    """A whole edition."""

    kind = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    region = fields.String(required=True)
    edition = fields.Integer(required=True)
    effective_from = fields.Date(required=True)
    publisher = fields.String(required=True)
    document = fields.String(required=True)
    note = fields.String(required=True)
    sha256 = fields.String(required=True)
    columns = fields.List(fields.Nested(FileColumn), required=True)
    entries = fields.List(fields.Nested(FileEntry), required=True)
