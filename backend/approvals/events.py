"""What others learn of requests that two people decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """Somebody asked for what needs a second person."""

    name: ClassVar[str] = "approvals.asked.v1"
    request_id: UUID
    kind: str
    organ_id: UUID
    region_path: str
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Decided(Event):
    """The second person said yes or no."""

    name: ClassVar[str] = "approvals.decided.v1"
    request_id: UUID
    kind: str
    organ_id: UUID
    region_path: str
    person_id: UUID
    """Who asked."""
    decision: str


@dataclass(frozen=True, slots=True)
class NumberOpened(Event):
    """Somebody's identity number was read, as two people agreed."""

    name: ClassVar[str] = "approvals.number_opened.v1"
    request_id: UUID
    person_id: UUID
    """Whose number it is."""
    by: UUID
