"""What others must learn leaves as a row, written beside the fact."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, func
from sqlalchemy.orm import Session

from backend.journal.event import Event
from backend.journal.models import JournalInbox
from backend.kernel.closing import add_rows, rows_of

_INBOX = rows_of(cast(Table, JournalInbox.__table__), at=func.now())


def record(tx: Session, *events: Event) -> None:
    """Add events to the inbox when the caller's transaction ends: they exist if and only if the fact does."""
    add_rows(tx, _INBOX, [{"name": event.name, "data": event.as_data()} for event in events])
