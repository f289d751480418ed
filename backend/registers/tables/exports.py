"""Taking tables out: up to a thousand rows in an hour; more only after a second person's yes, as a file made by a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.models import ApprovalRequest
from backend.config import Settings
from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.kernel.csv_rows import NOTHING
from backend.kernel.jobs import Tools, defer
from backend.kernel.limits import Limit
from backend.kernel.problems import NOT_FOUND
from backend.kernel.sheets import write_sheet
from backend.kernel.transaction import transaction
from backend.registers.exporters import EXPORTERS, Cells, Exporter, Filters, Taking
from backend.registers.models import ExportRun
from backend.registers.problems import FILE_GONE
from backend.registers.tables.out import write_csv

JOB = "registers.export"
AT_ONCE = 1000
"""Rows that one person takes out within `LATELY`, in however many tables: a large one is not let go in slices."""

LATELY = timedelta(hours=1)
TABLES = Limit("export", 5, LATELY)
"""Tables of one person, however small, let go at once or asked for."""

KEPT = timedelta(hours=24)
BATCH = 1000


def exporter_for(kind: str) -> Exporter:
    """The exporter of a kind. Raises NOT_FOUND."""
    if kind not in EXPORTERS:
        raise NOT_FOUND()
    return EXPORTERS[kind]


def size(tx: Session, wanted: Any) -> int:
    """How many rows a table would have."""
    each = wanted.with_only_columns(literal_column("1"), maintain_column_froms=True)
    return tx.scalar(select(func.count()).select_from(each.subquery())) or 0


def rows(
    tx: Session, exporter: Exporter, wanted: Any, *, actor: Actor, filters: Filters, now: datetime
) -> Iterator[Cells]:
    """The rows as cells, in the order that was asked, `BATCH` of them in memory at once. None at all is a line, too."""
    taking = Taking(tx, actor, now, ZoneInfo(identity.region(tx, actor.region).zone))
    ordered = wanted.order_by(*exporter.order(filters)).execution_options(yield_per=BATCH)
    empty = True
    for batch in tx.execute(ordered).partitions():
        empty = False
        yield from exporter.lines(taking, batch)
    if empty:
        yield (NOTHING,)


def fits(tx: Session, actor: Actor, rows: int, now: datetime) -> bool:
    """Whether so many rows may go out at once after all that went lately; who asks twice at the same moment waits."""
    tx.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"export:{actor.person_id}"))))
    mine = ExportRun.requested_by == actor.person_id, ExportRun.approval_id.is_(None)
    lately = select(func.sum(ExportRun.rows)).where(*mine, ExportRun.requested_at > now - LATELY)
    return (tx.scalar(lately) or 0) + rows <= AT_ONCE


def note(
    tx: Session, *, actor: Actor, now: datetime, run_id: UUID, kind: str, format_: str, filters: dict[str, str],
    rows: int,
) -> ExportRun:  # fmt: skip
    """A table that went out at once."""
    run = ExportRun(
        id=run_id, kind=kind, format=format_, filters=filters, region_code=actor.region, rows=rows, state="taken",
        requested_by=actor.person_id, requested_at=now, taken_at=now,
    )  # fmt: skip
    tx.add(run)
    return run


def ask(
    tx: Session,
    *,
    actor: Actor,
    now: datetime,
    run_id: UUID,
    kind: str,
    format_: str,
    filters: dict[str, str],
    rows: int,
) -> ExportRun:
    """Ask a second person for a large table."""
    subject = {"export_id": str(run_id), "kind": kind, "rows": rows, "filters": filters}
    reason = f"{EXPORTERS[kind].zh} {rows:,} 行"
    asked = request(tx, "export.bulk", subject, actor=actor, reason=reason, now=now)
    run = ExportRun(
        id=run_id, kind=kind, format=format_, filters=filters, region_code=actor.region, rows=rows, state="requested",
        requested_by=actor.person_id, requested_at=now, approval_id=asked.id,
    )  # fmt: skip
    tx.add(run)
    tx.flush()
    return run


@on_approval("export.bulk")
def let_go(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, settings: Settings) -> None:
    """The second person said yes: a job makes the file."""
    run = tx.get_one(ExportRun, UUID(asked.subject["export_id"]), with_for_update=True)
    run.state = "approved"
    defer(tx, JOB, once=f"{JOB}:{run.id}", run_id=str(run.id))


def make_file(tools: Tools, run_id: str) -> None:
    """Write the file of an approved export, as far as its asker may still see the rows. A second time does nothing."""
    with transaction(tools.sessions) as tx:
        run = tx.get(ExportRun, UUID(run_id), with_for_update=True)
        actor = identity.acting(tx, run.requested_by) if run else None
        if run is None or run.state != "approved" or actor is None:
            return
        if not _let_go_there(tx, run, actor):
            run.state = "expired"
            return
        exporter = exporter_for(run.kind)
        now = tools.clock.now()
        wanted = exporter.find(tx, actor, run.filters, now)
        cells = rows(tx, exporter, wanted, actor=actor, filters=run.filters, now=now)
        _write(path(tools.settings, run), exporter, cells, mark(run, actor, now))
        run.state, run.ready_at = "ready", tools.clock.now()


def take(tx: Session, *, actor: Actor, run_id: UUID, now: datetime, settings: Settings) -> tuple[ExportRun, bytes]:
    """The file, once, to who asked for it and is where they asked, within a day. Raises NOT_FOUND, FILE_GONE."""
    run = tx.get(ExportRun, run_id, with_for_update=True)
    if run is None or run.requested_by != actor.person_id:
        raise NOT_FOUND()
    file = path(settings, run)
    if not _let_go_there(tx, run, actor):
        raise FILE_GONE()
    if run.state != "ready" or run.ready_at is None or now > run.ready_at + KEPT or not file.exists():
        raise FILE_GONE()
    content = file.read_bytes()
    run.state, run.taken_at = "taken", now
    return run, content


def _let_go_there(tx: Session, run: ExportRun, actor: Actor) -> bool:
    """Whether who asked is still in the organ for which the second person said yes: tables do not move with people."""
    asked = tx.get(ApprovalRequest, run.approval_id) if run.approval_id else None
    return asked is not None and asked.organ_id == actor.organ_id


def as_they_stand(tx: Session, runs: Sequence[ExportRun], actor: Actor, now: datetime) -> list[tuple[ExportRun, str]]:
    """Each run with its state now: a no, a term that ran out or a new organ is nobody's to write down."""
    asked = select(ApprovalRequest).where(ApprovalRequest.id.in_([each.approval_id for each in runs]))
    requests: dict[UUID | None, ApprovalRequest] = {each.id: each for each in tx.scalars(asked)}
    return [(each, _state(each, requests.get(each.approval_id), actor, now)) for each in runs]


def _state(run: ExportRun, asked: ApprovalRequest | None, actor: Actor, now: datetime) -> str:
    if asked and asked.organ_id != actor.organ_id and run.state in ("requested", "approved", "ready"):
        return "expired"
    if asked and run.state == "requested":
        over = asked.state == "waiting" and now >= asked.expires_at
        return "refused" if asked.state == "rejected" else "expired" if over else run.state
    return "expired" if run.state == "ready" and run.ready_at and now > run.ready_at + KEPT else run.state


def forget_files(tools: Tools) -> None:
    """Files that were taken, or that nobody took within a day, leave the disk."""
    with transaction(tools.sessions) as tx:
        by_two = ExportRun.approval_id.is_not(None)
        made = tx.scalars(select(ExportRun).where(by_two, ExportRun.state.in_(["ready", "taken"])).with_for_update())
        for run in made:
            if run.state == "taken" or (run.ready_at and tools.clock.now() > run.ready_at + KEPT):
                path(tools.settings, run).unlink(missing_ok=True)
                run.state = "taken" if run.state == "taken" else "expired"


def path(settings: Settings, run: ExportRun) -> Path:
    """Where the file of an export lies."""
    return settings.data_dir / "exports" / f"{run.id.hex}.{run.format}"


def mark(run: ExportRun, actor: Actor, now: datetime) -> str:
    """Who let a table out, and when: the foot of its printed pages (B-65)."""
    return f"{actor.name} {now.astimezone(ZoneInfo(actor.zone)):%Y-%m-%d %H:%M} 导出 · {run.id}"


def _write(target: Path, exporter: Exporter, cells: Iterator[Any], marked: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.suffix == ".csv":
        with open(target, "w", encoding="utf-8", newline="") as text:
            write_csv(text, exporter.titles, cells)
    else:
        with open(target, "wb") as file:
            write_sheet(file, exporter.titles, cells, mark=marked)
    target.chmod(0o600)
