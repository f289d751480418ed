"""Guessing is slowed down, and strangers cannot turn that into a lock-out (B-104).

A browser in which somebody signed in before has tries of its own. All others share the tries of an account within one
network, and of the network as a whole: whoever guesses from elsewhere takes none of the officer's tries away.

A try is counted before the password is looked at, under a lock, so that a hundred guesses at once are a hundred tries;
the right password gives it back. All processes count in the same rows, and where they cannot, nobody signs in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.identity.problems import TOO_MANY
from backend.kernel import limits
from backend.kernel.limits import Bucket, Limit
from backend.kernel.networks import truncated

PER_ACCOUNT, PER_NETWORK, CEREMONIES, BAD_INVITATIONS = 10, 50, 60, 5
WINDOW = timedelta(minutes=5)
"""After so many wrong passwords within this time the next try waits until the oldest has left the window."""

ACCOUNT, NETWORK = Limit("account", PER_ACCOUNT, WINDOW), Limit("network", PER_NETWORK, WINDOW)
BROWSER, SESSION = Limit("browser", PER_ACCOUNT, WINDOW), Limit("session", PER_ACCOUNT, WINDOW)
CEREMONY = Limit("ceremony", CEREMONIES, WINDOW)
INVITATION = Limit("invitation", BAD_INVITATIONS, timedelta(minutes=1))
"""Links that open nothing, from one network."""


def of_account(secret: bytes, *, login: str, address: str) -> list[Bucket]:
    """The buckets of a sign-in from a browser that nobody knows."""
    network = truncated(address)
    return [ACCOUNT.of(_plain(login), network, secret=secret), NETWORK.of(network, secret=secret)]


def of_browser(secret: bytes, *, login: str, browser: bytes) -> list[Bucket]:
    """The bucket of a browser in which this account was signed in before."""
    return [BROWSER.of(_plain(login), browser.hex(), secret=secret)]


def of_session(secret: bytes, session: bytes) -> list[Bucket]:
    """The bucket of a session whose owner proves themselves once more."""
    return [SESSION.of(session.hex(), secret=secret)]


def of_ceremonies(secret: bytes, address: str) -> list[Bucket]:
    """The bucket of challenges for passkeys asked by a network."""
    return [CEREMONY.of(truncated(address), secret=secret)]


def of_invitations(secret: bytes, address: str) -> list[Bucket]:
    """The bucket of invitations that a network tried and that opened nothing."""
    return [INVITATION.of(truncated(address), secret=secret)]


def reserve(tx: Session, buckets: Sequence[Bucket], now: datetime) -> None:
    """Count a try in every bucket. Raises TOO_MANY, and then counts none: who waits is let in again."""
    if seconds := limits.take(tx, buckets, now):
        raise TOO_MANY(field="login", seconds=seconds)


def give_back(tx: Session, buckets: Sequence[Bucket], counted_at: datetime) -> None:
    """The password was right: this try does not count."""
    limits.give_back(tx, buckets, counted_at)


def _plain(login: str) -> str:
    return login.strip().lower()
