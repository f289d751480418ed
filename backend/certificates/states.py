"""States of a card and the moves between them (B-92), and what was true at a moment (B-97, B-11). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

MOVES: dict[str, frozenset[str]] = {
    "active": frozenset({"suspended", "cancelled", "recalled", "revoked", "lost"}),
    "suspended": frozenset({"active", "cancelled", "recalled", "revoked", "lost"}),
}
"""Cancelled, recalled, revoked and lost end a card: what follows is a new card."""


@dataclass(frozen=True, slots=True)
class Change:
    """The card has this state from the first moment until the second, or until the next change."""

    state: str
    effective_from: datetime
    effective_to: datetime | None
    recorded_at: datetime

    def holds_at(self, moment: datetime) -> bool:
        return self.effective_from <= moment and (self.effective_to is None or moment < self.effective_to)


def may_move(before: str, after: str) -> bool:
    """Whether the law knows this move."""
    return after in MOVES.get(before, frozenset())


def recorded_state(changes: Iterable[Change], moment: datetime) -> str:
    """The state by the card's history alone; `missing` before its first change."""
    in_force = [change for change in changes if change.holds_at(moment)]
    if not in_force:
        return "missing"
    return max(in_force, key=lambda change: (change.effective_from, change.recorded_at)).state


def state_at(changes: Iterable[Change], expires_on: date, moment: datetime, zone: tzinfo) -> str:
    """The state at a moment; a card is good through 24:00 local of its last day and expired after it (B-11)."""
    state = recorded_state(changes, moment)
    over = moment.astimezone(zone).date() > expires_on
    return "expired" if over and state in ("active", "suspended") else state
