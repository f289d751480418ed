"""What the address of a list may hold: its search, its own filters, its order. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

LONGEST, LONGEST_VALUE = 600, 100
ALWAYS = frozenset({"q", "sort"})

LISTS: Mapping[str, frozenset[str]] = {
    "visits": ALWAYS | {"day", "list"},
    "plan": ALWAYS | {"day", "state"},
    "planner": ALWAYS | {"organ_id", "quiet", "left"},
    "alerts": ALWAYS | {"state"},
    "clues": ALWAYS | {"state", "door", "overdue"},
    "sheets": ALWAYS,
    "enterprises": ALWAYS,
    "people": ALWAYS | {"role", "organ_id", "state"},
    "organs": ALWAYS | {"region", "kind", "state"},
    "teams": ALWAYS,
    "cards": ALWAYS | {"state", "expiring", "organ_id"},
    "items": ALWAYS | {"state"},
    "hours": ALWAYS | {"year", "all"},
    "whitelist": ALWAYS | {"state"},
    "imports": ALWAYS | {"of", "state"},
    "audit": ALWAYS | {"action", "result", "person", "from", "to", "own"},
}
"""The lists of the desk, each with the names that may stand in its address. The page that was open is never kept."""


def canonical(list_name: str, address: str) -> str:
    """The address in one spelling, names in order, empty ones left out.

    Raises ValueError for a name that the list does not know, one that stands twice, and what no screen can show.
    """
    pairs = parse_qsl(address, max_num_fields=20, errors="strict")
    asked = dict(pairs)
    if len(asked) < len(pairs) or not asked.keys() <= LISTS[list_name]:
        raise ValueError(address)
    if not all(value.isprintable() and len(value) <= LONGEST_VALUE for value in asked.values()):
        raise ValueError(address)
    return urlencode(sorted(asked.items()))
