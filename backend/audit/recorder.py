"""Writes the lines. One insert per decision; of equal views in a minute one line, mostly without asking the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import Any, cast

from sqlalchemy import Table, exists, insert, literal, select
from sqlalchemy.orm import Session

from backend.audit.models import AuditEntry
from backend.audit.purposes import STANDING
from backend.kernel.closing import add_rows, rows_of
from backend.kernel.noting import Act
from backend.kernel.transaction import Sessions, transaction

AGAIN = timedelta(seconds=60)
"""The same view by the same session within this time is one line."""

REMEMBERED = 20_000
"""Views kept in memory to spare the question; forgetting one costs a query and no line."""

SESSION_BYTES = 8

_LINES = rows_of(cast(Table, AuditEntry.__table__))

Key = tuple[bytes | None, str, str, str | None, str | None]


class Recorder:
    """Keeps acts in `audit_entry`. One per process; processes agree through the table."""

    def __init__(self) -> None:
        self._lately: dict[Key, datetime] = {}
        self._lock = Lock()

    def write(self, tx: Session, act: Act) -> None:
        """A line in this transaction, written as it ends."""
        add_rows(tx, _LINES, [_row(act)])

    def write_once(self, sessions: Sessions, act: Act) -> None:
        """A line in a transaction of its own, unless the last minute has one of the same session, action and object.

        Strangers have no session: theirs are the same where the answer is the same.
        """
        key = (_session(act), act.action, act.object, _purpose(act), act.code)
        if not self._claim(key, act.at):
            return
        try:
            with transaction(sessions) as tx:
                tx.connection().execute(_unless_told(act))
        except BaseException:
            with self._lock:
                self._lately.pop(key, None)
            raise

    def _claim(self, key: Key, at: datetime) -> bool:
        with self._lock:
            last = self._lately.get(key)
            if last is not None and timedelta() <= at - last < AGAIN:
                return False
            if len(self._lately) >= REMEMBERED:
                self._lately.clear()
            self._lately[key] = at
            return True


def _row(act: Act) -> dict[str, Any]:
    return {
        "at": act.at, "person_id": act.actor.person_id, "role": act.actor.role, "organ_id": act.actor.organ_id,
        "region_path": act.actor.region_path, "session": _session(act), "action": act.action, "method": act.method,
        "route": act.route, "object": act.object, "purpose": _purpose(act), "result": act.result, "code": act.code,
        "request_id": act.request_id,
    }  # fmt: skip


def _unless_told(act: Act) -> Any:
    row, column = _row(act), AuditEntry.__table__.c
    told = ("session", "action", "object", "purpose", "result", "code")
    alike = [column[name].is_(None) if row[name] is None else column[name] == row[name] for name in told]
    same = exists().where(*alike, column.at > act.at - AGAIN, column.at <= act.at)
    values = select(*(literal(value, column[name].type) for name, value in row.items())).where(~same)
    return insert(AuditEntry).from_select(list(row), values)


def _purpose(act: Act) -> str | None:
    return act.purpose or STANDING.get(act.action)


def _session(act: Act) -> bytes | None:
    return act.actor.session_id[:SESSION_BYTES] if act.actor.session_id else None
