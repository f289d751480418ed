"""Chunks on their way: one person sends forty at a time, whichever processes take them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.kernel import limits
from backend.kernel.http import clock, own_transaction
from backend.kernel.limits import Bucket, Limit
from backend.kernel.problems import TOO_OFTEN

CHUNKS = Limit("chunk", 40, timedelta(minutes=5))
"""The window is how long a place is held by a process that died with the chunk in its hands."""

SOON = 2
"""Seconds; a place is free as soon as a chunk has arrived."""


def in_flight(tx: Session, actor: Actor) -> AbstractContextManager[None]:
    """Take one of the person's places; whoever moves the bytes holds it, without a transaction. Raises TOO_OFTEN."""
    place, taken_at = CHUNKS.of(actor.person_id), clock().now()
    if limits.take(tx, [place], taken_at):
        raise TOO_OFTEN(seconds=SOON)
    return _held(place, taken_at)


@contextmanager
def _held(place: Bucket, taken_at: datetime) -> Iterator[None]:
    try:
        yield
    finally:
        with own_transaction(durable=False) as tx:
            limits.give_back(tx, [place], taken_at)
