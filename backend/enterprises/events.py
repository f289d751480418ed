"""What the register of enterprises tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class EnterprisesImported(Event):
    """So many enterprises of a region are new; the map counts its cells anew."""

    name: ClassVar[str] = "enterprises.imported.v1"
    region: str
    new: int
