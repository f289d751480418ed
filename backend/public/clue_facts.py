"""What the pages about a clue write: its number, its terms, what became of it. No personal data. Reads no database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.certificates.short_codes import spoken
from backend.clues.models import Clue
from backend.clues.states import ANSWERED, RECEIVED, REFUSED
from backend.public import times
from backend.public.words import say

_COLOURS = {ANSWERED: "ok", REFUSED: "warn"}


def told_page(clue: Clue, zone: ZoneInfo, language: str) -> dict[str, Any]:
    """The receipt: the number, and by when somebody hears."""
    return {"number": spoken(clue.receipt), "why": _state_words(clue, zone, language)[1]}


def receipt_page(clue: Clue, zone: ZoneInfo, language: str) -> dict[str, Any]:
    """What became of it, for whoever holds the number."""
    title, why = _state_words(clue, zone, language)
    closed = clue.closed_at
    return {
        "colour": _COLOURS.get(clue.state, "wait"), "title": title, "why": why, "number": spoken(clue.receipt),
        "received": times.day(clue.received_at.astimezone(zone).date(), language),
        "closed": times.day(closed.astimezone(zone).date(), language) if closed else None,
        "answer": clue.answer, "refused": clue.state == REFUSED,
        "extended": clue.extended and closed is None,
    }  # fmt: skip


def _state_words(clue: Clue, zone: ZoneInfo, language: str) -> tuple[str, str]:
    key = clue.state if clue.state in (RECEIVED, REFUSED, ANSWERED) else "in_hand"
    day = last_day(clue.due_at, zone, language)
    return say(language, f"clue_{key}"), say(language, f"clue_{key}_why", day=day)


def last_day(due_at: datetime, zone: ZoneInfo, language: str) -> str:
    """The day at whose 24:00 a term ends."""
    return times.day((due_at.astimezone(zone) - timedelta(seconds=1)).date(), language)
