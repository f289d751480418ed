"""What happened to cards and codes: ids and states, never a name or the code itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True)
class CardIssued(Event):
    """A card exists from now on."""

    name: ClassVar[str] = "certificates.card_issued.v1"
    card_id: UUID
    organ_id: UUID
    region: str


@dataclass(frozen=True)
class CardMoved(Event):
    """A card changes its state at `effective_from` (B-92)."""

    name: ClassVar[str] = "certificates.card_moved.v1"
    card_id: UUID
    organ_id: UUID
    region: str
    state: str
    effective_from: datetime
    effective_to: datetime | None


@dataclass(frozen=True)
class CodeScanned(Event):
    """Somebody opened the page of a live code; `number` stands on both screens."""

    name: ClassVar[str] = "certificates.code_scanned.v1"
    subject: str
    subject_id: str
    number: int
    step: int
    organ_id: UUID
    region: str


@dataclass(frozen=True)
class KeyAdded(Event):
    """A region's next code key is published; it signs from `signs_from` on."""

    name: ClassVar[str] = "certificates.key_added.v1"
    kid: str
    region: str
    signs_from: datetime


@dataclass(frozen=True)
class KeyRevoked(Event):
    """Nothing that this key signed counts any more; so many cards and visit codes were signed anew."""

    name: ClassVar[str] = "certificates.key_revoked.v1"
    kid: str
    region: str
    reason: str
    cards: int
    visit_codes: int
