"""States of a card and the moves between them (B-92), and what was true at a moment (B-97, B-11). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

ENDS = ("cancelled", "recalled", "revoked", "lost", "renewed", "replaced")
"""A card in one of these never comes back: what follows is a new card."""

MOVES: dict[str, frozenset[str]] = {
    "applied": frozenset({"active", "cancelled"}),
    "active": frozenset({"suspended", "cancelled", "recalled", "revoked", "lost", "renewed"}),
    "suspended": frozenset({"active", "suspended", "cancelled", "recalled", "revoked", "lost"}),
    "expired": frozenset({"cancelled", "recalled", "revoked", "lost", "renewed"}),
    "lost": frozenset({"replaced"}),
}
"""The whole table of B-92. A suspension may be prolonged. `expired` comes by the calendar, nobody moves a card there;
`renewed` and `replaced` come with the new card alone."""

REPLACED_AS = {"active": "renewed", "expired": "renewed", "lost": "replaced"}
"""What a card becomes when a new one takes its place (换发, 补发)."""

STATE_NAMES = {
    "missing": ("没有证件", "not issued yet"),
    "applied": ("申请中", "applied for"),
    "active": ("有效", "active"),
    "suspended": ("暂扣", "suspended"),
    "expired": ("过期", "expired"),
    "cancelled": ("注销", "cancelled"),
    "recalled": ("收回", "recalled"),
    "revoked": ("吊销", "revoked"),
    "lost": ("遗失", "lost"),
    "renewed": ("已换发", "renewed"),
    "replaced": ("已补发", "replaced"),
}
"""Every state, in words."""

KINDS = ("enforcement", "police", "ministry")
"""行政执法证, 人民警察证, and the cards of ministries (B-11)."""

NEEDS_DOCUMENT = ("suspended", "cancelled", "recalled", "revoked")


@dataclass(frozen=True, slots=True)
class Change:
    """The card has this state from the first moment until the second, or until the next change."""

    state: str
    effective_from: datetime
    effective_to: datetime | None
    recorded_at: datetime

    @property
    def place(self) -> tuple[datetime, datetime, int]:
        """Where it stands in the life of the card: told at one moment, the end that follows on another comes after it."""
        return self.effective_from, self.recorded_at, ENDS.index(self.state) if self.state in ENDS else -1

    def holds_at(self, moment: datetime) -> bool:
        return self.effective_from <= moment and (self.effective_to is None or moment < self.effective_to)


def may_move(before: str, after: str) -> bool:
    """Whether the law knows this move."""
    return after in MOVES.get(before, frozenset())


def recorded_state(changes: Iterable[Change], moment: datetime) -> str:
    """The state by the card's history alone; `missing` before its first change. What has ended is not moved later."""
    last: Change | None = None
    for change in sorted(changes, key=lambda each: each.place):
        ended = last is not None and last.state in ENDS and last.effective_from < change.effective_from
        if change.holds_at(moment) and (not ended or change.state in ENDS):
            last = change
    return last.state if last else "missing"


def state_at(changes: Iterable[Change], expires_on: date, moment: datetime, zone: tzinfo) -> str:
    """The state at a moment; a card is good through 24:00 local of its last day and expired after it (B-11)."""
    state = recorded_state(changes, moment)
    over = moment.astimezone(zone).date() > expires_on
    return "expired" if over and state in ("active", "suspended") else state
