"""What others learn of the record of access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class DigestMade(Event):
    """The figures of one day are there for the bureau of a region; numbers only, no names."""

    name: ClassVar[str] = "audit.digest_made.v1"
    region: str
    day: date
    views: int
    plays: int
    unsealings: int
    refusals: int
    most: int
    """How many lines the busiest reader made."""
