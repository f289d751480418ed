"""What the enterprise says itself, from the page of its visit: its view 陈述申辩, and who shall stand aside 回避 (B-13, B-57).

Both are only ever added to. The visit goes on meanwhile; who speaks is known by the right that its page gave, no account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.inspections import recusals
from backend.inspections.events import RecusalRequested, StatementMade
from backend.inspections.models import Inspection, OfficerPresent, Recusal, Result, Statement
from backend.journal.record import record

MOST = 20
"""Statements that one visit takes: nobody fills the file of a visit."""

MOST_WORDS = 2000
MOST_REASON = 500


class Outcome(Enum):
    """What became of what was sent."""

    TAKEN = "taken"
    REPEATED = "repeated"
    FULL = "full"
    OVER = "over"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody whom the enterprise may name."""

    person_id: UUID
    name: str
    number: str | None


def state(tx: Session, *, inspection_id: UUID, statement_id: UUID, words: str, now: datetime) -> Outcome:
    """Keep what the enterprise states, until the officers have left and filed a result; the same words twice are once."""
    visit = _locked(tx, inspection_id)
    if tx.get(Statement, statement_id) is not None:
        return Outcome.REPEATED
    if visit.over and tx.get(Result, visit.id) is not None:
        return Outcome.OVER
    if _count(tx, visit.id) >= MOST:
        return Outcome.FULL
    tx.execute(insert(Statement).values(id=statement_id, inspection_id=visit.id, words=words, at=now))
    record(tx, StatementMade(statement_id, visit.id, visit.organ_id, visit.region_code))
    return Outcome.TAKEN


def ask_recusal(
    tx: Session, *, inspection_id: UUID, recusal_id: UUID, person_id: UUID, reason: str, now: datetime
) -> Outcome:
    """Ask that somebody at the door stand aside, once a person and while the visit goes on; the head decides (B-13)."""
    visit = _locked(tx, inspection_id)
    if tx.get(OfficerPresent, (visit.id, person_id)) is None:
        return Outcome.NOT_THERE
    if _asked_before(tx, visit.id, person_id):
        return Outcome.REPEATED
    if visit.over:
        return Outcome.OVER
    tx.add(Recusal(
        id=recusal_id, inspection_id=visit.id, person_id=person_id, organ_id=visit.organ_id,
        region_path=visit.region_path, reason=reason, requested_at=now, recorded_by=None,
    ))  # fmt: skip
    tx.flush()
    record(tx, RecusalRequested(recusal_id, visit.id, visit.organ_id, visit.region_code, "enterprise"))
    return Outcome.TAKEN


def present(tx: Session, inspection_id: UUID) -> tuple[Present, ...]:
    """Whom the enterprise may name, in the order in which they came."""
    row = OfficerPresent
    wanted = select(row.person_id, row.name, row.card_number).where(row.inspection_id == inspection_id)
    return tuple(Present(*each) for each in tx.execute(wanted.order_by(row.at, row.person_id)))


def statements(tx: Session, inspection_id: UUID) -> Sequence[Statement]:
    """What the enterprise stated, the first one first."""
    wanted = select(Statement).where(Statement.inspection_id == inspection_id)
    return tx.scalars(wanted.order_by(Statement.at, Statement.id)).all()


def requests(tx: Session, inspection_id: UUID) -> Sequence[Recusal]:
    """Whom it wants to stand aside, with the answers; also what an officer wrote down for it."""
    wanted = select(Recusal).where(Recusal.inspection_id == inspection_id)
    return tx.scalars(wanted.order_by(Recusal.requested_at, Recusal.id)).all()


def told(tx: Session, inspection_id: UUID) -> dict[str, Any]:
    """Statements and requests of one visit, for the shapes of `said_schemas`."""
    return {
        "statements": statements(tx, inspection_id),
        "recusals": recusals.answers(tx, requests(tx, inspection_id)),
    }


def _locked(tx: Session, inspection_id: UUID) -> Inspection:
    return tx.execute(select(Inspection).where(Inspection.id == inspection_id).with_for_update()).scalar_one()


def _count(tx: Session, inspection_id: UUID) -> int:
    wanted = select(func.count()).select_from(Statement).where(Statement.inspection_id == inspection_id)
    return tx.scalar(wanted) or 0


def _asked_before(tx: Session, inspection_id: UUID, person_id: UUID) -> bool:
    wanted = select(Recusal.id).where(Recusal.inspection_id == inspection_id, Recusal.person_id == person_id)
    return tx.scalars(wanted.limit(1)).first() is not None
