"""How somebody may be asked back is opened by two: one asks, another says yes, and each opening is a line of the story (B-102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.models import ApprovalRequest
from backend.approvals.opening import agreed_request
from backend.certificates.unsealing import unsealed
from backend.clues import contact, queries
from backend.clues.models import Clue, ClueAct
from backend.clues.problems import NO_CONTACT
from backend.config import Settings
from backend.identity.actor import Actor
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND

KIND = "clue.contact.unseal"


@dataclass(frozen=True, slots=True)
class Opened:
    """The contact, and how often it was opened, this time included."""

    contact: str
    openings: int
    reason: str
    clue_id: UUID


def ask(tx: Session, *, actor: Actor, now: datetime, clue_id: UUID, reason: str, request_id: UUID) -> ApprovalRequest:
    """Ask to open it. Raises NOT_FOUND for a clue that the actor may not decide on, NO_CONTACT."""
    clue = queries.clue(tx, actor, clue_id, KIND)
    if clue is None:
        raise NOT_FOUND()
    if clue.contact is None:
        raise NO_CONTACT()
    subject = {"clue_id": str(clue.id), "region": clue.region_code}
    return request(
        tx, KIND, subject, actor=actor, reason=reason, now=now, request_id=request_id, region_path=clue.region_path
    )


@on_approval(KIND)
def agreed(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, settings: Settings) -> None:
    """Nothing is opened by the yes itself: the one who asked opens it, and that is what is written down."""


def open_contact(tx: Session, *, request_id: UUID, actor: Actor, now: datetime, keys: Path) -> Opened:
    """The contact, for the one who asked, within a day of the yes. Raises what `agreed_request` raises, CANNOT_OPEN."""
    asked = agreed_request(tx, actor, request_id, KIND, now)
    clue = tx.get_one(Clue, UUID(asked.subject["clue_id"]))
    sealed = clue.contact
    if sealed is None:
        raise NO_CONTACT()
    told = unsealed(tx, keys, clue.region_code, lambda key: contact.unseal(sealed, key))
    line = ClueAct(id=uuid7(), clue_id=clue.id, act="opened", at=now, person_id=actor.person_id, words=asked.reason)
    tx.add(line)
    tx.flush()
    times = select(func.count()).where(ClueAct.clue_id == clue.id, ClueAct.act == "opened")
    return Opened(told, tx.scalar(times) or 0, asked.reason, clue.id)
