"""Every hour the lines since the last time get a root, chained to the one before and told to the journal.

The database refuses to change a line, but not to whoever owns the machine. With the roots, such a change is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from backend.audit.events import RootMade
from backend.audit.models import AuditEntry, Root
from backend.journal.record import record
from backend.kernel.clock import rfc3339
from backend.kernel.transaction import Sessions, transaction

KEPT = timedelta(days=3 * 366)
"""Lines are kept three years; the database itself refuses to let one go earlier."""

SPAN_MOST = 100_000
"""Lines under one root: what piled up while no worker ran becomes several."""

FIRST = bytes(32)
COLUMNS = tuple(AuditEntry.__table__.columns)


def close_spans(sessions: Sessions, now: datetime) -> int:
    """Close what was written until now; returns how many roots were made. Safe to repeat."""
    with transaction(sessions) as tx:
        upto = _settled(tx)
    made = 0
    while _close_one(sessions, upto, now):
        made += 1
    return made


def _settled(tx: Session) -> int:
    """The newest line; with the writers waited for, no line with a lower number can come after it."""
    tx.execute(text("SET LOCAL lock_timeout = '5s'"))
    tx.execute(text("LOCK TABLE audit_entry IN SHARE MODE"))
    return tx.scalar(select(func.max(AuditEntry.id))) or 0


def _close_one(sessions: Sessions, upto: int, now: datetime) -> bool:
    with transaction(sessions) as tx:
        tx.execute(select(func.pg_advisory_xact_lock(func.hashtext("audit.roots"))))
        before = tx.scalars(select(Root).order_by(Root.n.desc()).limit(1)).first()
        span = _span(tx, before.last_id if before else 0, upto)
        if span is None:
            return False
        root = Root(
            n=before.n + 1 if before else 1, made_at=now, **span, **told_of(tx, span["first_id"], span["last_id"])
        )
        root.root = chained(before.root if before else FIRST, root)
        tx.add(root)
        record(tx, RootMade(root.n, root.first_id, root.last_id, root.lines, root.root.hex()))
    return True


def _span(tx: Session, after: int, upto: int) -> dict[str, int] | None:
    """The first and the last line that have no root yet, at most SPAN_MOST of them."""
    ids = select(AuditEntry.id).where(AuditEntry.id > after, AuditEntry.id <= upto).order_by(AuditEntry.id)
    chosen = ids.limit(SPAN_MOST).subquery()
    first, last = tx.execute(select(func.min(chosen.c.id), func.max(chosen.c.id))).one()
    return {"first_id": first, "last_id": last} if first else None


def told_of(tx: Session, first_id: int, last_id: int) -> dict[str, Any]:
    """How many lines a span has, its newest moment, and the digest of what they say."""
    newest = select(func.max(AuditEntry.at)).where(AuditEntry.id.between(first_id, last_id))
    lines, digest = digest_of(_lines(tx, first_id, last_id))
    return {"lines": lines, "digest": digest, "newest_at": tx.scalar(newest)}


def _lines(tx: Session, first_id: int, last_id: int) -> Iterator[bytes]:
    wanted = select(*COLUMNS).where(AuditEntry.id.between(first_id, last_id)).order_by(AuditEntry.id)
    for row in tx.execute(wanted.execution_options(yield_per=5000)):
        yield canonical(row)


def canonical(values: Iterable[object]) -> bytes:
    """A line as JSON without spaces: its columns in the order of the table, moments in UTC, bytes in hex."""
    return json.dumps([_plain(each) for each in values], ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(lines: Iterable[bytes]) -> tuple[int, bytes]:
    """How many lines these are, and SHA-256 over them, each ended by a newline."""
    count, found = 0, sha256()
    for line in lines:
        found.update(line + b"\n")
        count += 1
    return count, found.digest()


def chained(before: bytes, row: Root) -> bytes:
    """The root of a row that stands on this one."""
    said = (row.n, row.first_id, row.last_id, row.lines, row.newest_at, row.digest)
    return sha256(b"liangma audit root/1\0" + before + canonical(said)).digest()


def let_go(tx: Session, now: datetime) -> int:
    """Delete the lines of spans that are wholly older than three years; their roots stay. Returns how many."""
    spans = select(Root).where(Root.newest_at < now - KEPT)
    gone = 0
    for span in tx.scalars(spans.order_by(Root.n)).all():
        old = delete(AuditEntry).where(AuditEntry.id.between(span.first_id, span.last_id))
        gone += len(tx.execute(old.returning(AuditEntry.id)).all())
    return gone


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, UUID):
        return str(value)
    return value.hex() if isinstance(value, bytes) else value
