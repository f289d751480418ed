"""/exports: a register as a table; more than a thousand rows in an hour need a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from marshmallow import fields, validate
from sqlalchemy import select

from backend.kernel import limits
from backend.kernel.http import access, actor, gives, identify, now, own_transaction, owns_its_transaction, settings, tx
from backend.kernel.ids import uuid7
from backend.kernel.noting import say
from backend.kernel.schema import PageArgs, Schema, page_of, rfc3339
from backend.kernel.schema import day as calendar_day
from backend.registers.models import ExportRun
from backend.registers.searching import page
from backend.registers.tables import exports
from backend.registers.tables.out import XLSX, csv_answer, file_answer, xlsx_answer
from backend.registers.tables.schemas import ExportAnswer, ExportPage
from backend.registers.wire import blueprint

NAME = r"^[a-z_]{1,20}$"


class ExportArgs(Schema):
    """The filters and the order of the lists, as far as the kind knows them."""

    q = fields.String(load_default="", validate=validate.Length(max=100))
    role = fields.String(validate=validate.Length(max=40))
    kind = fields.String(validate=validate.Length(max=40))
    state = fields.String(validate=validate.Regexp(NAME))
    region = fields.String(validate=validate.Length(max=24))
    organ_id = fields.UUID()
    expiring = fields.Integer(validate=validate.Range(0, 3660))
    year = fields.Integer(validate=validate.Range(2000, 2199))
    below = fields.Boolean()
    day = calendar_day()
    mark = fields.String(validate=validate.Regexp(NAME))
    quiet = fields.String(validate=validate.OneOf(["", "yes", "no"]))
    left = fields.String(validate=validate.OneOf(["", "some", "none"]))
    unsealed = fields.Boolean()
    sort = fields.String(validate=validate.Regexp(r"^-?[a-z_]{1,20}$"))


@blueprint.route("/exports/<kind>.<any(csv,xlsx):extension>", methods=["GET"])
@access("export.make")
@gives("text/csv", XLSX)
@owns_its_transaction
@blueprint.arguments(ExportArgs, location="query")
@blueprint.alt_response(202, schema=ExportAnswer, success=True)
def export(args: dict[str, Any], kind: str, extension: str) -> Response:
    """The table, or 202 with the request that a second person must approve. Both are writes of their own."""
    identify()
    return handed_out(kind, _filters(args), extension)


def handed_out(kind: str, filters: dict[str, str], extension: str, purpose: str | None = None) -> Response:
    """The table if so much may go out at once, else the request for a second person. Raises NOT_FOUND, TOO_OFTEN."""
    exporter = exports.exporter_for(kind)
    with own_transaction() as short:
        limits.insist(short, [exports.TABLES.of(actor().person_id)], now())
        wanted = exporter.find(short, actor(), filters, now())
        size = exports.size(short, wanted)
        order: dict[str, Any] = {
            "run_id": uuid7(),
            "kind": kind,
            "format_": extension,
            "filters": filters,
            "rows": size,
        }
        if not exports.fits(short, actor(), size, now()):
            return _asked(exports.ask(short, actor=actor(), now=now(), **order))
        run = exports.note(short, actor=actor(), now=now(), **order)
        say(purpose=purpose or f"export {kind} {size}", object_id=run.id)
        cells = list(exports.rows(short, exporter, wanted, actor=actor(), filters=filters, now=now()))
        if extension == "csv":
            return csv_answer(exporter.zh, exporter.titles, cells)
        return xlsx_answer(exporter.zh, exporter.titles, cells, mark=exports.mark(run, actor(), now()))


@blueprint.route("/exports", methods=["GET"])
@access("export.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, ExportPage)
def list_exports(args: dict[str, Any]) -> dict[str, Any]:
    """The caller's own large exports, newest first."""
    by_two = ExportRun.approval_id.is_not(None)
    wanted = select(ExportRun).where(ExportRun.requested_by == actor().person_id, by_two)
    rows, total = page(tx(), wanted, (ExportRun.requested_at.desc(), ExportRun.id), args["page"], args["page_size"])
    lines = [_line(run, state) for run, state in exports.as_they_stand(tx(), [row[0] for row in rows], actor(), now())]
    return page_of(lines, total, args["page"], args["page_size"])


@blueprint.route("/exports/<uuid:run_id>/file", methods=["GET"])
@access("export.take")
@gives("text/csv", XLSX)
@owns_its_transaction
def take_export(run_id: UUID) -> Response:
    """The file, once, within a day."""
    identify()
    with own_transaction() as short:
        run, content = exports.take(short, actor=actor(), run_id=run_id, now=now(), settings=settings())
        say(purpose=f"export {run.kind} {run.rows}", object_id=run.id)
        mimetype = XLSX if run.format == "xlsx" else "text/csv; charset=utf-8"
        return file_answer(content, f"{exports.exporter_for(run.kind).zh}.{run.format}", mimetype)


def _asked(run: ExportRun) -> Response:
    response = jsonify(_line(run, run.state))
    response.status_code = 202
    return response


def _filters(args: dict[str, Any]) -> dict[str, str]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in args.items()
        if value not in ("", False)
    }


def _line(run: ExportRun, state: str) -> dict[str, Any]:
    return {
        "id": str(run.id), "kind": run.kind, "format": run.format, "rows": run.rows, "state": state,
        "approval_id": str(run.approval_id), "requested_at": rfc3339(run.requested_at),
        "ready_at": rfc3339(run.ready_at) if run.ready_at else None,
    }  # fmt: skip
