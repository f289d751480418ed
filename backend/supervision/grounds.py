"""The alert of a visit on a quiet day, and the ground that was stated for it afterwards (B-42)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.inspections.stated_told import Standing, standings, waits
from backend.journal.record import record
from backend.kernel.schema import rfc3339
from backend.policy.sentences import word
from backend.supervision.events import AlertClosed
from backend.supervision.models import Alert
from backend.supervision.problems import GROUND_UNDECIDED

CODE = "QUIET_VIOLATION"
SETTLED = ("excused", "reclassified")
"""Answers after which the alert is closed; a violation that was confirmed is closed by hand, once it was dealt with."""


def refuse_undecided(tx: Session, alert: Alert) -> None:
    """An alert whose ground waits for a decision is not closed before it. Raises GROUND_UNDECIDED."""
    if alert.code == CODE and alert.inspection_id is not None and waits(tx, alert.inspection_id):
        raise GROUND_UNDECIDED()


def settle(tx: Session, found: Standing, *, person_id: UUID, at: datetime) -> None:
    """Close the alert of the violation with what the bureau decided; one that is closed stays as it is."""
    about = Alert.inspection_id == found.visit.id, Alert.code == CODE, Alert.state != "closed"
    alert = tx.scalars(select(Alert).where(*about).with_for_update()).one_or_none()
    if alert is None:
        return
    alert.state, alert.closed_at, alert.close_reason = "closed", at, _reason(found)
    alert.owner_id = alert.owner_id or person_id
    record(tx, AlertClosed(alert.id, alert.inspection_id, alert.organ_id, alert.region_path, person_id, False))


def told_of(tx: Session, rows: Sequence[Alert]) -> dict[UUID, dict[str, Any]]:
    """How far the ground is, by visit, for those of the alerts that are about a quiet day; one question for all."""
    ids = [row.inspection_id for row in rows if row.code == CODE and row.inspection_id is not None]
    return {id_: {"state": each.state, "until": rfc3339(each.until)} for id_, each in standings(tx, ids).items()}


def _reason(found: Standing) -> str:
    said = found.stated
    if said is None:
        return ""
    ground = f"“{word('ground', said.ground, 'zh')}”" if said.decision == "reclassified" else ""
    return f"{word('stated', found.state, 'zh')}{ground}：{said.note}"
