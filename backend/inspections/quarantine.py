"""What a revoked device sends is stored and kept apart: marked for review, and not counted until somebody decides (B-93)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Device
from backend.inspections.again import judge_again
from backend.inspections.events import QuarantineChanged
from backend.inspections.models import Inspection, Quarantine
from backend.inspections.problems import NOT_KEPT_APART
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND


def kept_apart() -> ColumnElement[bool]:
    """Whether a visit of the query is kept apart: it owes nothing and counts for nothing until somebody says that it counts."""
    return exists().where(
        Quarantine.inspection_id == Inspection.id, Quarantine.decision.is_distinct_from("counts")
    )  # fmt: skip


def note(tx: Session, inspection_id: UUID, device: Device | None, now: datetime) -> None:
    """Keep the visit apart if this device, from which something about it came, had been revoked.

    A visit that was accepted before is open again; one that was discarded stays so.
    """
    if device is None:
        return
    inspection = tx.get_one(Inspection, inspection_id, with_for_update=True)
    row = tx.get(Quarantine, inspection_id)
    if row is None:
        tx.add(Quarantine(inspection_id=inspection_id, device_id=device.id, at=now))
    elif row.decision == "counts":
        row.decision, row.device_id, row.at = None, device.id, now
    else:
        return
    _changed(tx, inspection, "revoked_device", "open", now)


def decide(
    tx: Session, *, actor: Actor, now: datetime, inspection_id: UUID, decision: str, note: str
) -> dict[str, Any]:
    """Say whether a visit that was kept apart counts; returns the new verdict. Raises NOT_FOUND, NOT_KEPT_APART."""
    wanted = select(Inspection).where(Inspection.id == inspection_id).with_for_update()
    inspection = tx.execute(
        visible(wanted, actor, "quarantine.decide", region_path=Inspection.region_path)
    ).scalar_one_or_none()
    if inspection is None:
        raise NOT_FOUND()
    row = tx.get(Quarantine, inspection_id)
    if row is None or row.decision is not None:
        raise NOT_KEPT_APART()
    row.decision, row.decided_by, row.decided_at, row.note = decision, actor.person_id, now, note
    return _changed(tx, inspection, "quarantine_decided", row.state, now)


def _changed(tx: Session, inspection: Inspection, cause: str, state: str, now: datetime) -> dict[str, Any]:
    record(tx, QuarantineChanged(inspection.id, inspection.organ_id, inspection.region_code, state))
    return judge_again(tx, inspection, cause, now)
