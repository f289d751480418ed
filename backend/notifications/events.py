"""What notifications tell the live stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class Delivered(Event):
    """A line stands in somebody's inbox."""

    name: ClassVar[str] = "notifications.delivered.v1"
    message_id: UUID
    person_id: UUID
