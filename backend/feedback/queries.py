"""Ratings, for the supervision side alone: row security hides every row unless the transaction names its reader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from sqlalchemy import extract, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from backend.feedback.models import Opening, Rating
from backend.inspections.models import Inspection

SATISFIED = 4
"""Stars from which on somebody counts as satisfied."""


class RatingView(TypedDict):
    """The rating of a visit that counts. The words stay sealed; only whether there are any is told."""

    stars: int
    answers: dict[str, str]
    words_sealed: bool


def rating_for(tx: Session, inspection_id: UUID) -> RatingView | None:
    """The newest rating of a visit. Ask `rating.see` first: this opens the rows for the rest of the transaction."""
    _read_as(tx, "supervision")
    rows = select(Rating).where(Rating.inspection_id == inspection_id).order_by(Rating.at.desc(), Rating.id).limit(1)
    row = tx.scalars(rows).first()
    if row is None:
        return None
    return RatingView(stars=row.stars, answers=row.answers, words_sealed=row.words is not None)


def sealed_words(tx: Session, inspection_id: UUID) -> tuple[UUID, bytes] | None:
    """The rating that counts and its sealed words, if it has any. Ask `feedback.unseal` first."""
    _read_as(tx, "supervision")
    newest = select(Rating.id, Rating.words).where(Rating.inspection_id == inspection_id)
    row = tx.execute(newest.order_by(Rating.at.desc(), Rating.id).limit(1)).first()
    return (row.id, row.words) if row is not None and row.words is not None else None


def words_of(tx: Session, rating_id: UUID) -> bytes | None:
    """The sealed words of one rating."""
    _read_as(tx, "supervision")
    return tx.scalar(select(Rating.words).where(Rating.id == rating_id))


def openings(tx: Session, request_id: UUID) -> int:
    """How often words were opened on one request."""
    return tx.scalar(select(func.count()).select_from(Opening).where(Opening.request_id == request_id)) or 0


def was_rated(tx: Session, inspection_id: UUID) -> bool:
    """Whether the visit has a rating; for somebody who holds its token."""
    _read_as(tx, "author")
    return tx.scalars(select(Rating.id).where(Rating.inspection_id == inspection_id).limit(1)).first() is not None


def rated_by_month(
    tx: Session, region_path: str, begins: datetime, ends: datetime, zone: str
) -> Sequence[tuple[int, int, int]]:
    """(local month of the visit, rated visits, those with four or five stars) of a region and all below it.

    Counts alone; what of them may be told, `public/figures.py` says. The rows are closed again afterwards.
    """
    here = or_(
        Inspection.region_path == region_path, Inspection.region_path.startswith(f"{region_path}/", autoescape=True)
    )
    month = extract("month", func.timezone(zone, Inspection.arrived_at)).label("month")
    newest = select(month, Rating.stars).join(Inspection, Inspection.id == Rating.inspection_id)
    newest = newest.where(here, Inspection.arrived_at >= begins, Inspection.arrived_at < ends)
    counts = (
        newest.ext(distinct_on(Rating.inspection_id))
        .order_by(Rating.inspection_id, Rating.at.desc(), Rating.id)
        .subquery()
    )
    satisfied = func.count().filter(counts.c.stars >= SATISFIED)
    _read_as(tx, "supervision")
    rows = tx.execute(select(counts.c.month, func.count(), satisfied).group_by(counts.c.month)).all()
    _read_as(tx, "")
    return [(int(n), rated, pleased) for n, rated, pleased in rows]


def _read_as(tx: Session, reader: Literal["supervision", "author", ""]) -> None:
    tx.execute(select(func.set_config("liangma.reader", reader, True)))
