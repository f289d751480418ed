"""What evidence tells the others. Ids and hashes only: the journal is for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class SegmentDeclared(Event):
    """The phone closed a segment and told its length, hash and place in the chain (B-62)."""

    name: ClassVar[str] = "evidence.segment_declared.v1"
    media_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    n: int
    sha256: str
    link: str
    link_ok: bool
    duration_ms: int
    gap_ms: int
    final: bool


@dataclass(frozen=True, slots=True)
class Received(Event):
    """All bytes of an upload are on our disk."""

    name: ClassVar[str] = "evidence.received.v1"
    media_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    upload_id: UUID
    segment: int


@dataclass(frozen=True, slots=True)
class Sealed(Event):
    """Bytes are in the store under the SHA-256 that we computed, and it is the one that was declared."""

    name: ClassVar[str] = "evidence.sealed.v1"
    media_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    item_id: UUID
    owner_id: UUID
    segment: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HashMismatch(Event):
    """Bytes are in the store, but they are not what the phone had declared (B-62)."""

    name: ClassVar[str] = "evidence.hash_mismatch.v1"
    media_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    item_id: UUID
    owner_id: UUID
    segment: int
    sha256: str
    declared_sha256: str


@dataclass(frozen=True, slots=True)
class PlayableMade(Event):
    """There is a viewing copy with this many of the segments."""

    name: ClassVar[str] = "evidence.playable_made.v1"
    media_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    segments: int
    duration_s: float
