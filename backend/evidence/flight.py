"""Chunks on their way: one person sends forty at a time, whichever processes take them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from backend.identity.actor import Actor
from backend.kernel import limits
from backend.kernel.http import clock, own_transaction
from backend.kernel.limits import Limit
from backend.kernel.problems import TOO_OFTEN

CHUNKS = Limit("chunk", 40, timedelta(minutes=5))
"""The window is how long a place is held by a process that died with the chunk in its hands."""

SOON = 2
"""Seconds; a place is free as soon as a chunk has arrived."""


@contextmanager
def in_flight(actor: Actor) -> Iterator[None]:
    """Hold one of the person's places while bytes move; no transaction is open meanwhile. Raises TOO_OFTEN."""
    place, taken_at = [CHUNKS.of(actor.person_id)], clock().now()
    with own_transaction() as tx:
        if limits.take(tx, place, taken_at):
            raise TOO_OFTEN(seconds=SOON)
    try:
        yield
    finally:
        with own_transaction() as tx:
            limits.give_back(tx, place, taken_at)
