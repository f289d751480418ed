"""/imports: bring a table, see what it would do, apply it; templates to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, request
from marshmallow import fields, validate
from sqlalchemy import func, select

from backend.identity.access.scope import allowed
from backend.identity.access.table import may
from backend.identity.models import Person, Region
from backend.kernel.http import (
    access,
    actor,
    gives,
    idempotency_key,
    idempotent,
    identify,
    keyed,
    now,
    own_transaction,
    owns_its_transaction,
    settings,
    tx,
)
from backend.kernel.problems import KEY_REUSED, NOT_FOUND
from backend.kernel.schema import PageArgs, Schema, page_of, rfc3339
from backend.kernel.sorting import Sorting
from backend.registers.importers import IMPORTERS, Importer
from backend.registers.models import ImportLeft, ImportRow, ImportRun, RowProblem
from backend.registers.problems import EMPTY_FILE, NO_IMPORTER
from backend.registers.searching import page
from backend.registers.tables import import_files, imports, undoing
from backend.registers.tables.out import XLSX, csv_answer, xlsx_answer
from backend.registers.tables.schemas import (
    ImportAnswer,
    ImportKinds,
    ImportPage,
    ImportRowPage,
    LeftPage,
)
from backend.registers.wire import blueprint

FIRST_PROBLEMS = 100
PIECE = 256 * 1024


class ImportArgs(Schema):
    """Which register; with `dry_run` (the default) nothing is stored before somebody applies it."""

    kind = fields.String(required=True, validate=validate.Length(1, 40))
    dry_run = fields.Boolean(load_default=True)
    update_known = fields.Boolean(load_default=False)
    """Without a dry run: whether known rows get what the table says of them."""


RUNS = Sorting(
    ImportRun.requested_at.desc(), ImportRun.id, kind=ImportRun.kind, at=ImportRun.requested_at, state=ImportRun.state
)


class ImportListArgs(PageArgs):
    """Imports by kind and state."""

    kind = fields.String(load_default=None, validate=validate.Length(max=40))
    state = fields.String(
        load_default=None,
        validate=validate.OneOf(["waiting", "running", "checked", "done", "failed", "undoing", "undone"]),
    )
    sort = RUNS.field()


class ApplyBody(Schema):
    """Whether known rows get what the table says of them, or stay as they are."""

    update_known = fields.Boolean(load_default=False)


class ImportRowArgs(PageArgs):
    """Rows of a table by how they end."""

    outcome = fields.String(load_default=None, validate=validate.OneOf(["new", "changed", "known"]))


@blueprint.route("/imports/kinds", methods=["GET"])
@access("import.see")
@blueprint.response(200, ImportKinds)
def import_kinds() -> dict[str, Any]:
    """The registers that the caller may fill from a table, with their columns."""
    return {"items": [_kind(each) for each in IMPORTERS.values() if may(actor(), each.action)]}


@blueprint.route("/imports", methods=["POST"])
@access("import.run")
@keyed
@owns_its_transaction
@blueprint.arguments(ImportArgs, location="query")
@blueprint.response(202, ImportAnswer)
def bring_table(args: dict[str, Any]) -> dict[str, Any]:
    """Bring a CSV or XLSX file as the body; the key is the id of the import. The same file twice is one import."""
    identify()
    run_id = idempotency_key()
    imports.importer_for(actor(), args["kind"])
    request.max_content_length = import_files.MOST_BYTES
    with own_transaction(read_only=True) as short:
        known = short.get(ImportRun, run_id)
    if known is not None:
        return _again(known, args["kind"])
    brought = import_files.keep(imports.folder(settings()), run_id, _pieces())
    if brought.size == 0:
        raise EMPTY_FILE()
    order = {"run_id": run_id, "kind": args["kind"], "brought": brought}
    order |= {"apply": not args["dry_run"], "update": args["update_known"]}
    with own_transaction() as short:
        return _answer(short, imports.begin(short, actor=actor(), now=now(), **order))


@blueprint.route("/imports", methods=["GET"])
@access("import.see")
@blueprint.arguments(ImportListArgs, location="query")
@blueprint.response(200, ImportPage)
def list_imports(args: dict[str, Any]) -> dict[str, Any]:
    """Imports of the caller's region, newest first."""
    wanted = _visible()
    for name in ("kind", "state"):
        if args[name]:
            wanted = wanted.where(getattr(ImportRun, name) == args[name])
    rows, total = page(tx(), wanted, RUNS.order(args["sort"]), args["page"], args["page_size"])
    lines = [_line(run, by) for run, by in rows]
    return page_of(lines, total, args["page"], args["page_size"])


@blueprint.route("/imports/<uuid:run_id>", methods=["GET"])
@access("import.see")
@blueprint.response(200, ImportAnswer)
def see_import(run_id: UUID) -> dict[str, Any]:
    """How an import stands; its first 100 problems."""
    return _answer(tx(), _run(run_id))


@blueprint.route("/imports/<uuid:run_id>/errors.csv", methods=["GET"])
@access("import.see")
@gives("text/csv")
def import_problems(run_id: UUID) -> Response:
    """Every problem of an import, by row and column."""
    _run(run_id)
    stmt = select(RowProblem).where(RowProblem.run_id == run_id).order_by(RowProblem.n)
    rows = (
        (each.row, each.column, "提醒" if each.warning else "未导入", each.zh, each.en) for each in tx().scalars(stmt)
    )
    return csv_answer("导入问题", ("行", "列", "处理", "说明", "reason"), rows)


@blueprint.route("/imports/<uuid:run_id>/apply", methods=["POST"])
@access("import.run")
@idempotent
@blueprint.arguments(ApplyBody)
@blueprint.response(202, ImportAnswer)
def apply_import(body: dict[str, Any], run_id: UUID) -> dict[str, Any]:
    """Store what the dry run has checked: what is new, and with `update_known` what differs."""
    run = _locked(run_id)
    imports.apply(tx(), run, settings(), update=body["update_known"])
    return _answer(tx(), run)


@blueprint.route("/imports/<uuid:run_id>/rows", methods=["GET"])
@access("import.see")
@blueprint.arguments(ImportRowArgs, location="query")
@blueprint.response(200, ImportRowPage)
def import_rows(args: dict[str, Any], run_id: UUID) -> dict[str, Any]:
    """How each row ends that is not refused; of a changed one, each cell before and after."""
    importer = imports.importer_for(actor(), _run(run_id).kind)
    wanted = select(ImportRow).where(ImportRow.run_id == run_id)
    if args["outcome"]:
        wanted = wanted.where(ImportRow.outcome == args["outcome"])
    if args["q"].strip():
        wanted = wanted.where(ImportRow.name.contains(args["q"].strip(), autoescape=True))
    rows, total = page(tx(), wanted, (ImportRow.row,), args["page"], args["page_size"])
    return page_of([_row(importer, each) for (each,) in rows], total, args["page"], args["page_size"])


@blueprint.route("/imports/<uuid:run_id>/undo", methods=["POST"])
@access("import.undo")
@idempotent
@blueprint.response(202, ImportAnswer)
def undo_import(run_id: UUID) -> dict[str, Any]:
    """Put back what the import changed and take out what it brought, within 30 days; rows touched since are left."""
    run = _locked(run_id)
    undoing.ask(tx(), run, actor=actor(), now=now())
    return _answer(tx(), run)


@blueprint.route("/imports/<uuid:run_id>/left", methods=["GET"])
@access("import.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, LeftPage)
def import_left(args: dict[str, Any], run_id: UUID) -> dict[str, Any]:
    """The rows that an undo left alone, by name, and why."""
    _run(run_id)
    wanted = select(ImportLeft).where(ImportLeft.run_id == run_id)
    rows, total = page(tx(), wanted, (ImportLeft.name, ImportLeft.row_id), args["page"], args["page_size"])
    lines = [{"id": each.row_id, "name": each.name, "why": each.why} for (each,) in rows]
    return page_of(lines, total, args["page"], args["page_size"])


@blueprint.route("/imports/templates/<kind>.<any(csv,xlsx):extension>", methods=["GET"])
@access("import.see")
@gives("text/csv", XLSX)
def import_template(kind: str, extension: str) -> Response:
    """An empty table with the right titles; the workbook has a second sheet that explains each column."""
    if kind not in IMPORTERS:
        raise NO_IMPORTER()
    importer = IMPORTERS[kind]
    titles = [each.zh for each in importer.columns]
    if extension == "csv":
        return csv_answer(f"{importer.zh}导入模板", titles, ())
    notes = [
        f"{each.zh} {each.en}{'（必填）' if each.required else ''} {each.help_zh} {each.help_en}"
        for each in importer.columns
    ]
    return xlsx_answer(f"{importer.zh}导入模板", titles, (), notes)


def _again(run: ImportRun, kind: str) -> dict[str, Any]:
    """The same file twice is one import. Raises KEY_REUSED for another one under its key."""
    brought = import_files.measure(_pieces())
    if (run.sha256, run.requested_by, run.kind) != (brought.sha256, actor().person_id, kind):
        raise KEY_REUSED(field="Idempotency-Key")
    with own_transaction(read_only=True) as short:
        return _answer(short, run)


def _pieces() -> Iterator[bytes]:
    while piece := request.stream.read(PIECE):
        yield piece


def _visible() -> Any:
    joined = select(ImportRun, Person.name).join(Region, Region.code == ImportRun.region_code)
    joined = joined.join(Person, Person.id == ImportRun.requested_by)
    return joined.where(allowed(actor(), "import.see", region_path=Region.path))


def _run(run_id: UUID) -> ImportRun:
    row = tx().execute(_visible().where(ImportRun.id == run_id)).first()
    if row is None:
        raise NOT_FOUND()
    return row[0]


def _locked(run_id: UUID) -> ImportRun:
    """The run, which nobody else applies or undoes before we commit. Raises NOT_FOUND, NOT_ALLOWED for its kind."""
    imports.importer_for(actor(), _run(run_id).kind)
    return tx().get_one(ImportRun, run_id, with_for_update=True, populate_existing=True)


def _row(importer: Importer, row: ImportRow) -> dict[str, Any]:
    titles = {each.name: {"zh": each.zh, "en": each.en} for each in importer.columns}
    changes = [
        {"column": titles.get(name, {"zh": name, "en": name}), "before": before, "after": after}
        for name, (before, after) in row.fields.items()
    ]
    return {"row": row.row, "outcome": row.outcome, "name": row.name, "changes": changes}


def _answer(session: Any, run: ImportRun) -> dict[str, Any]:
    stmt = select(RowProblem).where(RowProblem.run_id == run.id)
    total = session.scalar(select(func.count()).select_from(stmt.subquery()))
    by = session.scalar(select(Person.name).where(Person.id == run.requested_by))
    first = session.scalars(stmt.order_by(RowProblem.n).limit(FIRST_PROBLEMS))
    told = [
        {"row": each.row, "column": each.column, "warning": each.warning, "zh": each.zh, "en": each.en}
        for each in first
    ]
    return {**_line(run, by), "errors": told, "errors_total": total}


def _line(run: ImportRun, by: str) -> dict[str, Any]:
    plain = ("kind", "format", "size", "state", "apply", "update_known")
    counts = ("read", "new", "changed", "known", "refused", "warnings", "restored", "removed", "left")
    can = IMPORTERS[run.kind].undo is not None and run.state == "done" and run.finished_at is not None
    failure = {"zh": run.failure_zh, "en": run.failure_en} if run.failure_zh else None
    return {
        "id": str(run.id), **{name: getattr(run, name) for name in plain},
        **{name: getattr(run, name) or 0 for name in counts}, "failure": failure, "requested_by": {"id": str(run.requested_by), "name": by},
        "requested_at": rfc3339(run.requested_at),
        "started_at": rfc3339(run.started_at) if run.started_at else None,
        "finished_at": rfc3339(run.finished_at) if run.finished_at else None,
        "undo_until": rfc3339(run.finished_at + undoing.UNDO_WITHIN) if can and run.finished_at else None,
        "undone_at": rfc3339(run.undone_at) if run.undone_at else None,
    }  # fmt: skip


def _kind(importer: Importer) -> dict[str, Any]:
    columns = [
        {"name": each.name, "zh": each.zh, "en": each.en, "required": each.required,
         "help": {"zh": each.help_zh, "en": each.help_en}}
        for each in importer.columns
    ]  # fmt: skip
    return {"kind": importer.kind, "zh": importer.zh, "en": importer.en, "columns": columns}
