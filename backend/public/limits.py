"""Guessing of codes is slowed down (B-96): thirty look-ups in a minute may find nothing, then their network waits.

Only look-ups that found nothing are counted, so a genuine code is never refused. All processes count in one row.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.kernel.networks import truncated as truncated
from backend.public.models import UnknownLookUp

MOST = 30
WINDOW = timedelta(minutes=1)


def note_unknown(tx: Session, address: str, pepper: bytes, now: datetime) -> int:
    """Count a look-up that found nothing: 0 where it may be answered, else the seconds until the next one may.

    Look-ups that are refused are not counted: who waits is let in again.
    """
    network = disguised(truncated(address), pepper, now.date())
    recent = [each for each in _locked(tx, network, now) if each > now - WINDOW]
    if len(recent) >= MOST:
        return max(1, ceil((min(recent) + WINDOW - now).total_seconds()))
    row = update(UnknownLookUp).where(UnknownLookUp.network == network)
    tx.execute(row.values(moments=[*recent, now]))
    return 0


def forget(tx: Session, now: datetime) -> None:
    """Delete what no longer counts."""
    tx.execute(delete(UnknownLookUp).where(UnknownLookUp.last_at <= now - WINDOW))


def disguised(network: str, pepper: bytes, day: date) -> bytes:
    """What is kept of a network: its HMAC with the key of the day, so that days cannot be joined."""
    key = hmac.digest(pepper, f"unknown look-up {day}".encode(), sha256)
    return hmac.digest(key, network.encode(), sha256)


def _locked(tx: Session, network: bytes, now: datetime) -> list[datetime]:
    """The moments that are kept, with the row locked until commit; an empty row is made where there is none."""
    first = insert(UnknownLookUp).values(network=network, moments=[], last_at=now)
    kept = first.on_conflict_do_update(index_elements=["network"], set_={"last_at": now})
    return list(tx.execute(kept.returning(UnknownLookUp.moments)).scalar_one())
