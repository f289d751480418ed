"""The six lists of the demo as they were published sixty days ago, with the day's registers."""

from __future__ import annotations

from datetime import datetime, timedelta

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


def publish(tx: Session, now: datetime) -> None:
    """Publish each list that was never published; a list that an operator published stays."""
    bureau, then = acting.actor(one("bureau", BUREAU.code)), now - AGO
    day = service.today_in(tx, REGION, then)
    for n, kind in enumerate(kinds(), start=1):
        made = service.draft(tx, region_code=REGION, kind=kind, day=day)
        if made.lines and queries.newest(tx, REGION, kind) is None:
            order = service.Publication(day, f"示法〔样例〕{n} 号", "演示数据", made.digest.hex())
            edition = demo_id("list edition", n)
            service.publish(tx, actor=bureau, now=then, edition_id=edition, kind=kind, order=order)
