"""Which move a draw allows from which state."""

from __future__ import annotations

DRAFTED, COMMITTED, DRAWN, PUBLISHED, ABANDONED = STATES = ("drafted", "committed", "drawn", "published", "abandoned")

MOVES = {
    COMMITTED: frozenset({DRAFTED}),
    DRAWN: frozenset({COMMITTED}),
    PUBLISHED: frozenset({DRAWN}),
    ABANDONED: frozenset({DRAFTED, COMMITTED}),
}
"""State → from where it is reached. What was drawn cannot be given up: that would be drawing until one likes the outcome."""

REASONS = ("leave", "duty", "recusal", "card", "other")
"""Why a drawn officer does not go (B-87); only the code is published."""


def may_move(state: str, to: str) -> bool:
    """Whether a draw in this state may become that."""
    return state in MOVES[to]
