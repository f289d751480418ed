"""The enterprise asks that an officer stand aside 回避; the head decides; the visit goes on meanwhile (B-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.inspections.course import on_visit
from backend.inspections.events import RecusalDecided, RecusalRequested
from backend.inspections.models import Inspection, OfficerPresent, Recusal
from backend.inspections.problems import NOT_AT_THE_DOOR, RECUSAL_DECIDED
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Request:
    """Against whom, why, and when it was said."""

    person_id: UUID
    reason: str
    at: datetime


def request(
    tx: Session, *, actor: Actor, now: datetime, recusal_id: UUID, inspection_id: UUID, request: Request
) -> Recusal:
    """Note what the enterprise asks; nothing about the visit changes. Raises NOT_FOUND, NOT_AT_THE_DOOR."""
    inspection = on_visit(tx, actor, inspection_id)
    if tx.get(OfficerPresent, (inspection.id, request.person_id)) is None:
        raise NOT_AT_THE_DOOR(field="person_id")
    row = Recusal(
        id=recusal_id, inspection_id=inspection.id, person_id=request.person_id, organ_id=inspection.organ_id,
        region_path=inspection.region_path, reason=request.reason, requested_at=min(request.at, now),
        recorded_by=actor.person_id,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    record(tx, RecusalRequested(row.id, inspection.id, inspection.organ_id, inspection.region_code))
    return row


def decide(tx: Session, *, actor: Actor, now: datetime, recusal_id: UUID, decision: str, note: str) -> Recusal:
    """The head says whether the officer stands aside. Raises NOT_FOUND, RECUSAL_DECIDED."""
    wanted = _seen(actor, "recusal.decide").where(Recusal.id == recusal_id).with_for_update()
    row = tx.execute(wanted).scalar_one_or_none()
    if row is None:
        raise NOT_FOUND()
    if row.decision is not None:
        raise RECUSAL_DECIDED()
    row.decision, row.note, row.decided_by, row.decided_at = decision, note, actor.person_id, now
    region = row.region_path.rpartition("/")[2]
    record(
        tx, RecusalDecided(row.id, row.inspection_id, row.organ_id, region, decision, row.recorded_by, row.person_id)
    )
    return row


def listed(tx: Session, actor: Actor, *, open_only: bool) -> list[dict[str, Any]]:
    """The requests that the actor may see: the newest, or what has waited longest of those that nobody decided."""
    wanted = _seen(actor, "recusal.see").limit(MOST_LISTED)
    waiting = wanted.where(Recusal.decision.is_(None)).order_by(Recusal.requested_at)
    return answers(tx, tx.scalars(waiting if open_only else wanted.order_by(Recusal.requested_at.desc())).all())


def answers(tx: Session, rows: Sequence[Recusal]) -> list[dict[str, Any]]:
    """The requests as the wire shows them."""
    names = identity.names(
        tx, [each.person_id for each in rows] + [each.decided_by for each in rows if each.decided_by]
    )
    visits = tx.execute(select(Inspection.id, Inspection.enterprise_name).where(Inspection.id.in_(_visits_of(rows))))
    enterprises = {row.id: row.enterprise_name for row in visits}
    return [
        {
            "id": each.id, "inspection_id": each.inspection_id, "enterprise_name": enterprises[each.inspection_id],
            "officer": {"id": str(each.person_id), "name": names[each.person_id]}, "reason": each.reason,
            "told_by": "officer" if each.recorded_by else "enterprise",
            "requested_at": each.requested_at, "decision": each.decision, "note": each.note,
            "decided_by": names.get(each.decided_by) if each.decided_by else None, "decided_at": each.decided_at,
        }
        for each in rows
    ]  # fmt: skip


def _visits_of(rows: Sequence[Recusal]) -> list[UUID]:
    return [each.inspection_id for each in rows]


def _seen(actor: Actor, action: str) -> Any:
    return visible(select(Recusal), actor, action, organ=Recusal.organ_id, region_path=Recusal.region_path)
