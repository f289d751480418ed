"""Which move of a task leads where."""

from __future__ import annotations

MOVES: dict[str, dict[str, str]] = {
    "approve": {"awaiting_approval": "approved"},
    "reject": {"awaiting_approval": "rejected"},
    "issue": {"approved": "coded"},
    "issue_at_once": {"awaiting_approval": "coded", "approved": "coded"},
    "arrive": {"approved": "visited", "coded": "visited", "lapsed": "visited"},
    "arrive_at_once": {"awaiting_approval": "visited"},
    "issue_late": {"visited": "visited"},
    "cancel": {"awaiting_approval": "cancelled", "approved": "cancelled", "coded": "cancelled"},
    "withdraw": {"coded": "approved"},
    "withdraw_undecided": {"coded": "awaiting_approval"},
    "reopen": {"approved": "awaiting_approval"},
    "lapse": {"awaiting_approval": "lapsed", "approved": "lapsed", "coded": "lapsed"},
}
"""`issue_at_once` and `arrive_at_once` are for emergencies: their papers come afterwards (B-19), `issue_late` is the code of a
visit that went in without one, to be shown before leaving (B-54). A visit may turn up after its task lapsed:
an arrival without network reaches us late. `withdraw` takes the code of a task whose officers change; where the rules want
it, `reopen` asks for the decision again."""

WAITING = ("awaiting_approval", "approved", "coded")
"""States from which a visit may still come."""


def after(state: str, move: str) -> str | None:
    """The state that a move leads to, or None where it is not possible."""
    return MOVES[move].get(state)


STATES = ("awaiting_approval", "approved", "rejected", "coded", "visited", "cancelled", "lapsed")
"""Every state; its words are `task.*` of the sentences, the same on desk, in tables and in refusals."""
