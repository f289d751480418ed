"""Whether this installation can do its work: what /readyz answers (database, storage, queue age)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.storage.blobs import StoreAway
from backend.storage.stores import sealing_store, staging

log = structlog.get_logger()

LOOK_AGAIN = timedelta(seconds=5)
"""Anybody may ask; the store is asked so often at the most."""

OLDEST = text("""
    SELECT extract(epoch FROM now() - least(
        (SELECT min(at) FROM journal_inbox),
        (SELECT min(coalesce(job.scheduled_at, event.at)) FROM procrastinate_jobs job
           JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
          WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now())))
""")


@dataclass(frozen=True, slots=True)
class Queue:
    """How far the worker is behind, and whether the tables are those of this release or of a later one."""

    migrated: bool
    seconds: int


def look_at_database(tx: Session) -> Queue:
    """Raises what the driver raises when the database does not answer or was never migrated."""
    stands = str(tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    waited = tx.execute(OLDEST).scalar_one()
    return Queue(stands >= _newest(), max(0, int(waited or 0)))


class Storage:
    """Where uploads grow and where evidence is kept: whether both can take bytes now."""

    def __init__(self) -> None:
        self._looked: tuple[datetime, bool] | None = None

    def takes_bytes(self, settings: Settings, now: datetime) -> bool:
        """Asked of the store itself, or remembered for `LOOK_AGAIN`."""
        if self._looked is None or not timedelta() <= now - self._looked[0] < LOOK_AGAIN:
            self._looked = now, _takes_bytes(settings)
        return self._looked[1]


def _takes_bytes(settings: Settings) -> bool:
    try:
        staging(settings).insist_ready()
        sealing_store(settings).insist_ready()
    except StoreAway as away:
        log.error("storage_not_ready", why=str(away))
        return False
    return True


@lru_cache(maxsize=1)
def _newest() -> str:
    return (Path(__file__).resolve().parent.parent / "migrations" / "head.txt").read_text().strip()
