"""received → accepted → referred → answered, or received → refused. Pure."""

RECEIVED, ACCEPTED, REFERRED, REFUSED, ANSWERED = "received", "accepted", "referred", "refused", "answered"
STATES = (RECEIVED, ACCEPTED, REFERRED, REFUSED, ANSWERED)
CLOSED = (REFUSED, ANSWERED)

MOVES: dict[str, frozenset[str]] = {
    RECEIVED: frozenset({ACCEPTED, REFUSED}),
    ACCEPTED: frozenset({REFERRED, ANSWERED}),
    REFERRED: frozenset({REFERRED, ANSWERED}),
    REFUSED: frozenset(),
    ANSWERED: frozenset(),
}

PUBLIC, VISIT, SUPERVISOR = "public", "visit", "supervisor"
DOORS = (PUBLIC, VISIT, SUPERVISOR)
"""The public page, the page of a visit, the app of a lay supervisor."""

NO_SCAN, OTHER = "no_scan", "other"
KINDS = (NO_SCAN, OTHER)
"""Somebody came and nobody scanned (B-56); anything else that is complained of."""


def may_move(before: str, after: str) -> bool:
    """Whether a clue may go from one state to the other."""
    return after in MOVES[before]
