"""What stands in a region on its way to the first visit: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

PLANNER, HEAD, OFFICER = "department", "head", "officer"
"""The roles without which no visit is planned, approved and made."""

ENOUGH_OFFICERS = 2
"""A visit is made by at least two (B-10)."""


@dataclass(frozen=True, slots=True)
class OrganStanding:
    """One organ that could visit somebody: people who hold a role, roles that have an account, cards that are valid."""

    id: UUID
    name: str
    published: bool
    items: int
    unpublished_items: int
    officers: int
    planners: int
    heads: int
    accounts: frozenset[str]
    valid_cards: int = 0

    @property
    def staffed(self) -> bool:
        """Enough people for a visit: planner, head and two officers."""
        return self.officers >= ENOUGH_OFFICERS and self.planners > 0 and self.heads > 0

    @property
    def progress(self) -> tuple[int, int]:
        """The organ that is nearest to its first visit has the greatest one."""
        return self.published + (self.items > 0) + self.staffed + len(self.accounts), self.officers + self.items


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is in the region of the one who asks; `organ` is the one nearest to its first visit."""

    region_code: str
    region_name: str
    region_name_en: str
    bureau: str
    keys: bool
    rules: bool
    organ: OrganStanding | None
    enterprises: bool
    visited: bool
    """Somebody planned a visit already: the set-up is over."""


@dataclass(frozen=True, slots=True)
class CardAtHand:
    """A card as far as the first visit asks."""

    number: str
    state: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody of the organ at hand; `password` is none, one_time (given, not changed yet) or own."""

    id: UUID
    name: str
    role: str
    login: str | None
    password: str
    card: CardAtHand | None
