"""Measure cards against one visit: its fields, and the region that the premises lie in (B-11)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from backend.identity.access.table import below
from backend.identity.models import Region
from backend.policy.fitting import covers, parts
from backend.policy.ruleset import RuleSet


class Worded(Protocol):
    """A card, as far as its words for field and area go."""

    @property
    def field(self) -> str: ...

    @property
    def area(self) -> str: ...


@dataclass
class Measure:
    """The visit that cards are measured against; each area is looked up once."""

    tx: Session
    fields: frozenset[str]
    region_path: str
    rules: RuleSet
    _areas: dict[str, bool | None] = field(default_factory=dict)

    def in_area(self, area: str) -> bool | None:
        """Whether the premises lie in the area; None where a part of it is no region that we know."""
        if area not in self._areas:
            found = [_holds_at(self.tx, each, self.region_path) for each in parts(area)]
            self._areas[area] = True if True in found else None if None in found or not found else False
        return self._areas[area]

    def suits(self, card: Worded) -> bool:
        """Whether nothing that is known speaks against this card."""
        return covers(card.field, self.fields, self.rules) and self.in_area(card.area) is not False


def _holds_at(tx: Session, area: str, region_path: str) -> bool | None:
    """The regions of this code, or whose name the words end with (武汉市新洲区): is the place in one of them?"""
    ends_with_it = func.right(area, func.char_length(Region.name)) == Region.name
    named = or_(Region.code == area, and_(Region.name != "", ends_with_it))
    paths: Collection[str] = tx.scalars(select(Region.path).where(named)).all()
    return any(below(region_path, each) for each in paths) if paths else None
