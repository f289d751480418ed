"""Taking an import back: what it changed is put back, what it brought goes out again, as far as nobody built on it.

What stood before is read from the history of the rows. A row that somebody changed since, or one that came in and is
referred to by now, is left as it is and told by name. One transaction: a worker that is killed leaves nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.kernel.jobs import Tools, defer
from backend.kernel.pinyin import spelled
from backend.kernel.problems import ProblemRaised
from backend.kernel.transaction import transaction
from backend.registers import history
from backend.registers.importers import IMPORTERS, Part, Undoable
from backend.registers.models import ImportLeft, ImportRun
from backend.registers.problems import NO_UNDO, NOT_DONE, UNDO_TOO_LATE
from backend.registers.tables import imports

JOB = "registers.undo"
UNDO_WITHIN = timedelta(days=30)

_ROWS = """
CREATE TEMPORARY TABLE undo_row ON COMMIT DROP AS
SELECT row_id::uuid AS id, bool_or(change = 'insert') AS came, max(n) AS last, NULL::text AS why
FROM row_history WHERE run_id = :run AND kind = :kind GROUP BY row_id
"""
_LOCK = """
SELECT count(*) FROM (
    SELECT FROM {table} AS part WHERE part.{key} IN (SELECT id FROM undo_row) FOR UPDATE) AS locked
"""
_TOUCHED = """
UPDATE undo_row SET why = 'touched' WHERE EXISTS (
    SELECT FROM row_history AS later WHERE later.kind = :kind AND later.row_id = undo_row.id::text AND later.n > last
    AND NOT EXISTS (
        SELECT FROM import_run AS taken_back WHERE taken_back.id = later.run_id AND taken_back.state = 'undone'
        AND NOT EXISTS (
            SELECT FROM import_left WHERE import_left.run_id = taken_back.id AND import_left.row_id = later.row_id)))
"""
"""What a later import wrote and its own undo put back counts for nothing."""

_IN_USE = """
UPDATE undo_row SET why = 'in_use' FROM {table} AS part
WHERE came AND why IS NULL AND part.{key} = undo_row.id AND EXISTS ({used})
"""
_REFERRING = """
SELECT conrelid::regclass::text AS source, source_column.attname AS source_column, target_column.attname AS target_column
FROM pg_constraint
JOIN pg_attribute AS source_column ON source_column.attrelid = conrelid AND source_column.attnum = conkey[1]
JOIN pg_attribute AS target_column ON target_column.attrelid = confrelid AND target_column.attnum = confkey[1]
WHERE contype = 'f' AND confrelid = CAST(:target AS regclass)
"""
_DELETE = "DELETE FROM {table} AS part USING undo_row WHERE came AND why IS NULL AND part.{key} = undo_row.id"
_BEFORE = """
CREATE TEMPORARY TABLE undo_before ON COMMIT DROP AS
SELECT undo_row.id, jsonb_object_agg(field.key, field.value -> 0) AS before
FROM row_history JOIN undo_row ON undo_row.id = row_history.row_id::uuid, jsonb_each(changes) AS field
WHERE row_history.run_id = :run AND row_history.kind = :kind AND NOT came AND why IS NULL GROUP BY undo_row.id
"""
"""Joined by the key of `undo_row`: nothing is known yet of how many rows of the history an import just wrote."""

_RESTORE = """
UPDATE {table} AS part SET ({columns}) = (
    SELECT {columns} FROM jsonb_populate_record(part, undo_before.before))
FROM undo_before WHERE part.{key} = undo_before.id AND undo_before.before ?| ARRAY[{names}]
"""
_SPELL = """
UPDATE undo_before SET before = before || jsonb_build_object('pinyin', back.pinyin)
FROM unnest(CAST(:ids AS uuid[]), CAST(:spellings AS text[])) AS back (id, pinyin) WHERE undo_before.id = back.id
"""
_NEW_VERSION = "UPDATE {table} AS part SET version = version + 1 FROM undo_before WHERE part.id = undo_before.id"
_LEFT = """
INSERT INTO import_left (run_id, row_id, name, why)
SELECT :run, undo_row.id::text, coalesce(part.name, undo_row.id::text), why
FROM undo_row LEFT JOIN {table} AS part ON part.{key} = undo_row.id WHERE why IS NOT NULL
"""


def ask(tx: Session, run: ImportRun, *, actor: Actor, now: datetime) -> None:
    """Put the undo of a locked run into the queue. Raises NO_UNDO, NOT_DONE, UNDO_TOO_LATE."""
    if IMPORTERS[run.kind].undo is None:
        raise NO_UNDO()
    if run.state != "done":
        raise NOT_DONE(state=run.state)
    if run.finished_at is None or now > run.finished_at + UNDO_WITHIN:
        raise UNDO_TOO_LATE(days=UNDO_WITHIN.days)
    run.state, run.undo_by, run.failure_zh, run.failure_en = "undoing", actor.person_id, None, None
    defer(tx, JOB, once=f"{JOB}:{run.id}", run_id=str(run.id))
    tx.flush()


def undo(tools: Tools, run_id: str) -> None:
    """Take back what the run stored. A run that is not asked to be undone stays as it is."""
    try:
        with transaction(tools.sessions) as tx:
            run = tx.get(ImportRun, UUID(run_id), with_for_update=True)
            if run is not None and run.state == "undoing":
                _undo(tools, tx, run)
    except ProblemRaised as raised:
        _stay_done(tools, UUID(run_id), raised)


def _undo(tools: Tools, tx: Session, run: ImportRun) -> None:
    assert run.undo_by is not None
    work, how = imports.work_of(tools, tx, run, run.undo_by, "import.undo"), IMPORTERS[run.kind].undo
    imports.importer_for(work.actor, run.kind)
    assert how is not None
    _collect(tx, run.id, how)
    history.because(tx, f"撤销导入 {run.id}")
    tx.execute(select(func.set_config("liangma.import", str(run.id), True)))
    run.restored, run.removed, run.left = _put_back(tx, run.id, how), _take_out(tx, how), _leave(tx, run.id, how)
    run.state, run.undone_at = "undone", tools.clock.now()
    how.done(work, run.restored + run.removed)


def _collect(tx: Session, run_id: UUID, how: Undoable) -> None:
    """The rows of the run, locked, and which of them must be left alone."""
    asked = {"run": run_id, "kind": how.history}
    tx.execute(text(_ROWS), asked)
    tx.execute(text("CREATE UNIQUE INDEX ON undo_row (id)"))
    tx.execute(text("ANALYZE undo_row"))
    for part in how.parts:
        tx.execute(text(_LOCK.format(table=part.table, key=part.key)))
    tx.execute(text(_TOUCHED), asked)
    tables = {part.table for part in how.parts}
    for part in how.parts:
        for used in [*_references(tx, part, tables), *part.used]:
            tx.execute(text(_IN_USE.format(table=part.table, key=part.key, used=used)))


def _references(tx: Session, part: Part, own: set[str]) -> list[str]:
    """Conditions under which a foreign key from another table holds a row of the part."""
    found = tx.execute(text(_REFERRING), {"target": part.table})
    return [
        f"SELECT FROM {each.source} AS user_of WHERE user_of.{each.source_column} = part.{each.target_column}"
        for each in found
        if each.source not in own
    ]


def _take_out(tx: Session, how: Undoable) -> int:
    for part in reversed(how.parts):
        tx.execute(text(_DELETE.format(table=part.table, key=part.key)))
    return tx.scalar(text("SELECT count(*) FROM undo_row WHERE came AND why IS NULL")) or 0


def _put_back(tx: Session, run_id: UUID, how: Undoable) -> int:
    tx.execute(text(_BEFORE), {"run": run_id, "kind": how.history})
    if any(part.spelled for part in how.parts):
        _spell(tx)
    tx.execute(text("ANALYZE undo_before"))
    for part in how.parts:
        restored = (*part.columns, "pinyin") if part.spelled else part.columns
        columns, names = ", ".join(restored), ", ".join(f"'{each}'" for each in restored)
        values = {"table": part.table, "key": part.key, "columns": columns, "names": names}
        tx.execute(text(_RESTORE.format(**values)))
        if part.versioned:
            tx.execute(text(_NEW_VERSION.format(table=part.table)))
    return tx.scalar(text("SELECT count(*) FROM undo_before")) or 0


def _spell(tx: Session) -> None:
    """The pinyin of the names that come back, beside them: one write of a row keeps its indexes for less."""
    back = tx.execute(text("SELECT id, before ->> 'name' AS name FROM undo_before WHERE before ? 'name'")).all()
    ids, spellings = zip(*((each.id, spelled(each.name)) for each in back), strict=True) if back else ((), ())
    tx.execute(text(_SPELL), {"ids": list(ids), "spellings": list(spellings)})


def _leave(tx: Session, run_id: UUID, how: Undoable) -> int:
    first = how.parts[0]
    tx.execute(text(_LEFT.format(table=first.table, key=first.key)), {"run": run_id})
    return tx.scalar(select(func.count()).where(ImportLeft.run_id == run_id)) or 0


def _stay_done(tools: Tools, run_id: UUID, raised: ProblemRaised) -> None:
    """Who asked may not do it any more: the import stands, and says why."""
    sentence = raised.as_data("zh")["sentence"]
    with transaction(tools.sessions) as tx:
        run = tx.get_one(ImportRun, run_id, with_for_update=True)
        run.state, run.failure_zh, run.failure_en = "done", sentence["zh"], sentence["en"]
