"""Visits of the demo that did not end like the others: broken off twice in a row (B-33), never checked out of (B-53),
and one that left an order to correct (B-44). Played once, on the day of the first load.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.demo import acting
from backend.demo.acting import Errand, team
from backend.demo.day import Day
from backend.demo.ids import demo_id
from backend.demo.past import TO_CORRECT
from backend.inspections import closing, course
from backend.inspections.models import Inspection

LOCKED, FORGOTTEN, ORDERED = 2, 3, 6
"""Enterprises that are never quiet."""
STAYED = timedelta(minutes=12)


@dataclass(frozen=True, slots=True)
class Turn:
    """A visit that so many days ago ended this way; without an outcome nobody ever checked out."""

    key: str
    organ: str
    enterprise: int
    days_ago: int
    outcome: str | None
    summary: str = ""
    reason: str | None = None

    @property
    def id(self) -> UUID:
        return demo_id("inspection", self.key)


def leave(tx: Session, day: Day) -> None:
    """Play what is missing; the clock closes what was forgotten."""
    for turn in _turns():
        if tx.get(Inspection, turn.id) is None:
            _play(tx, turn, day.now - timedelta(days=turn.days_ago))
    closing.close_forgotten(tx, now=day.now)


def _turns() -> Iterator[Turn]:
    for key, days_ago in (("broken off", 16), ("broken off again", 2)):
        yield Turn(
            key, "WL", LOCKED, days_ago, "aborted_before_entry", "大门上锁，电话无人接听。", reason="nobody_there"
        )
    yield Turn("forgotten", "XF", FORGOTTEN, 3, None)
    yield Turn("ordered", "ST", ORDERED, 6, "order_to_correct", "危险废物贮存间未设标志，责令改正。")


def _play(tx: Session, turn: Turn, at: datetime) -> None:
    errand = Errand(turn.key, turn.organ, turn.enterprise, team(turn.organ, 0))
    acting.arrive(tx, errand, inspection_id=turn.id, task=None, at=at, now=at)
    if turn.outcome is not None:
        _end(tx, turn, errand, turn.outcome, at + STAYED)


def _end(tx: Session, turn: Turn, errand: Errand, outcome: str, at: datetime) -> None:
    lead, until = acting.actor(errand.officers[0]), at.date() + TO_CORRECT if outcome == "order_to_correct" else None
    found = course.Filing(outcome, turn.summary, until, [], at, turn.reason)
    course.file_result(
        tx, actor=lead, now=at, result_id=demo_id("result", turn.id), inspection_id=turn.id, filing=found
    )
    course.check_out(
        tx, actor=lead, now=at, check_out_id=demo_id("check-out", turn.id), inspection_id=turn.id, captured_at=at,
        clock=acting.clock(at), position=acting.position(turn.enterprise, at),
    )  # fmt: skip
