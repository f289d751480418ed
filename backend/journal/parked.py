"""Entries that a follower could not handle, set aside so that the others go on; to be tried again by hand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from backend.journal.followers import Entry, Follower
from backend.journal.models import Journal, JournalParked


def parked(tx: Session) -> Sequence[Row[JournalParked, Journal]]:
    """What is set aside, the oldest first, each with its entry."""
    wanted = select(JournalParked, Journal).join(Journal, Journal.seq == JournalParked.seq)
    return tx.execute(wanted.order_by(JournalParked.seq, JournalParked.follower)).all()


def try_again(tx: Session, follower: Follower, seq: int) -> bool:
    """Handle a parked entry in this transaction and take it off the list; False where somebody did so before.

    What the handler raises goes through: after the rollback the entry is parked as before.
    """
    mine = JournalParked.follower == follower.name, JournalParked.seq == seq
    row = tx.scalar(select(JournalParked).where(*mine).with_for_update())
    if row is None:
        return False
    entry = tx.get_one(Journal, seq)
    follower.read(tx, [Entry(entry.seq, entry.name, entry.at, entry.data)])
    tx.delete(row)
    return True
