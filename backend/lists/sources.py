"""Where the lines of a list come from: each package that owns such things registers itself here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.identity.models import Organ


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose list, for which local day: the organs that the bureau supervises, by id."""

    organs: Mapping[UUID, Organ]
    day: date
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands in the registers. `publishes` is the id of what this edition would publish first."""

    key: str
    values: dict[str, Any]
    publishes: UUID | None = None


Lines = Callable[[Session, Scope], Sequence[Line]]
Publish = Callable[[Session, Sequence[UUID], date], None]


@dataclass(frozen=True, slots=True)
class Source:
    """`lines` reads the registers; `publish` writes the day of first publication into them."""

    lines: Lines
    publish: Publish | None


_sources: dict[str, Source] = {}


def register(kind: str, lines: Lines, publish: Publish | None = None) -> None:
    """Name the source of a kind; the package that owns the things does it when it is loaded."""
    _sources[kind] = Source(lines, publish)


def source_of(kind: str) -> Source:
    """The source. A process that publishes without having loaded its package must fail, not publish an empty list."""
    if kind not in _sources:
        raise RuntimeError(f"no package has registered the list {kind}")
    return _sources[kind]
