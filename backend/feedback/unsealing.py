"""Opening an enterprise's words: one person asks, a second says yes, and each opening is written down (B-74, B-102)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.models import ApprovalRequest
from backend.approvals.opening import agreed_request
from backend.certificates.unsealing import unsealed
from backend.config import Settings
from backend.feedback import queries
from backend.feedback.models import Opening
from backend.feedback.problems import NO_WORDS
from backend.feedback.sealing import unseal
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND

KIND = "feedback.unseal"


@dataclass(frozen=True, slots=True)
class Opened:
    """The words, and how often they were opened on this request, this time included."""

    words: str
    openings: int
    reason: str
    inspection_id: str


@dataclass(frozen=True, slots=True)
class RatedPlace:
    """The visit whose rating is meant: its id, region and the region's path."""

    inspection_id: UUID
    region_code: str
    region_path: str


def ask(
    tx: Session, visit: RatedPlace, *, actor: Actor, reason: str, now: datetime, request_id: UUID
) -> ApprovalRequest:
    """Ask to open the words of the rating that counts. Raises NOT_FOUND for a visit outside the actor's, NO_WORDS."""
    if not may(actor, KIND, Thing(region_path=visit.region_path)):
        raise NOT_FOUND()
    found = queries.sealed_words(tx, visit.inspection_id)
    if found is None:
        raise NO_WORDS()
    subject = {
        "inspection_id": str(visit.inspection_id), "rating_id": str(found[0]), "region": visit.region_code,
    }  # fmt: skip
    return request(
        tx, KIND, subject, actor=actor, reason=reason, now=now, request_id=request_id, region_path=visit.region_path
    )


@on_approval(KIND)
def agreed(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, settings: Settings) -> None:
    """Nothing is opened by the yes itself: the one who asked opens the words, and that is what is written down."""


def open_words(tx: Session, *, request_id: UUID, actor: Actor, now: datetime, keys: Path) -> Opened:
    """The words, for the one who asked, within a day of the yes; each opening is a row of its own.

    Raises what `agreed_request` raises, NO_WORDS, CANNOT_OPEN.
    """
    asked = agreed_request(tx, actor, request_id, KIND, now)
    rating_id = UUID(asked.subject["rating_id"])
    sealed = queries.words_of(tx, rating_id)
    if sealed is None:
        raise NO_WORDS()
    words = unsealed(tx, keys, asked.subject["region"], lambda key: unseal(sealed, key))
    tx.add(Opening(id=uuid7(), request_id=asked.id, rating_id=rating_id, person_id=actor.person_id, at=now))
    tx.flush()
    return Opened(words, queries.openings(tx, asked.id), asked.reason, asked.subject["inspection_id"])
