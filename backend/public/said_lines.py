"""What an enterprise said of a visit, line by line with the answers, in the reader's language. Reads no database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.public import times
from backend.public.facts import RecusalFacts, VisitFacts
from backend.public.words import say


def said_lines(visit: VisitFacts, language: str) -> list[dict[str, Any]]:
    """Everything said so far, in its order, with what the head answered (B-13)."""
    if visit.arrived is None or visit.arrived.said is None:
        return []
    lines = [(at, _stated(at, words, visit, language)) for at, words in visit.arrived.said.statements]
    lines += [(each.at, _asked(each, visit, language)) for each in visit.arrived.said.recusals]
    return [line for _, line in sorted(lines, key=lambda each: each[0])]


def result_later(visit: VisitFacts, language: str) -> str:
    """结果将在 5 个工作日内送达, with its last day once the officers have left (B-66)."""
    said = visit.arrived.said if visit.arrived else None
    if said is None:
        return say(language, "outcome_later")
    if said.result_due is None:
        return say(language, "outcome_within", count=said.result_workdays)
    return say(language, "outcome_due", count=said.result_workdays, day=times.day(said.result_due, language))


def _stated(at: datetime, words: str, visit: VisitFacts, language: str) -> dict[str, Any]:
    return {
        "title": say(language, "said_view"), "at": times.minute(at, visit.place.zone), "words": words, "answer": None,
        "tone": "ok", "note": "",
    }  # fmt: skip


def _asked(asked: RecusalFacts, visit: VisitFacts, language: str) -> dict[str, Any]:
    key = f"recusal_{asked.decision}" if asked.decision else "recusal_open"
    return {
        "title": say(language, "said_recusal_of", name=asked.name), "at": times.minute(asked.at, visit.place.zone),
        "words": asked.reason, "answer": say(language, key), "tone": "ok" if asked.decision else "off",
        "note": asked.note,
    }  # fmt: skip
