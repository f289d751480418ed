"""The lines of the officers' list: what B-90 shows to the public, without portrait; never a telephone or identity number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates.models import Card
from backend.certificates.queries import states_at
from backend.lists.sources import Line, Scope, register


def officers(tx: Session, scope: Scope) -> Sequence[Line]:
    """Everybody of these organs whose certificate is valid when the day begins, by body and number."""
    wanted = select(Card).where(Card.organ_id.in_(scope.organs.keys()), Card.superseded_at.is_(None))
    cards = tx.scalars(wanted.where(Card.expires_on >= scope.day).order_by(Card.number)).all()
    begins = datetime.combine(scope.day, time(), scope.zone)
    states = states_at(tx, [each.id for each in cards], begins)
    order = {organ_id: n for n, organ_id in enumerate(scope.organs)}
    valid = [each for each in cards if states[each.id] == "active"]
    return [_line(each, scope) for each in sorted(valid, key=lambda card: order[card.organ_id])]


def _line(card: Card, scope: Scope) -> Line:
    organ = scope.organs[card.organ_id]
    values = {
        "name": card.holder_name, "number": card.number, "organ": organ.name, "organ_en": organ.name_en,
        "field": card.field, "area": card.area, "issuer": card.issuer, "issued_on": card.issued_on.isoformat(),
        "expires_on": card.expires_on.isoformat(),
    }  # fmt: skip
    return Line(card.number, values)


register("officers", officers)
