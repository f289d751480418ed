"""The printed certificate: what stands on its front and back, alone or ten to an A4 sheet for double-sided printing."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import codes, qr
from backend.certificates.models import Card
from backend.certificates.queries import states_at
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.problems import NOT_FOUND
from backend.papers.draft import day
from backend.papers.printing import Printed, printed, turn
from backend.papers.problems import CARD_NOT_ACTIVE

KINDS = {"enforcement": "行政执法证", "police": "人民警察证", "ministry": "部门执法证"}
PER_SHEET, ACROSS = 10, 2


@dataclass(frozen=True, slots=True)
class Face:
    """A card as printed (B-90): never an identity number or a phone."""

    kind: str
    name: str
    number: str
    organ: str
    field: str
    area: str
    issuer: str
    issued: str
    expires: str
    photo: str
    """As a data address; empty where the card has none, and a frame is printed."""
    qr: str
    demo: bool


def faces(tx: Session, actor: Actor, card_ids: Sequence[UUID], now: datetime, public_url: str) -> list[Face]:
    """These cards, each once, in the order asked for. Raises NOT_FOUND, CARD_NOT_ACTIVE."""
    home = (
        select(Card, Region.demo).join(Organ, Organ.id == Card.organ_id).join(Region, Region.code == Organ.region_code)
    )
    wanted = visible(home.where(Card.id.in_(card_ids)), actor, "card.print", region_path=Region.path)
    found = {card.id: (card, demo) for card, demo in tx.execute(wanted)}
    if any(each not in found for each in card_ids):
        raise NOT_FOUND(field="cards")
    states = states_at(tx, card_ids, now)
    if void := [found[each][0].number for each in dict.fromkeys(card_ids) if states[each] != "active"]:
        raise CARD_NOT_ACTIVE(field="cards", numbers="、".join(void))
    return [_face(*found[each], public_url) for each in dict.fromkeys(card_ids)]


def one_card(face: Face, now: datetime) -> Printed:
    """Front and back as two pages of 85.6 × 54 mm."""
    with turn():
        return printed("card.html", face=face, at=now)


def sheets(found: Sequence[Face], now: datetime) -> Printed:
    """A4 pages of ten cards, each followed by its backs: turned over its long edge, every back lies behind its front."""
    pages = [found[at : at + PER_SHEET] for at in range(0, len(found), PER_SHEET)]
    with turn():
        return printed("cards.html", pages=[(fronts, _mirrored(fronts)) for fronts in pages], at=now)


def _mirrored(fronts: Sequence[Face]) -> list[Face | None]:
    """The backs of a page: each row of two the other way round."""
    filled: list[Face | None] = [*fronts, *([None] * (-len(fronts) % ACROSS))]
    return [each for at in range(0, len(filled), ACROSS) for each in reversed(filled[at : at + ACROSS])]


def _face(card: Card, demo: bool, public_url: str) -> Face:
    return Face(
        kind=KINDS.get(card.kind, card.kind), name=card.holder_name, number=card.number, organ=card.organ_name,
        field=card.field, area=card.area, issuer=card.issuer, issued=day(card.issued_on), expires=day(card.expires_on),
        photo=_data_address(card.photo), qr=qr.svg(qr.address(public_url, "C", codes.to_text(card.cose))), demo=demo,
    )  # fmt: skip


def _data_address(photo: bytes) -> str:
    kind = "webp" if photo[8:12] == b"WEBP" else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(photo).decode()}" if photo else ""
