"""A card as the wire shows it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import codes, moving, qr, queries
from backend.certificates.following import open_visits
from backend.certificates.models import Card, CardState
from backend.certificates.states import MOVES, REPLACED_AS
from backend.identity import queries as identity

SHOWN = (
    "id", "person_id", "organ_id", "number", "kind", "holder_name", "organ_name", "field", "area", "issuer", "issued_on",
    "expires_on",
)  # fmt: skip


def card_answer(card: Card, state: str, public_url: str) -> dict[str, Any]:
    """The face of a card with its state and addresses."""
    face = {name: getattr(card, name) for name in SHOWN}
    url = qr.address(public_url, "C", codes.to_text(card.cose))
    photo = f"/api/v1/cards/{card.id}/photo" if card.photo else None
    return {
        **face,
        "code_id": card.code_id.hex(),
        "state": state,
        "url": url,
        "photo_url": photo,
    }


def card_file(tx: Session, card: Card, now: datetime, public_url: str) -> dict[str, Any]:
    """The card with its life, what may come next, and the visits that hang on it."""
    state = queries.card_views(tx, [card], now)[0].state
    successor = tx.scalars(select(Card).where(Card.replaces_id == card.id)).first()
    before = tx.get(Card, card.replaces_id) if card.replaces_id else None
    return {
        **card_answer(card, state, public_url), "moves": _moves(tx, card),
        "may_become": sorted(MOVES.get(state, frozenset()) - set(REPLACED_AS.values())),
        "replaceable": REPLACED_AS.get(state), "replaces": before, "replaced_by": successor,
        "open_visits": open_visits().between(tx, card.person_id, now, None), "warnings": [],
    }  # fmt: skip


def status_answer(tx: Session, card: Card, on: date | None, at: datetime | None, now: datetime) -> dict[str, Any]:
    """What the card was on a local day, every part of it, or at a moment (B-97)."""
    zone = ZoneInfo(identity.region(tx, card.region_code).zone)
    if on is None:
        moment = at or now
        return {"on": moment.astimezone(zone).date(), **moving.status(tx, card, [moment])}
    begins, ends = (datetime.combine(each, time(), zone) for each in (on, on + timedelta(days=1)))
    changes = queries.changes_of(tx, [card.id]).get(card.id, [])
    edges = {edge for each in changes for edge in (each.effective_from, each.effective_to) if edge is not None}
    return {"on": on, **moving.status(tx, card, [begins, *sorted(each for each in edges if begins < each < ends)])}


def _moves(tx: Session, card: Card) -> list[dict[str, Any]]:
    wanted = select(CardState).where(CardState.card_id == card.id)
    rows = tx.scalars(wanted.order_by(CardState.effective_from, CardState.recorded_at)).all()
    names = identity.names(tx, [each.operator_id for each in rows if each.operator_id])
    shown = ("id", "state", "effective_from", "effective_to", "reason", "document", "recorded_at")
    return [
        {
            **{name: getattr(each, name) for name in shown},
            "operator": names.get(each.operator_id) if each.operator_id else None,
        }
        for each in rows
    ]
