"""Who must act when a card moves: planned visits live one floor up, in `planning`, which names its hand here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A planned visit that a person is on and that may still take place."""

    task_id: UUID
    organ_id: UUID
    region: str
    enterprise_name: str
    planned_on: date
    starts_at: time | None
    state: str
    at: datetime
    """The earliest moment of the span at which it may arrive."""


class OpenVisits(Protocol):
    """Reads and acts on planned visits."""

    def between(self, tx: Session, person_id: UUID, since: datetime, until: datetime | None) -> list[OpenVisit]:
        """Those of the person whose planned time may lie in the span, soonest first."""
        ...

    def stopped(self, tx: Session, visit: OpenVisit, person_id: UUID, now: datetime) -> None:
        """This person cannot go: a code is withdrawn and its slot is free; whoever plans is told."""
        ...


_hands: list[OpenVisits] = []


def act_by(hand: OpenVisits) -> None:
    """Name the hand; `planning.withdrawing` does it when it is loaded."""
    _hands[:] = [hand]


def open_visits() -> OpenVisits:
    """The hand. A process that moves cards without having loaded `planning` must fail, not leave visits standing."""
    if not _hands:
        raise RuntimeError("import backend.planning.withdrawing before moving cards")
    return _hands[0]
