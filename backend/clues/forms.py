"""What was typed into the public form of a clue, read strictly and kept whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.clues.states import KINDS, NO_SCAN
from backend.kernel.content import unkeepable
from backend.kernel.identity_numbers import masked

FIELDS = ("kind", "when", "people", "about", "place", "text", "contact")
MOST = {"about": 200, "place": 200, "text": 2000, "contact": 100}
LEAST_TEXT = 4
LONGEST_AGO, AHEAD = timedelta(days=2 * 366), timedelta(minutes=10)
"""How old a story may be, and how far a clock may go ahead."""

_MOMENT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]{1,2}(\d{1,2})[:：](\d\d)(?::\d\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """A complete form; `contact` is empty where nobody left one."""

    kind: str
    happened_at: datetime | None
    people: int | None
    about: str
    place: str
    text: str
    contact: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What still has to be said or changed, by field name."""

    fields: tuple[str, ...]


def read_form(form: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Typed | Wrong:
    """The form, or the fields that are missing or wrong. Identity numbers in what is told are masked (B-102)."""
    said = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    when, people = _moment(said["when"], zone, now), _count(said["people"])
    wrong = [name for name, most in MOST.items() if len(said[name]) > most or unkeepable(said[name])]
    wrong += ["kind"] if said["kind"] not in KINDS else []
    wrong += ["when"] if when is None and (said["when"] or said["kind"] == NO_SCAN) else []
    wrong += ["people"] if people is None and said["people"] else []
    wrong += ["text"] if len(said["text"]) < LEAST_TEXT else []
    if wrong:
        return Wrong(tuple(name for name in FIELDS if name in wrong))
    about, place, text = (masked(said[name]) for name in ("about", "place", "text"))
    return Typed(said["kind"], when, people, about, place, text, said["contact"])


def _moment(said: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """A local moment of the last two years, as a browser's own field or a person writes it."""
    found = _MOMENT.fullmatch(said)
    if not found:
        return None
    try:
        moment = datetime(*map(int, found.groups()), tzinfo=zone)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    return moment if now - LONGEST_AGO <= moment <= now + AHEAD else None


def _count(said: str) -> int | None:
    return int(said) if re.fullmatch(r"[1-9]\d?", said, re.ASCII) else None
