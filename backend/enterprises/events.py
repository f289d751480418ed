"""What the register of enterprises tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class EnterprisesImported(Event):
    """So many enterprises of a region are new; the map counts its cells anew."""

    name: ClassVar[str] = "enterprises.imported.v1"
    region: str
    new: int


@dataclass(frozen=True, slots=True)
class WhitelistChanged(Event):
    """An enterprise came on the white list, was refused, reviewed or taken off it (B-36)."""

    name: ClassVar[str] = "enterprises.whitelist_changed.v1"
    entry_id: UUID
    enterprise_id: UUID
    organ_id: UUID
    region: str
    state: str


@dataclass(frozen=True, slots=True)
class WhitelistReviewDue(Event):
    """Nobody looked at an entry of the white list again by its day (B-36)."""

    name: ClassVar[str] = "enterprises.whitelist_review_due.v1"
    entry_id: UUID
    enterprise_id: UUID
    organ_id: UUID
    region: str
    due: str
