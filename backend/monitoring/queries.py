"""The one place that joins across packages for one visit in full."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from backend.certificates.models import CodeScan, VisitCode
from backend.evidence.models import Media, SealedItem, Segment
from backend.identity.models import Person
from backend.inspections.models import CheckIn, CheckOut, Inspection, OfficerPresent, Result, Step, VerdictRow
from backend.planning.models import Task
from backend.planning.queries import CODE_TASK


def visit_facts(tx: Session, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """What the headline of each visit is made of: newest verdict, newest step, outcome."""
    verdict = select(VerdictRow.body).where(VerdictRow.inspection_id == Inspection.id)
    step = select(Step.kind).where(Step.inspection_id == Inspection.id)
    stmt = (
        select(
            Inspection.id,
            verdict.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc())
            .limit(1)
            .scalar_subquery()
            .label("verdict"),
            step.order_by(Step.at.desc(), Step.id.desc()).limit(1).scalar_subquery().label("step"),
            Result.outcome,
        )
        .outerjoin(Result, Result.inspection_id == Inspection.id)
        .where(Inspection.id.in_(ids))
    )
    return {row.id: row for row in tx.execute(stmt)}


def recorded_seconds(tx: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """Seconds that the declared recordings of each visit cover; what two recorders or two phones both hold counts once."""
    length = Segment.duration_ms * literal_column("interval '1 millisecond'")
    spans = func.unnest(func.range_agg(func.tstzrange(Segment.started_at, Segment.started_at + length)))
    covered = (
        select(Media.inspection_id, spans.label("span"))
        .join(Segment, Segment.media_id == Media.id)
        .where(Media.inspection_id.in_(ids), Media.kind == "recording", Segment.duration_ms > 0)
        .group_by(Media.inspection_id)
        .subquery()
    )
    seconds = func.extract("epoch", func.upper(covered.c.span) - func.lower(covered.c.span))
    stmt = select(covered.c.inspection_id, func.sum(seconds)).group_by(covered.c.inspection_id)
    return {row[0]: int(row[1]) for row in tx.execute(stmt)}


def unsealed_files(tx: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many declared segments and single files of each visit are not in the store yet."""
    missing = unsealed_of(Media.inspection_id.in_(ids)).subquery()
    return {
        row[0]: row[1]
        for row in tx.execute(select(missing.c.inspection_id, func.count()).group_by(missing.c.inspection_id))
    }


def unsealed_of(of: ColumnElement[bool]) -> Any:
    stored = aliased(SealedItem)
    same_piece = select(stored.id).where(stored.media_id == Media.id, stored.segment == Segment.n).exists()
    any_piece = select(stored.id).where(stored.media_id == Media.id).exists()
    segments = select(Media.inspection_id).join(Segment, Segment.media_id == Media.id).where(of, ~same_piece)
    singles = select(Media.inspection_id).where(of, Media.kind != "recording", ~any_piece, ~_has_segments())
    return union_all(segments, singles)


def _has_segments() -> ColumnElement[bool]:
    return select(Segment.id).where(Segment.media_id == Media.id).exists()


def verdicts(tx: Session, inspection_id: UUID) -> Sequence[VerdictRow]:
    """All verdicts of a visit, newest first (B-03)."""
    stmt = select(VerdictRow).where(VerdictRow.inspection_id == inspection_id)
    return tx.scalars(stmt.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc())).all()


def check_in(tx: Session, inspection_id: UUID) -> CheckIn | None:
    """The arrival as the phone told it."""
    return tx.get(CheckIn, inspection_id)


def check_out(tx: Session, inspection_id: UUID) -> CheckOut | None:
    """The departure as the phone told it."""
    return tx.get(CheckOut, inspection_id)


def result(tx: Session, inspection_id: UUID) -> Result | None:
    """What the visit ended with."""
    return tx.get(Result, inspection_id)


def officers(tx: Session, inspection_id: UUID) -> Sequence[OfficerPresent]:
    """Who was at the door, first come first."""
    stmt = select(OfficerPresent).where(OfficerPresent.inspection_id == inspection_id)
    return tx.scalars(stmt.order_by(OfficerPresent.at, OfficerPresent.person_id)).all()


def steps(tx: Session, inspection_id: UUID) -> Sequence[Any]:
    """The steps of a visit by time, with the names of those who recorded them."""
    stmt = select(Step.kind, Step.at, Step.note, Person.name).join(Person, Person.id == Step.recorded_by)
    return tx.execute(stmt.where(Step.inspection_id == inspection_id).order_by(Step.at, Step.id)).all()


def scans(tx: Session, task_id: UUID | None) -> Sequence[datetime]:
    """When the live code of the visit was read."""
    if task_id is None:
        return []
    stmt = select(CodeScan.scanned_at).join(VisitCode, VisitCode.code_id == CodeScan.code_id)
    goes_by = select(CODE_TASK).where(Task.id == task_id).scalar_subquery()
    return tx.scalars(stmt.where(VisitCode.task_id == goes_by).order_by(CodeScan.scanned_at)).all()


def task(tx: Session, task_id: UUID | None) -> Task | None:
    """The plan behind a visit, if it had one."""
    return tx.get(Task, task_id) if task_id is not None else None
