"""Verdicts, findings and refusals in plain words, Chinese and English, from one pair of files that the PWA reads, too.

A template holds `{name}` placeholders only. How a fact becomes words, the same in Python and TypeScript:
  1. an object with a `code` is a sentence of its own, rendered with its own facts (a calendar, a slot, a cause);
  2. a list is rendered part by part and joined by `list.joint`;
  3. `name.value` is looked up among the words (`ground.complaint`, `weekday.4`);
  4. a day `2026-11-21` or a local moment `2026-11-21T10:05:00+08:00` is written out, with its year only where that
     differs from the year written last, from left to right (`date`, `date.year`, with a clock `.time`);
  5. anything else stands as it is. A fact that is missing is written as `—`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backend.policy.facts import Json

LANGUAGES = ("zh", "en")
MISSING = "—"

_SLOT = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}).*)?")


def sentence(code: str, facts: Mapping[str, Json], lang: str, *, this_year: int | None = None) -> str:
    """The sentence of a code in 'zh' or 'en'; days of `this_year` are written without their year.

    Raises KeyError for a code without a sentence.
    """
    return _Speaker(lang, str(this_year)).say(code, facts)


def filled(template: str, facts: Mapping[str, Json], lang: str, *, this_year: int | None = None) -> str:
    """A template that stands elsewhere, its facts in the same words."""
    return _Speaker(lang, str(this_year)).fill(template, facts)


def both(code: str, facts: Mapping[str, Json]) -> dict[str, Json]:
    """The sentence in Chinese and English, as it goes over the wire."""
    return {lang: sentence(code, facts, lang) for lang in LANGUAGES}


def word(name: str, value: str, lang: str) -> str:
    """The word for a value, ('ground', 'complaint', 'zh'); the value itself where there is none."""
    return _words(lang).get(f"{name}.{value}", value)


def known_codes(lang: str) -> frozenset[str]:
    """Every code that has a sentence or a word."""
    return frozenset(_words(lang))


@cache
def _words(lang: str) -> Mapping[str, str]:
    path = Path(__file__).with_name(f"sentences.{lang}.json")
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return words


@dataclass
class _Speaker:
    """One sentence being said; it remembers the year that it named last."""

    lang: str
    year: str

    def say(self, code: str, facts: Mapping[str, Json]) -> str:
        return self.fill(_words(self.lang)[code], facts)

    def fill(self, template: str, facts: Mapping[str, Json]) -> str:
        return _SLOT.sub(lambda slot: self._fact(slot[1], facts.get(slot[1])), template)

    def _fact(self, name: str, value: Json) -> str:
        words = _words(self.lang)
        if isinstance(value, dict):
            return self.say(str(value["code"]), value)
        if isinstance(value, list):
            return words["list.joint"].join(self._fact(name, each) for each in value)
        if (known := words.get(f"{name}.{value}")) is not None:
            return known
        if found := _DAY.fullmatch(str(value)):
            return self._date(*found.groups())
        return MISSING if value is None else str(value)

    def _date(self, year: str, month: str, day: str, clock: str | None) -> str:
        form = ("date" if year == self.year else "date.year") + (".time" if clock else "")
        self.year = year
        return self.say(form, {"y": year, "m": int(month), "month": int(month), "d": int(day), "t": clock})
