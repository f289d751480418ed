"""The leader's note on a visit that was broken off like the one before it: asked for, given, missed (B-33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.inspections.afterwards import AbortNote
from backend.inspections.events import AbortNoteAsked
from backend.inspections.models import Inspection, Result
from backend.inspections.problems import NOTE_GIVEN
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import rfc3339
from backend.policy.facts import Finding

MOST_LISTED = 200


def settle(tx: Session, inspection: Inspection, findings: Sequence[Finding], now: datetime) -> None:
    """Ask the leader where the newest verdict does, and no more where it no longer does; a note that was given stays."""
    times = next((each.facts["times"] for each in findings if each.code == "ABORTED_AGAIN"), None)
    if times is None:
        tx.execute(delete(AbortNote).where(AbortNote.inspection_id == inspection.id, AbortNote.note.is_(None)))
        return
    asked = insert(AbortNote).values(
        inspection_id=inspection.id, organ_id=inspection.organ_id, region_path=inspection.region_path, times=times,
        asked_at=now,
    )  # fmt: skip
    again = asked.on_conflict_do_update(index_elements=["inspection_id"], set_={"times": times})
    row = tx.execute(again.returning(AbortNote.asked_at, AbortNote.times)).one()
    if row.asked_at == now:
        record(tx, AbortNoteAsked(inspection.id, inspection.organ_id, inspection.region_code, row.times))


def give(tx: Session, *, actor: Actor, now: datetime, inspection_id: UUID, note: str) -> dict[str, Any]:
    """The leader explains it, once. Raises NOT_FOUND, NOTE_GIVEN."""
    wanted = _seen(select(AbortNote), actor, "abort_note.write").where(AbortNote.inspection_id == inspection_id)
    row = tx.execute(wanted.with_for_update(of=AbortNote)).scalar_one_or_none()
    if row is None:
        raise NOT_FOUND()
    if row.note is not None:
        raise NOTE_GIVEN()
    row.note, row.noted_by, row.noted_at = note, actor.person_id, now
    tx.flush()
    return answers(tx, tx.execute(_with_visit().where(AbortNote.inspection_id == inspection_id)).all())[0]


def listed(tx: Session, actor: Actor, *, open_only: bool) -> list[dict[str, Any]]:
    """What the actor may see of them: the newest, or what has waited longest of those that nobody explained."""
    wanted = _seen(_with_visit(), actor, "abort_note.see").limit(MOST_LISTED)
    waiting = wanted.where(AbortNote.note.is_(None)).order_by(AbortNote.asked_at)
    return answers(tx, tx.execute(waiting if open_only else wanted.order_by(AbortNote.asked_at.desc())).all())


def of_visit(tx: Session, inspection_id: UUID) -> dict[str, Any] | None:
    """The note of one visit, asked for or given; None where nobody asks."""
    return next(
        iter(answers(tx, tx.execute(_with_visit().where(AbortNote.inspection_id == inspection_id)).all())), None
    )


def answers(tx: Session, rows: Sequence[Row[AbortNote, Inspection, Result]]) -> list[dict[str, Any]]:
    """The notes as the wire shows them, each with how its visit ended."""
    names = identity.names(tx, [each.AbortNote.noted_by for each in rows if each.AbortNote.noted_by])
    return [_told(each.AbortNote, each.Inspection, each.Result, names) for each in rows]


def _told(asked: AbortNote, visit: Inspection, result: Result, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "inspection_id": str(visit.id), "enterprise_name": visit.enterprise_name, "arrived_at": rfc3339(visit.arrived_at),
        "times": asked.times, "outcome": result.outcome, "reason": result.reason, "summary": result.summary,
        "note": asked.note, "noted_by": names.get(asked.noted_by) if asked.noted_by else None,
        "noted_at": rfc3339(asked.noted_at) if asked.noted_at else None,
    }  # fmt: skip


def _with_visit() -> Select[AbortNote, Inspection, Result]:
    return (
        select(AbortNote, Inspection, Result).join(Inspection, Inspection.id == AbortNote.inspection_id)
        .join(Result, Result.inspection_id == AbortNote.inspection_id)
    )  # fmt: skip


def _seen(wanted: Any, actor: Actor, action: str) -> Any:
    return visible(wanted, actor, action, organ=AbortNote.organ_id, region_path=AbortNote.region_path)
