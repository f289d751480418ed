"""The signed list of what every card of a region and of those below it is now, for whoever checks codes without network (B-95).

Two bits a card, at the random place that its code names; a place without a card says so. What changes within the time that a list
may be used stands in it already, so that a suspension ends by itself without another list.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import cbor, codes, queries
from backend.certificates.keyring import code_key
from backend.certificates.models import Card, CardState
from backend.certificates.states import Change, state_at
from backend.identity import queries as identity
from backend.identity.access.scope import inside
from backend.identity.models import Region
from backend.kernel.signing import PrivateKey, public_point

CONTEXT = b"status/1"
HOLDS_FOR = timedelta(hours=72)
"""Nobody believes a list that is older; green needs one of the last 24 hours."""

KEPT_FOR = timedelta(minutes=1)
ASK_AGAIN_S = 900 - 60
"""With the minute that a list may be kept here nobody who asks again is more than fifteen behind."""

VALID, SUSPENDED, ENDED, NOT_REGISTERED = range(4)

_BITS = {"active": VALID, "suspended": SUSPENDED, "missing": NOT_REGISTERED, "applied": NOT_REGISTERED}
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What a card is now, and what it will be from which second of 1970 on."""

    now: int
    later: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """A list of this process, and what it was made from: the key, and the last change to any card."""

    content: bytes
    at: datetime
    of: tuple[bytes, UUID | None]


_made: dict[str, _Made] = {}
_making = Lock()


def status_list(tx: Session, folder: Path, region: str, now: datetime) -> bytes:
    """The list of the region as a COSE_Sign1; its number is the second in which it was made. Raises NO_KEY.

    Ten thousand cards take a third of a second, so that it is made anew for a change, another key, and once a minute.
    """
    key = code_key(tx, folder, region, now)
    of = public_point(key), tx.scalar(select(CardState.id).order_by(CardState.id.desc()).limit(1))
    with _making:
        kept = _made.get(region)
        if kept is None or kept.of != of or not now - KEPT_FOR < kept.at <= now:
            kept = _made[region] = _Made(_signed(tx, key, region, now), now, of)
        return kept.content


def _signed(tx: Session, key: PrivateKey, region: str, now: datetime) -> bytes:
    here = identity.region(tx, region)
    zone, below = ZoneInfo(here.zone), select(Region.code).where(inside(Region.path, here.path))
    cards = tx.execute(select(Card.id, Card.status_index, Card.expires_on).where(Card.region_code.in_(below))).all()
    lives = queries.changes_of(tx, [each.id for each in cards])
    found = {each.status_index: _standing(lives.get(each.id, []), each.expires_on, now, zone) for each in cards}
    return codes.seal(CONTEXT, content(region, found, now), key)


def content(region: str, found: Mapping[int, Standing], now: datetime) -> list[cbor.Value]:
    """Version, region, number, end, the bits of all places (deflated), and what comes later, place by place."""
    made, until = (int(moment.timestamp()) for moment in (now, now + HOLDS_FOR))
    later: dict[int, cbor.Value] = {
        place: [number for pair in each.later for number in pair] for place, each in found.items() if each.later
    }
    return [_VERSION, region.encode(), made, until, zlib.compress(_bits(found), 9), later]


def _standing(changes: Iterable[Change], expires_on: date, now: datetime, zone: ZoneInfo) -> Standing:
    """Every state between now and the end of the list."""
    life = list(changes)
    edges = {edge for each in life for edge in (each.effective_from, each.effective_to) if edge is not None}
    moments = [now, *sorted(edge for edge in edges if now < edge <= now + HOLDS_FOR)]
    states = [_BITS.get(state_at(life, expires_on, moment, zone), ENDED) for moment in moments]
    turns = zip(moments[1:], states, states[1:], strict=False)
    return Standing(states[0], tuple((int(at.timestamp()), after) for at, before, after in turns if before != after))


def _bits(found: Mapping[int, Standing]) -> bytes:
    """Four places a byte, the first in its lowest bits; a place that no card has is NOT_REGISTERED."""
    bits = bytearray(b"\xff" * (codes.STATUS_PLACES // 4))
    for place, each in found.items():
        shift = place % 4 * 2
        bits[place // 4] &= ~(3 << shift) & 0xFF | each.now << shift
    return bytes(bits)
