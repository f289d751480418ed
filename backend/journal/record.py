"""What others must learn leaves as a row, written beside the fact."""

from __future__ import annotations

from sqlalchemy import func, insert
from sqlalchemy.orm import Session

from backend.journal.event import Event
from backend.journal.models import JournalInbox

_ADD = insert(JournalInbox.__table__).values(at=func.now())  # type: ignore[arg-type]
"""Built once, so that SQLAlchemy compiles it once."""


def record(tx: Session, *events: Event) -> None:
    """Add events to the inbox in the caller's transaction: they exist if and only if the fact does."""
    if events:
        tx.connection().execute(_ADD, [{"name": event.name, "data": event.as_data()} for event in events])
