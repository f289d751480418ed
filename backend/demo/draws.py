"""Random draws of the demo: one that was drawn and published, one that waits for its public value; through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from backend.demo import acting, base
from backend.demo.accounts import one
from backend.demo.day import Day
from backend.demo.ids import demo_id
from backend.demo.names import DEPARTMENTS
from backend.draws import crews, queries, service
from backend.draws.models import Draw
from backend.draws.service import Order
from backend.identity.actor import Actor

DRAWER = DEPARTMENTS[0].code
SPAN, WAIT = timedelta(days=60), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Lot:
    """A draw of the demo: when it was committed to, how many are wanted, and the item and source that it names."""

    key: str
    begun: datetime
    wanted: int
    item: int
    source: str

    @property
    def id(self) -> UUID:
        return demo_id("draw", self.key)

    @property
    def fixed_at(self) -> datetime:
        """When the numbers are drawn in public: two days later, in the evening."""
        day = (self.begun + WAIT).astimezone(base.ZONE)
        return day.replace(hour=21, minute=15, second=0, microsecond=0)

    def order(self) -> Order:
        first = self.fixed_at.date() + timedelta(days=1)
        item = demo_id("item", DRAWER, self.item)
        return Order(item, self.wanted, first, first + SPAN, "", self.source, self.fixed_at)


def hold(tx: Session, day: Day, keys: Path) -> None:
    """Held once, on the day of the first load."""
    if tx.get(Draw, demo_id("draw", "published")):
        return
    begun = day.now - timedelta(days=40)
    lot = Lot("published", begun, 6, 1, "福彩双色球开奖号码（样例期号 0101）")
    _committed(tx, lot, keys)
    _drawn(tx, lot, keys)
    _committed(tx, Lot("committed", day.now - timedelta(hours=3), 8, 3, "福彩双色球开奖号码（样例期号 0118）"), keys)


def _clerk() -> Actor:
    return acting.actor(one("department", DRAWER))


def _committed(tx: Session, lot: Lot, keys: Path) -> None:
    service.draft(tx, actor=_clerk(), now=lot.begun, draw_id=lot.id, order=lot.order())
    service.settle(tx, actor=_clerk(), now=lot.begun, draw_id=lot.id, keys=keys)


def _drawn(tx: Session, lot: Lot, keys: Path) -> None:
    """The head draws, somebody is on leave, and the outcome is published."""
    at = lot.fixed_at + timedelta(hours=12)
    head = acting.actor(one("head", DRAWER))
    service.run(tx, actor=head, now=at, draw_id=lot.id, public_value="03 07 12 19 25 31 + 08", keys=keys)
    _replaced(tx, lot.id, at + timedelta(days=1))
    service.publish(tx, actor=_clerk(), now=lot.begun + timedelta(days=20), draw_id=lot.id)


def _replaced(tx: Session, draw_id: UUID, at: datetime) -> None:
    first = queries.picks_of(tx, draw_id)[0].DrawPick
    if len(first.officers) > service.SEATS:
        crews.replace(
            tx, actor=_clerk(), now=at, replacement_id=demo_id("replacement", 1), draw_id=draw_id, n=first.n,
            number=first.officers[0], reason="leave", note="年休假",
        )  # fmt: skip
