"""What clues tell the others: ids, never who told nor what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class ClueReceived(Event):
    """Somebody told something; it waits for the bureau."""

    name: ClassVar[str] = "clues.received.v1"
    clue_id: UUID
    region: str


@dataclass(frozen=True, slots=True)
class ClueMoved(Event):
    """It was accepted, refused, referred, extended or answered."""

    name: ClassVar[str] = "clues.moved.v1"
    clue_id: UUID
    region: str
    act: str


@dataclass(frozen=True, slots=True)
class ClueOverdue(Event):
    """Its term has passed and nobody answered (B-71). Told once for each clue."""

    name: ClassVar[str] = "clues.overdue.v1"
    clue_id: UUID
    region: str
    region_path: str
    state: str
    due_at: datetime
