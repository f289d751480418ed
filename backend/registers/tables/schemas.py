"""Shapes of tables that come in and go out."""

from __future__ import annotations

from marshmallow import fields

from backend.kernel.schema import Named, Told, UtcDateTime, Words
from backend.registers.wire import RegisterPage


class ExportAnswer(Told):
    """A table that a second person must allow, or that is ready for a day."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    format = fields.String(required=True)
    rows = fields.Integer(required=True)
    state = fields.String(required=True)
    approval_id = fields.UUID(required=True)
    requested_at = UtcDateTime(required=True)
    ready_at = UtcDateTime(required=True, allow_none=True)


class ExportPage(RegisterPage):
    """A page of one's own large exports."""

    items = fields.List(fields.Nested(ExportAnswer), required=True)


class ImportColumn(Words):
    """A column of the table that a register is filled from."""

    name = fields.String(required=True)
    required = fields.Boolean(required=True)
    help = fields.Nested(Words, required=True)


class ImportKind(Words):
    """A register that may be filled from a table."""

    kind = fields.String(required=True)
    columns = fields.List(fields.Nested(ImportColumn), required=True)


class ImportKinds(Told):
    """The registers that the caller may fill."""

    items = fields.List(fields.Nested(ImportKind), required=True)


class ImportLine(Told):
    """How an import stands: what it read, and how its rows ended."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    format = fields.String(required=True)
    size = fields.Integer(required=True)
    state = fields.String(required=True)
    apply = fields.Boolean(required=True)
    update_known = fields.Boolean(required=True)
    read = fields.Integer(required=True)
    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    known = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    warnings = fields.Integer(required=True)
    restored = fields.Integer(required=True)
    removed = fields.Integer(required=True)
    left = fields.Integer(required=True)
    failure = fields.Nested(Words, required=True, allow_none=True)
    requested_by = fields.Nested(Named, required=True)
    requested_at = UtcDateTime(required=True)
    started_at = UtcDateTime(required=True, allow_none=True)
    finished_at = UtcDateTime(required=True, allow_none=True)
    undo_until = UtcDateTime(required=True, allow_none=True)
    undone_at = UtcDateTime(required=True, allow_none=True)


class ImportPage(RegisterPage):
    """A page of imports."""

    items = fields.List(fields.Nested(ImportLine), required=True)


class RowProblemTold(Words):
    """What is wrong with a cell; a warning does not keep its row out."""

    row = fields.Integer(required=True)
    column = fields.String(required=True)
    warning = fields.Boolean(required=True)


class ImportAnswer(ImportLine):
    """The same with its first problems."""

    errors = fields.List(fields.Nested(RowProblemTold), required=True)
    errors_total = fields.Integer(required=True)


class CellChange(Told):
    """A cell before and after: whatever the column holds."""

    column = fields.Nested(Words, required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class ImportRowAnswer(Told):
    """How a row ends."""

    row = fields.Integer(required=True)
    outcome = fields.String(required=True)
    name = fields.String(required=True)
    changes = fields.List(fields.Nested(CellChange), required=True)


class ImportRowPage(RegisterPage):
    """A page of the rows of an import."""

    items = fields.List(fields.Nested(ImportRowAnswer), required=True)


class LeftRow(Told):
    """A row that an undo left alone, and why."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    why = fields.String(required=True)


class LeftPage(RegisterPage):
    """A page of what an undo left alone."""

    items = fields.List(fields.Nested(LeftRow), required=True)
