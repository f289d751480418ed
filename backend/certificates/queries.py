"""Cards with their state at a moment, visit codes, scans."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, column, false, select, table
from sqlalchemy.orm import Session

from backend.certificates.fitting import Measure
from backend.certificates.models import Card, CardState, CodeScan, VisitCode
from backend.certificates.states import Change, state_at
from backend.identity.queries import region


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as the public may see it (B-90), with its state at the moment asked for."""

    id: UUID
    person_id: UUID
    organ_id: UUID
    number: str
    holder_name: str
    organ_name: str
    field: str
    area: str
    issued_on: date
    expires_on: date
    state: str
    code_id: bytes
    """What its codes name; a partner's phone recognises the card by it without network."""


def cards_of_people(
    tx: Session, person_ids: Collection[UUID], moment: datetime, measure: Measure | None = None
) -> dict[UUID, CardView]:
    """The card of each person: an active one, of these one that suits the visit, else the one that lasts longest.

    One round trip, without portraits.
    """
    at = cards_at(tx, [(each, moment) for each in person_ids], measure)
    return {person_id: view for (person_id, _), view in at.items()}


def cards_at(
    tx: Session, wanted: Collection[tuple[UUID, datetime]], measure: Measure | None = None
) -> dict[tuple[UUID, datetime], CardView]:
    """The card of each of these people at a moment of their own, chosen as above. One round trip."""
    rows = tx.execute(_CARDS_WITH_MOVES.where(Card.person_id.in_({person_id for person_id, _ in wanted}))).all()
    changes: dict[UUID, list[Change]] = defaultdict(list)
    held: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for row in rows:
        held[row.person_id][row.id] = row
        if row.move is not None:
            changes[row.id].append(Change(row.move, row.effective_from, row.effective_to, row.recorded_at))
    found = {
        (person_id, moment): [
            _seen(row, state_at(changes[id_], row.expires_on, moment, ZoneInfo(row.zone)))
            for id_, row in held[person_id].items()
        ]
        for person_id, moment in wanted
    }
    return {
        key: max(views, key=lambda view: standing(view, view.state, measure)) for key, views in found.items() if views
    }


def standing(card: CardView | Card, state: str, measure: Measure | None) -> tuple[bool, bool, date]:
    """What makes one card of a person better than another: active, suited to the visit, lasting longer (B-11)."""
    return state == "active", measure is None or measure.suits(card), card.expires_on


_REGION = table("region", column("code"), column("zone"))
_SHOWN = (
    Card.id, Card.person_id, Card.organ_id, Card.number, Card.holder_name, Card.organ_name, Card.field, Card.area,
    Card.issued_on, Card.expires_on, Card.code_id,
)  # fmt: skip
_CARDS_WITH_MOVES = (
    select(
        *_SHOWN, _REGION.c.zone, CardState.state.label("move"), CardState.effective_from, CardState.effective_to,
        CardState.recorded_at,
    ).join(_REGION, _REGION.c.code == Card.region_code).outerjoin(CardState, CardState.card_id == Card.id)
)  # fmt: skip


def _seen(row: Any, state: str) -> CardView:
    return CardView(**{column.key: getattr(row, column.key) for column in _SHOWN}, state=state)


def cards_by_id(tx: Session, card_ids: Collection[UUID], moment: datetime) -> dict[UUID, CardView]:
    """These cards by id."""
    rows = tx.scalars(select(Card).where(Card.id.in_(card_ids)))
    return {view.id: view for view in card_views(tx, rows, moment)}


def card_views(tx: Session, rows: Iterable[Card], moment: datetime) -> list[CardView]:
    """Rows with the state that each card has at the moment."""
    cards = list(rows)
    states = states_at(tx, [card.id for card in cards], moment)
    return [_view(card, states[card.id]) for card in cards]


def states_at(tx: Session, card_ids: Collection[UUID], moment: datetime) -> dict[UUID, str]:
    """The state of each card at the moment (B-97), by the days of its own region (B-11)."""
    wanted = select(Card.id, Card.expires_on, Card.region_code).where(Card.id.in_(card_ids))
    changes = changes_of(tx, card_ids)
    return {
        id_: state_at(changes.get(id_, []), expires_on, moment, ZoneInfo(region(tx, code).zone))
        for id_, expires_on, code in tx.execute(wanted)
    }


def changes_of(tx: Session, card_ids: Collection[UUID]) -> dict[UUID, list[Change]]:
    """The recorded life of each card."""
    found: dict[UUID, list[Change]] = defaultdict(list)
    for row in tx.scalars(select(CardState).where(CardState.card_id.in_(card_ids))):
        found[row.card_id].append(Change(row.state, row.effective_from, row.effective_to, row.recorded_at))
    return found


def card_of_code(tx: Session, code_id: bytes) -> Card | None:
    """The card that a code names."""
    return tx.execute(select(Card).where(Card.code_id == code_id)).scalar_one_or_none()


def visit_of_code(tx: Session, code_id: bytes) -> VisitCode | None:
    """The visit code that a code names."""
    return tx.execute(select(VisitCode).where(VisitCode.code_id == code_id)).scalar_one_or_none()


def visit_of_short_code(tx: Session, short_code: str) -> VisitCode | None:
    """The visit code that was read aloud."""
    return tx.execute(select(VisitCode).where(VisitCode.short_code == short_code)).scalar_one_or_none()


def visit_codes_of(tx: Session, task_ids: Collection[UUID]) -> dict[UUID, VisitCode]:
    """The visit code of each task that has one; a code that was withdrawn is none."""
    standing = VisitCode.task_id.in_(task_ids), VisitCode.withdrawn_for.is_(None)
    rows = tx.scalars(select(VisitCode).where(*standing))
    return {row.task_id: row for row in rows}


def scans_of_step(tx: Session, code_id: bytes, step: int) -> list[CodeScan]:
    """Who opened the page of this step so far."""
    return list(tx.scalars(select(CodeScan).where(CodeScan.code_id == code_id, CodeScan.step == step)))


def last_scan(tx: Session, code_id: bytes, since: datetime) -> CodeScan | None:
    """The newest scan of a code since a moment."""
    scans = select(CodeScan).where(CodeScan.code_id == code_id, CodeScan.scanned_at >= since)
    return tx.scalars(scans.order_by(CodeScan.scanned_at.desc(), CodeScan.id.desc()).limit(1)).first()


def scan(tx: Session, scan_id: UUID) -> CodeScan | None:
    """One scan by its id."""
    return tx.get(CodeScan, scan_id)


def visit_code(tx: Session, text: str) -> VisitCode | None:
    """A visit code by its id or by the 24 hexadecimal characters that its live codes name."""
    return tx.execute(select(VisitCode).where(named(VisitCode, text))).scalar_one_or_none()


def named(model: type[Card] | type[VisitCode], text: str) -> ColumnElement[bool]:
    """Whether the row is meant: by its id, or by the 24 hexadecimal characters that its codes name."""
    if re.fullmatch("[0-9a-f]{24}", text):
        return model.code_id == bytes.fromhex(text)
    try:
        return model.id == UUID(text)
    except ValueError:
        return false()


def _view(card: Card, state: str) -> CardView:
    return CardView(
        card.id, card.person_id, card.organ_id, card.number, card.holder_name, card.organ_name, card.field,
        card.area, card.issued_on, card.expires_on, state, card.code_id,
    )  # fmt: skip
