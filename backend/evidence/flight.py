"""Chunks on their way: one person sends forty at a time, whichever processes take them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from backend.identity.actor import Actor
from backend.kernel.http import settings
from backend.kernel.problems import TOO_OFTEN
from backend.storage.places import NoPlaceFree, place

MOST = 40
FOLDER = "flight"
"""Beside staging, below the folder of data: a place is taken without asking the database, which no chunk needs twice."""

SOON = 2
"""Seconds; a place is free as soon as a chunk has arrived."""


@contextmanager
def in_flight(actor: Actor) -> Iterator[None]:
    """Hold one of the person's places while the bytes move. Raises TOO_OFTEN."""
    with ExitStack() as held:
        try:
            held.enter_context(place(settings().data_dir / FOLDER, actor.person_id.hex, MOST))
        except NoPlaceFree as none:
            raise TOO_OFTEN(seconds=SOON) from none
        yield
