"""Give out the right to rate one visit, take the rating, seal the words; the organ inspected learns of none of it.

B-73, B-74.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.feedback import queries, tokens
from backend.feedback.events import Rated
from backend.feedback.forms import Answers
from backend.feedback.models import Rating, RatingToken
from backend.feedback.sealing import seal
from backend.journal.record import record

WINDOW = timedelta(days=15)
"""`fb.window_days` of B-73: from arrival on."""


@dataclass(frozen=True, slots=True)
class RatedVisit:
    """The visit that a rating is about."""

    inspection_id: UUID
    task_id: UUID
    arrived_at: datetime

    @property
    def closes_at(self) -> datetime:
        return self.arrived_at + WINDOW

    def open_at(self, moment: datetime) -> bool:
        """From arrival until the window ends."""
        return moment < self.closes_at


class Outcome(Enum):
    """What became of a submission."""

    FIRST = "first"
    AMENDED = "amended"
    REPEATED = "repeated"
    CLOSED = "closed"
    NOT_YOURS = "not_yours"


def give_token(tx: Session, task_id: UUID, now: datetime, pepper: bytes) -> str:
    """A new token for one visit; the database keeps its HMAC only."""
    token = tokens.new_token()
    tx.add(RatingToken(token_hmac=tokens.stored_form(token, pepper), task_id=task_id, made_at=now))
    return token


def rate(
    tx: Session, visit: RatedVisit, token: str, answers: Answers, *, now: datetime, pepper: bytes, seal_to: bytes
) -> Outcome:
    """Keep a submission; the newest of a visit counts, all are kept. The same submission twice is one."""
    if not may_rate(tx, visit, token, pepper):
        return Outcome.NOT_YOURS
    if not visit.open_at(now):
        return Outcome.CLOSED
    earlier = queries.was_rated(tx, visit.inspection_id)
    rating_id = _rating_id(token, answers, pepper)
    if not _keep(tx, rating_id, visit, answers, now, seal_to):
        return Outcome.REPEATED
    record(tx, Rated(rating_id=rating_id, inspection_id=visit.inspection_id))
    return Outcome.AMENDED if earlier else Outcome.FIRST


def may_rate(tx: Session, visit: RatedVisit, token: str, pepper: bytes) -> bool:
    """Whether the token was given out for this visit."""
    stored = tokens.stored_form(token, pepper)
    row = tx.get(RatingToken, stored) if stored else None
    return row is not None and row.task_id == visit.task_id


def _keep(tx: Session, rating_id: UUID, visit: RatedVisit, answers: Answers, now: datetime, seal_to: bytes) -> bool:
    words = seal(answers.words, seal_to) if answers.words else None
    row = insert(Rating).values(
        id=rating_id, inspection_id=visit.inspection_id, stars=answers.stars, answers=answers.eight, words=words, at=now
    )
    added = tx.connection().execute(row.on_conflict_do_nothing(), execution_options={"preserve_rowcount": True})
    return added.rowcount == 1


def _rating_id(token: str, answers: Answers, pepper: bytes) -> UUID:
    """Random to everybody without the pepper, and the same for the same submission: pressing twice is one rating."""
    content = json.dumps([token, answers.stars, answers.eight, answers.words], sort_keys=True)
    return UUID(bytes=tokens.keyed_bits(content, pepper), version=4)
