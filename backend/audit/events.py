"""What others learn of the record of access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class RootMade(Event):
    """A span of the record of access was closed: whoever keeps the journal can tell whether it is still what it was."""

    name: ClassVar[str] = "audit.root_made.v1"
    n: int
    first_id: int
    last_id: int
    lines: int
    root: str
    """Hex."""


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
    strangers: int
    """Refused sign-ins and invitations of people without a session."""
    failed_checks: int
    """Places in which the record is not what it was."""
    most: int
    """How many lines the busiest reader made."""
