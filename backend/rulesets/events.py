"""What rule sets tell the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class RuleSetAdopted(Event):
    """A rule set will be in force in a region from a moment on."""

    name: ClassVar[str] = "rulesets.adopted.v1"
    rule_set_id: UUID
    region: str
    effective_from: datetime
