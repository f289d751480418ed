"""Where planning hears of visits that happened: they live one floor up, in `inspections`, which names its reader here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from backend.policy.facts import Id, Visit


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """An order to correct that waits for its follow-up (B-32)."""

    visit_id: UUID
    batch: UUID
    """The visit that found it first: an order that a follow-up repeats is of the same batch."""
    organ_id: UUID
    enterprise_id: UUID
    due: date
    item_ids: frozenset[UUID]
    """The items that were found wanting; none where the visit stood under no task."""


class Happened(Protocol):
    """A reader of visits that happened, checked in or imported."""

    def visits(self, tx: Session, enterprise_id: UUID, since: datetime, until: datetime) -> list[Visit]:
        """All subjects' visits to the enterprise whose arrival may lie in the span."""
        ...

    def visits_of(
        self, tx: Session, organ_ids: Sequence[UUID], enterprise_ids: Sequence[UUID], since: datetime, until: datetime
    ) -> dict[Id, list[Visit]]:
        """These organs' visits to many enterprises at once, by enterprise; where none ever was there is no entry."""
        ...

    def rows_of(self, organ_ids: Sequence[UUID], since: datetime, until: datetime) -> Sequence[Select[Any, Any]]:
        """Questions for enterprise and organ of each visit of these organs on record in the span, whatever it counts."""
        ...

    def of_tasks(self, tx: Session, task_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """Task → its (first) inspection."""
        ...

    def finding(self, tx: Session, inspection_id: UUID) -> OpenFinding | None:
        """What a visit left to be put right, unless a follow-up saw to it."""
        ...

    def found_lines(self, tx: Session, inspection_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
        """Visit → the questions that its order names; none where it names a matter of its own, too."""
        ...


_readers: list[Happened] = []


def read_from(reader: Happened) -> None:
    """Name the reader; `inspections.visits` does it when it is loaded."""
    _readers[:] = [reader]


def happened() -> Happened:
    """The reader. A process that plans without having loaded `inspections` must fail, not count nothing."""
    if not _readers:
        raise RuntimeError("import backend.inspections.visits before planning visits")
    return _readers[0]
