"""Gives committed events their place: contiguous numbers, one sequencer at a time.

A serial id follows the order of INSERT, not of COMMIT; a reader that remembers the last id it saw would skip whatever
commits late. So requests write to an inbox, and only this moves rows into the journal.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

LOCK = 7_240_001
BATCH = 1000

_MOVE = text("""
    WITH taken AS (
        DELETE FROM journal_inbox WHERE id IN (SELECT id FROM journal_inbox ORDER BY id LIMIT :batch)
        RETURNING id, name, at, data
    ), last AS (SELECT coalesce(max(seq), 0) AS seq FROM journal),
    moved AS (
        INSERT INTO journal (seq, name, at, data)
        SELECT last.seq + row_number() OVER (ORDER BY taken.id), taken.name, taken.at, taken.data FROM taken, last
        RETURNING seq
    )
    SELECT count(*), max(seq) FROM moved
""")


def sequence(tx: Session) -> int:
    """Move at most BATCH events from the inbox to the journal and notify listeners of the last number.

    Returns how many were moved; 0 also when another sequencer holds the lock. The lock and NOTIFY end with the
    caller's commit, so nobody hears of a number that is not there.
    """
    if not tx.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}).scalar():
        return 0
    moved, last = tx.execute(_MOVE, {"batch": BATCH}).one()
    if moved:
        tx.execute(text("SELECT pg_notify('journal', :last)"), {"last": str(last)})
    return int(moved)
