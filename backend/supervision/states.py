"""open → taken → closed. Pure."""

MOVES: dict[str, frozenset[str]] = {
    "open": frozenset({"taken", "closed"}),
    "taken": frozenset({"closed"}),
    "closed": frozenset(),
}


def may_move(before: str, after: str) -> bool:
    """Whether an alert may go from one state to the other."""
    return after in MOVES[before]
