"""How often something may happen: one engine for all limits, counted in the database, so that all processes agree.

What is counted together is a bucket; its name is kept as a hash only. A bucket is locked while it is counted in, so that
a hundred at once are a hundred. Where nothing can be counted, nothing passes: the failure is the caller's to hear.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.kernel.models import Counted
from backend.kernel.problems import TOO_OFTEN


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where things are counted together, by hash, and how many of them the window holds."""

    key: bytes
    most: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of one kind within a window, for each of those who are counted apart."""

    kind: str
    most: int
    window: timedelta

    def of(self, *whose: object, secret: bytes = b"") -> Bucket:
        """The bucket of these; give a `secret` where a name could be guessed from its hash (accounts, addresses)."""
        named = "\0".join((self.kind, *map(str, whose))).encode()
        return Bucket(hmac.digest(secret, named, sha256), self.most, self.window)


def take(tx: Session, buckets: Sequence[Bucket], now: datetime) -> int:
    """Count one in every bucket: 0. Where one is full, the seconds until it is not, and nothing is counted anywhere."""
    found = {each: _locked(tx, each, now) for each in sorted(buckets, key=lambda each: each.key)}
    recent = {each: [at for at in moments if at > now - each.window] for each, moments in found.items()}
    if waits := [_wait(each, moments, now) for each, moments in recent.items() if len(moments) >= each.most]:
        return max(waits)
    for each, moments in recent.items():
        _keep(tx, each, [*moments, now])
    return 0


def insist(tx: Session, buckets: Sequence[Bucket], now: datetime) -> None:
    """Count one in every bucket. Raises TOO_OFTEN where one is full."""
    if seconds := take(tx, buckets, now):
        raise TOO_OFTEN(seconds=seconds)


def give_back(tx: Session, buckets: Sequence[Bucket], counted_at: datetime) -> None:
    """What was counted at this moment is over, or does not count."""
    for each in sorted(buckets, key=lambda each: each.key):
        moments = _locked(tx, each, counted_at)
        if counted_at in moments:
            moments.remove(counted_at)
        _keep(tx, each, moments)


def forget(tx: Session, now: datetime) -> None:
    """Delete the buckets in which nothing counts any more."""
    tx.execute(delete(Counted).where(Counted.until <= now))


def _wait(bucket: Bucket, moments: Sequence[datetime], now: datetime) -> int:
    return max(1, ceil((min(moments) + bucket.window - now).total_seconds()))


def _keep(tx: Session, bucket: Bucket, moments: Sequence[datetime]) -> None:
    tx.execute(update(Counted).where(Counted.bucket == bucket.key).values(moments=list(moments)))


def _locked(tx: Session, bucket: Bucket, now: datetime) -> list[datetime]:
    """The moments that are kept, with the row locked until commit; an empty row is made where there is none."""
    until = now + bucket.window
    first = insert(Counted).values(bucket=bucket.key, moments=[], until=until)
    kept = first.on_conflict_do_update(index_elements=["bucket"], set_={"until": until})
    return list(tx.execute(kept.returning(Counted.moments)).scalar_one())
