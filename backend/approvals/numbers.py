"""Opening an identity number: one person asks, a second says yes, each look is a row, and the person is told (B-102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.events import NumberOpened
from backend.approvals.models import ApprovalRequest, NumberOpening
from backend.approvals.opening import agreed_request
from backend.approvals.problems import CANNOT_OPEN, CONCERNED, NO_NUMBER
from backend.config import Settings
from backend.identity import accounts
from backend.identity import queries as people
from backend.identity.actor import Actor
from backend.identity.privacy import contacts
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND

KIND = "person.number.unseal"


@dataclass(frozen=True, slots=True)
class OpenedNumber:
    """The number, and how often it was opened on this request, this time included."""

    number: str
    openings: int
    reason: str
    person_id: UUID


def ask(tx: Session, *, actor: Actor, now: datetime, request_id: UUID, person_id: UUID, reason: str) -> ApprovalRequest:
    """Ask to open somebody's number. Raises NOT_FOUND for people outside the actor's region, NO_NUMBER."""
    found = accounts.within_reach(tx, actor, KIND, person_id)
    if found is None:
        raise NOT_FOUND()
    if not contacts.has_number(tx, person_id):
        raise NO_NUMBER()
    subject = {"person_id": str(person_id)}
    return request(tx, KIND, subject, actor=actor, reason=reason, now=now, request_id=request_id, region_path=found[1])


@on_approval(KIND)
def agreed(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, settings: Settings) -> None:
    """Nothing is opened by the yes itself. Raises CONCERNED for whose number it is."""
    if asked.subject["person_id"] == str(decider.person_id):
        raise CONCERNED()


def open_number(tx: Session, *, request_id: UUID, actor: Actor, now: datetime, keys: Path) -> OpenedNumber:
    """The number, for the one who asked, within a day of the yes; each opening is a row of its own.

    Raises what `agreed_request` raises, NO_NUMBER, CANNOT_OPEN.
    """
    asked = agreed_request(tx, actor, request_id, KIND, now)
    person_id = UUID(asked.subject["person_id"])
    number = _opened(tx, keys, person_id)
    tx.add(NumberOpening(id=uuid7(), request_id=asked.id, person_id=person_id, opened_by=actor.person_id, at=now))
    record(tx, NumberOpened(asked.id, person_id, actor.person_id))
    tx.flush()
    openings = select(func.count()).select_from(NumberOpening).where(NumberOpening.request_id == asked.id)
    return OpenedNumber(number, tx.scalar(openings) or 0, asked.reason, person_id)


def _opened(tx: Session, keys: Path, person_id: UUID) -> str:
    try:
        number = contacts.open_number(tx, keys, person_id, people.region_of_person(tx, person_id))
    except (InvalidTag, ValueError) as error:
        raise CANNOT_OPEN() from error
    if number is None:
        raise NO_NUMBER()
    return number
