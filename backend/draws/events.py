"""What a draw tells the others: ids and hashes, no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class DrawCommitted(Event):
    """Lists, weights and a hashed secret are settled; `commitment` is the SHA-256 of the text in hex (B-85)."""

    name: ClassVar[str] = "draws.committed.v1"
    draw_id: UUID
    organ_id: UUID
    region: str
    commitment: str


@dataclass(frozen=True, slots=True)
class DrawMoved(Event):
    """It was drawn, published or abandoned."""

    name: ClassVar[str] = "draws.moved.v1"
    draw_id: UUID
    organ_id: UUID
    region: str
    act: str


@dataclass(frozen=True, slots=True)
class OfficerReplaced(Event):
    """The next in drawn order goes to the n-th object drawn, for one of the reasons (B-87)."""

    name: ClassVar[str] = "draws.officer_replaced.v1"
    draw_id: UUID
    organ_id: UUID
    region: str
    n: int
    reason: str
