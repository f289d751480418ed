"""Keeps the cells of the map up to date."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.journal.followers import Entry, Follower
from backend.monitoring.cells import recount


def places_changed(tx: Session, entry: Entry) -> None:
    """Enterprises of a region were brought in."""
    recount(tx, entry.data["region"])


FOLLOWER = Follower("monitoring", {"enterprises.imported.v1": places_changed})
