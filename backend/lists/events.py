"""What publishing tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class ListPublished(Event):
    """A new edition of a list stands; `digest` is the SHA-256 of its entries in hex."""

    name: ClassVar[str] = "lists.published.v1"
    edition_id: UUID
    kind: str
    region: str
    n: int
    effective_from: date
    entries: int
    digest: str
