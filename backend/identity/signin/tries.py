"""Guessing is slowed down, and strangers cannot turn that into a lock-out (B-104).

A browser in which somebody signed in before has tries of its own. All others share the tries of an account within one
network, and of the network as a whole: whoever guesses from elsewhere takes none of the officer's tries away.

A try is counted before the password is looked at, under a lock, so that a hundred guesses at once are a hundred tries;
the right password gives it back. All processes count in the same rows, and where they cannot, nobody signs in.
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

from backend.identity.problems import TOO_MANY
from backend.identity.signin.credentials import Tries
from backend.kernel.networks import truncated

PER_ACCOUNT, PER_NETWORK, CEREMONIES = 10, 50, 60
WINDOW = timedelta(minutes=5)
"""After so many wrong passwords within this time the next try waits until the oldest has left the window."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where tries are counted together, by hash, and how many the window holds."""

    key: bytes
    most: int


def of_account(secret: bytes, *, login: str, address: str) -> list[Bucket]:
    """The buckets of a sign-in from a browser that nobody knows."""
    network = truncated(address)
    return [
        Bucket(_key(secret, "account", _plain(login), network), PER_ACCOUNT),
        Bucket(_key(secret, "network", network), PER_NETWORK),
    ]


def of_browser(secret: bytes, *, login: str, browser: bytes) -> list[Bucket]:
    """The bucket of a browser in which this account was signed in before."""
    return [Bucket(_key(secret, "browser", _plain(login), browser.hex()), PER_ACCOUNT)]


def of_session(secret: bytes, session: bytes) -> list[Bucket]:
    """The bucket of a session whose owner proves themselves once more."""
    return [Bucket(_key(secret, "session", session.hex()), PER_ACCOUNT)]


def of_ceremonies(secret: bytes, address: str) -> list[Bucket]:
    """The bucket of challenges for passkeys asked by a network."""
    return [Bucket(_key(secret, "ceremony", truncated(address)), CEREMONIES)]


def reserve(tx: Session, buckets: Sequence[Bucket], now: datetime) -> None:
    """Count a try in every bucket. Raises TOO_MANY, and then counts none: who waits is let in again."""
    found = {each: _locked(tx, each.key, now) for each in sorted(buckets, key=lambda each: each.key)}
    recent = {each: [at for at in moments if at > now - WINDOW] for each, moments in found.items()}
    waits = [_wait(moments, now) for each, moments in recent.items() if len(moments) >= each.most]
    if waits:
        raise TOO_MANY(field="login", seconds=max(waits))
    for each, moments in recent.items():
        tx.execute(update(Tries).where(Tries.bucket == each.key).values(moments=[*moments, now]))


def give_back(tx: Session, buckets: Sequence[Bucket], counted_at: datetime) -> None:
    """The password was right: this try does not count."""
    for each in sorted(buckets, key=lambda each: each.key):
        moments = _locked(tx, each.key, counted_at)
        if counted_at in moments:
            moments.remove(counted_at)
        tx.execute(update(Tries).where(Tries.bucket == each.key).values(moments=moments))


def forget(tx: Session, now: datetime) -> None:
    """Delete what no longer counts."""
    tx.execute(delete(Tries).where(Tries.last_at <= now - WINDOW))


def _wait(moments: Sequence[datetime], now: datetime) -> int:
    return max(1, ceil((min(moments) + WINDOW - now).total_seconds()))


def _locked(tx: Session, bucket: bytes, now: datetime) -> list[datetime]:
    """The moments that are kept, with the row locked until commit; an empty row is made where there is none."""
    first = insert(Tries).values(bucket=bucket, moments=[], last_at=now)
    kept = first.on_conflict_do_update(index_elements=["bucket"], set_={"last_at": now})
    return list(tx.execute(kept.returning(Tries.moments)).scalar_one())


def _plain(login: str) -> str:
    return login.strip().lower()


def _key(secret: bytes, *parts: str) -> bytes:
    return hmac.digest(secret, "\0".join(parts).encode(), sha256)
