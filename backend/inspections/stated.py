"""A ground stated afterwards 补述事由 for a visit on a quiet day: once, in time; the bureau decides (B-42).

The officers say on which ground they came, or the planner of their organ does. The bureau confirms that the violation
stands, excuses it, or lets the visit have the ground: then it is judged again, and the new verdict stands beside the old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.inspections import queries, stated_told
from backend.inspections.again import judge_again
from backend.inspections.events import GroundDecided, GroundStated
from backend.inspections.models import Inspection, OfficerPresent
from backend.inspections.problems import NOT_PRESENT
from backend.inspections.stated_models import StatedGround
from backend.inspections.stated_problems import (
    GROUND_DECIDED,
    GROUND_STATED,
    GROUND_TOO_LATE,
    GROUND_UNKNOWN,
    GROUND_UNPROVED,
    GROUND_UNSTATED,
    NO_VIOLATION,
    PRIOR_APPROVAL_NEEDED,
)
from backend.inspections.stated_told import Standing
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND


@dataclass(frozen=True, slots=True)
class Told:
    """A ground with its number and words, as a phone or a desk told it."""

    ground: str
    evidence_id: str | None
    words: str
    at: datetime


def state(
    tx: Session, *, actor: Actor, now: datetime, statement_id: UUID, inspection_id: UUID, told: Told
) -> dict[str, Any]:
    """Keep the ground that is stated; whether it is in time goes by when the server hears of it.

    Raises NOT_FOUND, NOT_PRESENT, NO_VIOLATION, GROUND_STATED, GROUND_TOO_LATE, GROUND_UNKNOWN, GROUND_UNPROVED.
    """
    visit = _to_state(tx, actor, inspection_id)
    found = stated_told.standing(tx, visit.id)
    if found is None:
        raise NO_VIOLATION()
    _refuse(found, told, now)
    tx.add(StatedGround(
        inspection_id=visit.id, id=statement_id, organ_id=visit.organ_id, region_path=visit.region_path,
        ground=told.ground, evidence_id=told.evidence_id or None, words=told.words, at=min(told.at, now),
        received_at=now, told_by=actor.person_id,
    ))  # fmt: skip
    tx.flush()
    record(tx, GroundStated(visit.id, visit.organ_id, visit.region_code, told.ground))
    return _answer(tx, visit)


def decide(
    tx: Session, *, actor: Actor, now: datetime, inspection_id: UUID, decision: str, note: str
) -> dict[str, Any]:
    """The bureau's answer, once. Raises NOT_FOUND, GROUND_UNSTATED, GROUND_DECIDED, PRIOR_APPROVAL_NEEDED."""
    visit = _to_decide(tx, actor, inspection_id)
    found = stated_told.standing(tx, visit.id)
    row = found.stated if found is not None else None
    if found is None or row is None:
        raise GROUND_UNSTATED()
    if row.decision is not None:
        raise GROUND_DECIDED()
    if decision == "reclassified" and found.rules.grounds[row.ground].needs_prior_approval:
        raise PRIOR_APPROVAL_NEEDED(field="decision", ground=row.ground)
    row.decision, row.note, row.decided_by, row.decided_at = decision, note, actor.person_id, now
    if decision == "reclassified":
        visit.ground = row.ground
        judge_again(tx, visit, "reclassified", now)
    tx.flush()
    record(tx, GroundDecided(visit.id, visit.organ_id, visit.region_code, decision, row.told_by, actor.person_id))
    return _answer(tx, visit)


def _refuse(found: Standing, told: Told, now: datetime) -> None:
    """What makes a ground none: there is one, it is too late, the rules of the arrival do not know it, its number is missing."""
    if found.stated is not None:
        raise GROUND_STATED()
    if now >= found.until:
        raise GROUND_TOO_LATE(until=found.until.astimezone(found.rules.zone))
    ground = found.rules.grounds.get(told.ground)
    if ground is None:
        raise GROUND_UNKNOWN(field="ground")
    if ground.needs_evidence and not told.evidence_id:
        raise GROUND_UNPROVED(field="evidence_id")


def _to_state(tx: Session, actor: Actor, inspection_id: UUID) -> Inspection:
    wanted = select(Inspection).where(Inspection.id == inspection_id).with_for_update()
    sides: dict[str, Any] = {"organ": Inspection.organ_id, "assigned": _was_there(actor.person_id)}
    visit = tx.execute(visible(wanted, actor, "ground.state", **sides)).scalar_one_or_none()
    if visit is None:
        raise NOT_FOUND() if queries.inspection(tx, actor, inspection_id) is None else NOT_PRESENT()
    return visit


def _was_there(person_id: UUID) -> ColumnElement[bool]:
    """Whether somebody stood at the door: being named in the task is not enough."""
    present = select(OfficerPresent.inspection_id).where(OfficerPresent.person_id == person_id)
    return or_(
        Inspection.checked_in_by == person_id, present.where(OfficerPresent.inspection_id == Inspection.id).exists()
    )


def _to_decide(tx: Session, actor: Actor, inspection_id: UUID) -> Inspection:
    wanted = select(Inspection).where(Inspection.id == inspection_id).with_for_update()
    sides: dict[str, Any] = {"region_path": Inspection.region_path, "accused": Inspection.organ_id}
    visit = tx.execute(visible(wanted, actor, "ground.decide", **sides)).scalar_one_or_none()
    if visit is None:
        raise NOT_FOUND()
    return visit


def _answer(tx: Session, visit: Inspection) -> dict[str, Any]:
    found = stated_told.standing(tx, visit.id)
    assert found is not None, "what was stated stays on record"
    return stated_told.answers(tx, [found])[0]
