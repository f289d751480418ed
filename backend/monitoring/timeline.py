"""The course of a visit: what was done, and what should have been and was not, in its place (B-57). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

ORDER = (
    "arrival", "show_certificate", "show_code", "notice_delivered", "rights_told", "recording_announced",
    "recording_started", "result", "departure",
)  # fmt: skip
"""What every visit needs, in the order of B-57."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: when, what, by whom, in words. A missing one has no time."""

    kind: str
    at: datetime | None = None
    by: str | None = None
    zh: str = ""
    en: str = ""

    @property
    def missing(self) -> bool:
        """Whether it should have happened and nothing is recorded."""
        return self.at is None


def with_missing(happened: Iterable[Happening], *, over: bool) -> list[Happening]:
    """What happened by time, and each required step that did not, behind the last one that comes before it.

    While a visit goes on, a step is missing only once a later one was taken.
    """
    line = sorted(happened, key=lambda each: (each.at, _rank(each.kind)))
    done = {each.kind for each in line}
    due = ORDER if over else ORDER[: max((_rank(kind) for kind in done if kind in ORDER), default=0)]
    for kind in due:
        if kind not in done:
            line.insert(_place(line, kind), Happening(kind))
    return line


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _place(line: list[Happening], kind: str) -> int:
    earlier = set(ORDER[: ORDER.index(kind)])
    places = [place for place, each in enumerate(line) if each.kind in earlier]
    return places[-1] + 1 if places else 0
