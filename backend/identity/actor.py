"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with the organ and the region that they act for."""

    person_id: UUID
    organ_id: UUID
    role: str
    name: str
    region: str
    """Region code, e.g. '420117'."""
    region_path: str
    """Codes from the root, e.g. '42/4201/420117'; everything below begins with it."""
    language: str
