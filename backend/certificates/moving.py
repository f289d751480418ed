"""Move a card through its life, and stop at once the planned visits that its holder may not make any more (B-92)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import queries, register, service
from backend.certificates.following import OpenVisit, open_visits
from backend.certificates.models import Card
from backend.certificates.problems import DOCUMENT_MISSING, END_NOT_HERE
from backend.certificates.states import NEEDS_DOCUMENT, may_move
from backend.identity.actor import Actor
from backend.kernel.problems import NOT_FOUND


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state from a moment on; `effective_to` ends a suspension by itself."""

    state: str
    effective_from: datetime | None
    effective_to: datetime | None
    reason: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Foretold:
    """What a move would do: whether the law knows it, and to which planned visits."""

    before: str
    allowed: bool
    visits: list[OpenVisit]


def move(tx: Session, *, actor: Actor, now: datetime, card_id: UUID, move: Move) -> Card:
    """Move the card and stop the visits that its holder cannot make. What happened before stays as it was.

    Whether the actor may end a card at all (card.revoke) is the caller's question. Raises NOT_FOUND, END_NOT_HERE,
    DOCUMENT_MISSING, MOVE_REFUSED.
    """
    card = _seen(tx, actor, card_id, lock=True)
    since = move.effective_from or now
    _check(move, since)
    service.move_card(
        tx, card.id, move.state, effective_from=since, effective_to=move.effective_to, reason=move.reason,
        document=move.document, operator_id=actor.person_id, now=now,
    )  # fmt: skip
    for visit in stopped_by(tx, card, move.state, since, move.effective_to):
        open_visits().stopped(tx, visit, card.person_id, now)
    return card


def foretell(
    tx: Session,
    *,
    actor: Actor,
    now: datetime,
    card_id: UUID,
    state: str,
    since: datetime | None,
    until: datetime | None,
) -> Foretold:
    """What the move would do, without doing it. Raises NOT_FOUND."""
    card = _seen(tx, actor, card_id)
    begins = since or now
    before = service.state_before(tx, card, begins)
    return Foretold(before, may_move(before, state), stopped_by(tx, card, state, begins, until))


def stopped_by(tx: Session, card: Card, state: str, since: datetime, until: datetime | None) -> list[OpenVisit]:
    """The planned visits of the holder in that span for which no other card of theirs would do."""
    if state == "active":
        return []
    visits = open_visits().between(tx, card.person_id, since, until)
    others = list(tx.scalars(select(Card).where(Card.person_id == card.person_id, Card.id != card.id)))
    return [each for each in visits if not _covered(tx, others, each)]


def status(tx: Session, card: Card, moments: list[datetime]) -> dict[str, Any]:
    """What the card was at these moments of a span (B-97): valid where it was active throughout."""
    found = [queries.card_views(tx, [card], each)[0].state for each in moments]
    wrong = [each for each in found if each != "active"]
    return {"valid": not wrong, "state": wrong[0] if wrong else "active", "partly": len(set(found)) > 1}


def _covered(tx: Session, others: list[Card], visit: OpenVisit) -> bool:
    return any(view.state == "active" for view in queries.card_views(tx, others, visit.at))


def _seen(tx: Session, actor: Actor, card_id: UUID, *, lock: bool = False) -> Card:
    card = register.card_seen(tx, actor, card_id, lock=lock)
    if card is None:
        raise NOT_FOUND()
    return card


def _check(move: Move, since: datetime) -> None:
    ends_well = move.effective_to is None or (move.state == "suspended" and move.effective_to > since)
    if not ends_well:
        raise END_NOT_HERE(field="effective_to")
    if move.state in NEEDS_DOCUMENT and not move.document:
        raise DOCUMENT_MISSING(field="document")
