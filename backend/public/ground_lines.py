"""What an enterprise reads of the ground that was stated after a visit on a quiet day: state and dates, never its words (B-42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.inspections.stated_told import Standing
from backend.policy.sentences import word
from backend.public import times
from backend.public.words import EN, say


@dataclass(frozen=True, slots=True)
class GroundFacts:
    """How far it is: open, unstated, stated, confirmed, excused or reclassified; the ground by its code alone (B-47)."""

    state: str
    until: datetime
    ground: str | None
    at: datetime | None
    """When it was stated, or decided."""
    zone: ZoneInfo


def ground_facts(found: Standing, now: datetime) -> GroundFacts:
    """The same without numbers, words and names."""
    row = found.stated
    state = "open" if row is None and now < found.until else found.state
    at = row.decided_at or row.received_at if row is not None else None
    return GroundFacts(state, found.until, row.ground if row is not None else None, at, found.rules.zone)


def ground_line(facts: GroundFacts, language: str) -> str:
    """How far it is, in a sentence with its date."""
    ground = word("ground", facts.ground, language) if facts.ground else ""
    day = times.day(facts.at.astimezone(facts.zone).date(), language) if facts.at else ""
    until = times.end(facts.until, facts.zone, language)
    said = say(language, f"ground.{facts.state}", ground=ground, day=day, until=until)
    return said[:1].upper() + said[1:] if language == EN else said
