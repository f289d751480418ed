"""The lists of the demo as they were published sixty days ago, with the day's registers; that of plans in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates import listed as officers
from backend.demo import acting
from backend.demo.accounts import one
from backend.demo.ids import demo_id
from backend.demo.names import BUREAU, REGION
from backend.lists import queries, service
from backend.lists.kinds import kinds
from backend.planning import listed as items

SOURCES = (officers, items)
"""Loaded, so that the lists know where their lines come from."""

AGO = timedelta(days=60)


def publish(tx: Session, now: datetime, plans_at: datetime) -> None:
    """Publish each list that was never published; a list that an operator published stays. That of plans has its own day."""
    for n, kind in enumerate(kinds(), start=1):
        if queries.newest(tx, REGION, kind) is None:
            at = plans_at if kind == "plans" else now - AGO
            publish_one(tx, kind, demo_id("list edition", n), at, f"示法〔样例〕{n} 号")


def publish_one(tx: Session, kind: str, edition_id: UUID, at: datetime, document: str) -> None:
    """The next edition of a list, if there is anything in it."""
    day = service.today_in(tx, REGION, at)
    made = service.draft(tx, region_code=REGION, kind=kind, day=day)
    if made.lines:
        order = service.Publication(day, document, "演示数据", made.digest.hex())
        bureau = acting.actor(one("bureau", BUREAU.code))
        service.publish(tx, actor=bureau, now=at, edition_id=edition_id, kind=kind, order=order)
