"""A rating exists: its id and its visit, nothing else, for the supervision follower alone (B-74)."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True)
class Rated(Event):
    """Somebody rated a visit, or rated it anew."""

    name: ClassVar[str] = "feedback.rated.v1"
    rating_id: UUID
    inspection_id: UUID
