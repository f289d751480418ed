"""Followers read the journal in order, each at its own place.

Effects and place commit together, so each entry counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.journal.models import Journal, JournalParked, JournalPlace
from backend.kernel.clock import Clock
from backend.kernel.transaction import Sessions, transaction

BATCH = 200
TRIES = 6
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered event."""

    seq: int
    name: str
    at: datetime
    data: Mapping[str, Any]


Handler = Callable[[Session, Entry], Any]
Together = Callable[[Session, Sequence[tuple[Entry, Any]]], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """A name and what it does with the events it cares for; it passes over the others."""

    name: str
    handles: Mapping[str, Handler]
    stops: bool = False
    """True where order is the meaning: a failing entry halts the follower instead of being parked."""
    together: Together | None = None
    """What it does once for a whole batch, with what its handlers answered to each entry, in the journal's order."""

    def read(self, tx: Session, entries: Iterable[Entry]) -> None:
        """Handle entries that were committed, in the caller's transaction."""
        known = [(each, self.handles[each.name]) for each in entries if each.name in self.handles]
        answers = [(each, handle(tx, each)) for each, handle in known]
        if self.together is not None and answers:
            self.together(tx, answers)


def advance(sessions: Sessions, follower: Follower, clock: Clock) -> int:
    """Handle the next batch; returns how many entries were passed. A failing entry is tried six times, then parked."""
    try:
        with transaction(sessions) as tx:
            return _advance(tx, follower, clock.now())
    except Exception as error:
        log.warning("follower_failed", follower=follower.name, error=type(error).__name__)
        return _one_by_one(sessions, follower, clock)


def _advance(tx: Session, follower: Follower, now: datetime, batch: int = BATCH) -> int:
    place = _place(tx, follower)
    if place is None or (place.retry_at and place.retry_at > now):
        return 0
    entries = (
        tx.execute(select(Journal).where(Journal.seq > place.seq).order_by(Journal.seq).limit(batch)).scalars().all()
    )
    follower.read(tx, (Entry(each.seq, each.name, each.at, each.data) for each in entries))
    if entries:
        place.seq, place.failures, place.retry_at = entries[-1].seq, 0, None
    return len(entries)


def _place(tx: Session, follower: Follower) -> JournalPlace | None:
    """This follower's place, locked; None while another worker holds it."""
    first = insert(JournalPlace).values(follower=follower.name, seq=0, failures=0)
    tx.execute(first.on_conflict_do_nothing())
    wanted = select(JournalPlace).where(JournalPlace.follower == follower.name)
    return tx.execute(wanted.with_for_update(skip_locked=True)).scalar_one_or_none()


def _one_by_one(sessions: Sessions, follower: Follower, clock: Clock) -> int:
    """After a failed batch: pass entry by entry up to the one that fails, and count its failure."""
    passed = 0
    try:
        while passed < BATCH:
            with transaction(sessions) as tx:
                if not _advance(tx, follower, clock.now(), batch=1):
                    return passed
            passed += 1
    except Exception as error:
        with transaction(sessions) as tx:
            _count_failure(tx, follower, clock.now(), type(error).__name__)
    return passed


def _count_failure(tx: Session, follower: Follower, now: datetime, error: str) -> None:
    place = _place(tx, follower)
    if place is None:
        return
    place.failures += 1
    place.retry_at = now + timedelta(seconds=2**place.failures)
    if place.failures >= TRIES and not follower.stops:
        seq = tx.execute(select(Journal.seq).where(Journal.seq > place.seq).order_by(Journal.seq).limit(1)).scalar_one()
        tx.add(JournalParked(follower=follower.name, seq=seq, error=error, at=now))
        place.seq, place.failures, place.retry_at = seq, 0, None
        log.error("entry_parked", follower=follower.name, seq=seq, error=error)
