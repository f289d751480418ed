"""Bringing a table in: a dry run reads and checks everything and stores nothing; applying stores it in one transaction.

Rows that are known stay as they are unless whoever applies it wants them brought up to date. What an import wrote, its
history says by the run's id: that is what `undoing` puts back.

A worker that is killed leaves nothing: neither rows nor a half-told outcome. The job is taken up again and starts anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.identity import queries as identity
from backend.identity.access.table import may
from backend.identity.actor import Actor
from backend.identity.models import Region
from backend.kernel.csv_rows import Note, Notes, Row, TableError, read_rows, with_progress
from backend.kernel.identity_numbers import identity_number_in
from backend.kernel.jobs import Tools, defer
from backend.kernel.problems import NOT_ALLOWED, ProblemRaised
from backend.kernel.transaction import Sessions, transaction
from backend.registers.importers import IMPORTERS, Counts, Importer, ImportWork, Outcome
from backend.registers.models import ImportRow, ImportRun, RowProblem
from backend.registers.problems import FILE_GONE, NO_IMPORTER, NOT_CHECKED
from backend.registers.tables import import_files
from backend.registers.tables.import_files import Brought

JOB = "registers.import"
MOST_ROWS = 200_000
MOST_PROBLEMS = 200_000


class Progress:
    """How many rows went by; told outside the transaction of the rows, so that others see it."""

    def __init__(self, sessions: Sessions, run_id: UUID):
        self.sessions, self.run_id, self.read = sessions, run_id, 0

    def __call__(self, read: int) -> None:
        self.read = read
        with transaction(self.sessions) as tx:
            tx.execute(update(ImportRun).where(ImportRun.id == self.run_id).values(read=read))


@dataclass
class Ended:
    """How the rows of a run ended; it outlives the transaction of a dry run."""

    notes: Notes
    counts: Counts = field(default_factory=Counts)
    outcomes: list[Outcome] = field(default_factory=list)


class DryRun(Exception):
    """Ends a transaction that must leave nothing behind."""


def folder(settings: Settings) -> Path:
    """Where tables wait."""
    return settings.data_dir / "imports"


def importer_for(actor: Actor, kind: str) -> Importer:
    """The importer of a kind. Raises NO_IMPORTER; NOT_ALLOWED where the access table does not open its rows."""
    if kind not in IMPORTERS:
        raise NO_IMPORTER(field="kind")
    if not may(actor, IMPORTERS[kind].action):
        raise NOT_ALLOWED()
    return IMPORTERS[kind]


def begin(
    tx: Session, *, actor: Actor, now: datetime, run_id: UUID, kind: str, brought: Brought, apply: bool, update: bool
) -> ImportRun:
    """Note what was brought and put the reading of it into the queue."""
    run = ImportRun(
        id=run_id, kind=kind, region_code=actor.region, requested_by=actor.person_id, requested_at=now, apply=apply,
        update_known=update, format=brought.format, size=brought.size, sha256=brought.sha256, state="waiting",
    )  # fmt: skip
    tx.add(run)
    defer(tx, JOB, once=f"{JOB}:{run_id}", run_id=str(run_id))
    tx.flush()
    return run


def apply(tx: Session, run: ImportRun, settings: Settings, *, update: bool) -> None:
    """Store what a dry run has checked; with `update` over known rows, too. Raises NOT_CHECKED, FILE_GONE."""
    if run.state != "checked":
        raise NOT_CHECKED(state=run.state)
    if not import_files.path(folder(settings), run.id, run.format).exists():
        raise FILE_GONE()
    run.apply, run.update_known, run.state, run.read = True, update, "waiting", 0
    defer(tx, JOB, once=f"{JOB}:{run.id}", run_id=str(run.id))
    tx.flush()


def run_import(tools: Tools, run_id: str) -> None:
    """Read the table of a run. A run that has its outcome stays as it is."""
    with transaction(tools.sessions) as tx:
        run = tx.get(ImportRun, UUID(run_id), with_for_update=True)
        if run is None or run.state not in ("waiting", "running"):
            return
        run.state, run.started_at, run.read = "running", tools.clock.now(), 0
    try:
        _work(tools, run)
    except TableError as error:
        _fail(tools, run, error.zh, str(error))
    except ProblemRaised as raised:
        sentence = raised.as_data("zh")["sentence"]
        _fail(tools, run, sentence["zh"], sentence["en"])
    if run.apply:
        import_files.forget(folder(tools.settings), run.id)


def _work(tools: Tools, run: ImportRun) -> None:
    told, ended = Progress(tools.sessions, run.id), Ended(Notes(most=MOST_PROBLEMS))
    try:
        with transaction(tools.sessions) as tx:
            ended.counts = _read(tools, tx, run, ended, told)
            if not run.apply:
                raise DryRun
            _tell(tx, run, ended, read=told.read, state="done", now=tools.clock.now())
    except DryRun:
        with transaction(tools.sessions) as tx:
            _tell(tx, run, ended, read=told.read, state="checked", now=tools.clock.now())


def work_of(tools: Tools, tx: Session, run: ImportRun, person_id: UUID, action: str) -> ImportWork:
    """What the job works with, in the person's name. One import at a time per region, so that each sees the other.

    Raises NOT_ALLOWED where the person lost the right meanwhile.
    """
    tx.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"import:{run.region_code}"))))
    tx.execute(select(func.set_config("liangma.actor", str(person_id), True)))
    actor = identity.acting(tx, person_id)
    if actor is None or not may(actor, action):
        raise NOT_ALLOWED()
    return ImportWork(tx, tools.settings, tx.get_one(Region, run.region_code), actor, tools.clock.now())


def _read(tools: Tools, tx: Session, run: ImportRun, ended: Ended, progress: Progress) -> Counts:
    """Everything that is stored, in the transaction given; a dry run says of known rows what would become of them."""
    begun = work_of(tools, tx, run, run.requested_by, "import.run")
    importer, notes = importer_for(begun.actor, run.kind), ended.notes
    tx.execute(select(func.set_config("liangma.import", str(run.id), True)))
    work = replace(begun, notes=notes, outcomes=ended.outcomes, update=run.update_known or not run.apply)
    path = import_files.path(folder(tools.settings), run.id, run.format)
    if not path.exists():
        raise FILE_GONE()
    rows = read_rows(path, importer.headers(), importer.required(), notes)
    return importer.put_in(work, with_progress(_keepable(work, _bounded(rows)), progress))


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for n, row in enumerate(rows, 1):
        if n > MOST_ROWS:
            raise TableError(f"more than {MOST_ROWS:,} rows; part the table", f"超过 {MOST_ROWS:,} 行，请拆分后导入")
        yield row


def _keepable(work: ImportWork, rows: Iterator[Row]) -> Iterator[Row]:
    """Rows without what the database cannot hold and without identity numbers, which have one sealed place (B-102)."""
    for row in rows:
        cells = {**row.known, **row.rest}
        unkept = next((name for name, cell in cells.items() if "\0" in cell), None)
        private = next((name for name, cell in cells.items() if len(cell) >= 18 and identity_number_in(cell)), None)
        if unkept is not None:
            work.refuse(row, unkept, "含有无法保存的字符", "holds a NUL character")
        elif private is not None:
            work.refuse(
                row, private, "含有居民身份证号码，名册不保存", "holds an identity number; registers keep none (B-102)"
            )
        else:
            yield row


def _tell(tx: Session, run: ImportRun, ended: Ended, *, read: int, state: str, now: datetime) -> None:
    """The outcome; what a run told before is replaced."""
    notes, counts = ended.notes, ended.counts
    for told in (RowProblem, ImportRow):
        tx.execute(delete(told).where(told.run_id == run.id))
    _copy(tx, run.id, notes.first, IMPORTERS[run.kind])
    _copy_rows(tx, run.id, ended.outcomes)
    outcome = {
        "read": read, "new": counts.new, "changed": counts.changed, "known": counts.known, "refused": notes.refused,
        "warnings": notes.warned, "state": state, "finished_at": now, "failure_zh": None, "failure_en": None,
    }  # fmt: skip
    tx.execute(update(ImportRun).where(ImportRun.id == run.id).values(outcome))


def _copy(tx: Session, run_id: UUID, notes: list[Note], importer: Importer) -> None:
    connection: Any = tx.connection().connection.driver_connection
    target = 'COPY import_error (run_id, n, "row", "column", warning, zh, en) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        for n, note in enumerate(notes, 1):
            column = importer.title(note.column).replace("\0", "")
            copy.write_row((run_id, n, note.row, column, note.warning, note.zh or note.reason, note.reason))


def _copy_rows(tx: Session, run_id: UUID, outcomes: list[Outcome]) -> None:
    connection: Any = tx.connection().connection.driver_connection
    target = 'COPY import_row (run_id, "row", outcome, name, fields) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        for each in outcomes:
            copy.write_row((run_id, each.row, each.outcome, each.name, json.dumps(each.fields, default=str)))


def _fail(tools: Tools, run: ImportRun, zh: str, en: str) -> None:
    failed = {"state": "failed", "failure_zh": zh, "failure_en": en, "finished_at": tools.clock.now()}
    with transaction(tools.sessions) as tx:
        tx.execute(update(ImportRun).where(ImportRun.id == run.id).values(failed))
    import_files.forget(folder(tools.settings), run.id)
