"""Guessing of codes is slowed down (B-96): thirty look-ups in a minute may find nothing, then their network waits.

Only look-ups that found nothing are counted, so a genuine code is never refused. All processes count in one row.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from backend.clues.limits import OF_A_NETWORK
from backend.kernel import limits
from backend.kernel.limits import Bucket, Limit
from backend.kernel.networks import truncated as truncated

MOST = 30
UNKNOWN = Limit("unknown look-up", MOST, timedelta(minutes=1))


def note_unknown(tx: Session, address: str, pepper: bytes, now: datetime) -> int:
    """Count a look-up that found nothing: 0 where it may be answered, else the seconds until the next one may.

    Look-ups that are refused are not counted: who waits is let in again.
    """
    return limits.take(tx, [disguised(truncated(address), pepper, now.date())], now)


def note_clue(tx: Session, address: str, pepper: bytes, now: datetime) -> int:
    """Count a clue that was told: 0 where it may be kept, else the seconds until the next one may."""
    return limits.take(tx, [disguised(truncated(address), pepper, now.date(), OF_A_NETWORK)], now)


def disguised(network: str, pepper: bytes, day: date, limit: Limit = UNKNOWN) -> Bucket:
    """Where a network is counted: its HMAC with the key of the day, so that days cannot be joined."""
    return limit.of(network, secret=hmac.digest(pepper, f"{limit.kind} {day}".encode(), sha256))
