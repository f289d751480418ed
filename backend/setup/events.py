"""What others learn of the founding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class BureauFounded(Event):
    """This installation has its bureau: region and keys stand."""

    name: ClassVar[str] = "setup.bureau_founded.v1"
    organ_id: UUID
    region: str
    person_id: UUID
