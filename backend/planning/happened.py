"""Where planning hears of visits that happened: they live one floor up, in `inspections`, which names its reader here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from backend.policy.facts import Visit


class Happened(Protocol):
    """A reader of visits that happened, checked in or imported."""

    def visits(self, tx: Session, enterprise_id: UUID, since: datetime, until: datetime) -> list[Visit]:
        """All subjects' visits to the enterprise whose arrival may lie in the span."""
        ...

    def of_tasks(self, tx: Session, task_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """Task → its (first) inspection."""
        ...


_readers: list[Happened] = []


def read_from(reader: Happened) -> None:
    """Name the reader; `inspections.queries` does it when it is loaded."""
    _readers[:] = [reader]


def happened() -> Happened:
    """The reader. A process that plans without having loaded `inspections` must fail, not count nothing."""
    if not _readers:
        raise RuntimeError("import backend.inspections.queries before planning visits")
    return _readers[0]
