"""Words of others beside words of ours: what turns the direction of writing in a name ends with the name (UAX #9)."""

from __future__ import annotations

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
ISOLATES = frozenset("\u2066\u2067\u2068")
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2069") | ISOLATES


def held_together(text: str) -> str:
    """The text as it is where it holds no such mark; else closed off, without the marks that would end us instead."""
    if TURNS.isdisjoint(text):
        return text
    kept, opened = "", 0
    for letter in text:
        if letter == POP_ISOLATE and not opened:
            continue
        opened += (letter in ISOLATES) - (letter == POP_ISOLATE)
        kept += letter
    return FIRST_STRONG_ISOLATE + kept + POP_ISOLATE * (opened + 1)
