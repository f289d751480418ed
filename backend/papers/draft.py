"""What a paper says before it is printed: labels with values, sections, places to sign. Values in, values out. Pure.

A value that was not recorded is None and is printed as a ruled line; nothing is made up.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the head table; without a value an empty line to be filled in by hand."""

    label: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading: a table, or paragraphs (numbered where `numbered`), or ruled `lines` to write on."""

    heading: str
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    paragraphs: Sequence[str] = ()
    numbered: bool = False
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody signed on the phone, or refused to: `picture` is an SVG of the strokes, empty where nothing was drawn."""

    role: str
    name: str
    at: str
    picture: str
    refused: str
    by: str = ""
    """How it was given where it was not drawn, or who witnesses it."""
    check: str = ""
    """How its picture compares with the sealed file (B-62); empty where there is none."""
    media_id: str = ""
    """The medium that is printed in place of strokes."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo on the contact sheet: `tail` are the last 8 digits of its SHA-256, `media_id` is the picture that is printed.

    Without one a box stands in its place, which says `note`.
    """

    label: str
    caption: str
    at: str
    kind: str
    tail: str
    note: str
    media_id: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that stands on a paper but its title, edition and marks."""

    organ: str
    addressee: str
    opening: str
    facts: Sequence[Fact]
    sections: Sequence[Section]
    signers: Sequence[str]
    day: str
    code: str | None
    """The visit code as it is read aloud; what the QR leads to."""
    demo: bool
    signed: Sequence[Signature] = ()
    shots: Sequence[Shot] = ()
    more_shots: int = 0
    """Photos of the visit beyond those on the sheet."""

    @property
    def media_ids(self) -> list[UUID]:
        """The media of which a small picture is printed."""
        named = [each.media_id for each in self.signed] + [each.media_id for each in self.shots]
        return [UUID(each) for each in named if each]

    def as_data(self) -> dict[str, Any]:
        """As the database keeps it. A paper without signatures or photos says nothing of them, as those of earlier years."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return {name: value for name, value in plain.items() if value or name not in ("signed", "shots", "more_shots")}

    def digest(self) -> bytes:
        """SHA-256 of the canonical JSON: the same facts, the same bytes."""
        text = json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that could be issued now: what it is about, whose it is, since when its facts stand, and what it says."""

    kind: str
    subject_id: UUID
    task_id: UUID | None
    inspection_id: UUID | None
    organ_id: UUID
    region_path: str
    dated: datetime
    content: Content = field(repr=False)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """2026年4月22日 10:28"""
    local = at.astimezone(zone)
    return f"{day(local.date())} {local:%H:%M}"


def day(value: date) -> str:
    """2026年4月22日"""
    return f"{value.year}年{value.month}月{value.day}日"
