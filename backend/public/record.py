"""How complete the recording of a visit is, as its enterprise reads it: a sentence, what is missing, a drawing. No database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.policy.completeness import Completeness, Hole, headline
from backend.policy.sentences import sentence
from backend.public import times
from backend.public.words import say

WIDTH = 320
LEAST = 6
"""A hole is drawn at least this wide, so that nobody overlooks it."""

_TONES = {"complete": "ok", "explained": "ok", "incomplete": "warn"}


def record_card(found: Completeness, language: str) -> dict[str, Any]:
    """What the page says and draws; names nobody and no place (B-61)."""
    said = headline(found)
    return {
        "tone": _TONES.get(found.state, "off"), "title": sentence(str(said["code"]), said, language),
        "lines": [*(sentence(each.code, each.facts, language) for each in found.findings), *_short(found, language)],
        "strip": _strip(found) if found.phases or found.runs else None,
        "notice": say(language, "record_why"),
    }  # fmt: skip


def _short(found: Completeness, language: str) -> list[str]:
    """Holes that need no reason are shown all the same."""
    short = [each for each in found.holes if not each.long]
    named = sentence("list.joint", {}, language).join(_hole_words(each, language) for each in short)
    return [say(language, "record_short", holes=named)] if short else []


def _hole_words(hole: Hole, language: str) -> str:
    span = times.span(hole.seconds, language)
    return say(language, "record_hole", time=f"{hole.begins:%H:%M:%S}", span=span)


def _strip(found: Completeness) -> dict[str, Any]:
    """Bars of the drawing in its own units, and the times under its ends."""
    return {
        "need": [_bar(found, each.begins, each.ends) for each in found.phases],
        "have": [_bar(found, each.begins, each.ends) for each in found.runs],
        "holes": [(*_bar(found, each.begins, each.ends, LEAST), each.long) for each in found.holes],
        "from": f"{found.arrived:%H:%M}", "to": f"{found.until:%H:%M}",
    }  # fmt: skip


def _bar(found: Completeness, begins: datetime, ends: datetime, least: int = 2) -> tuple[int, int]:
    whole = max(found.until - found.arrived, timedelta(seconds=1))
    left, right = (min(WIDTH, max(0, round(WIDTH * (each - found.arrived) / whole))) for each in (begins, ends))
    return min(left, WIDTH - least), max(least, right - left)
