"""Ratings and sealed words, under row security in the schema `feedback`: only supervision reads them (B-74)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class RatingToken(Base):
    """The right to rate one visit: the HMAC of a 128-bit token that was in a hidden field, never in a URL."""

    __tablename__ = "token"
    __table_args__ = (Index("ix_token_task_id", "task_id"), {"schema": "feedback"})

    token_hmac: Mapped[bytes] = mapped_column(primary_key=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    made_at: Mapped[datetime]


class Opening(Base):
    """Sealed words were opened for somebody, after two people had said yes. Insert-only."""

    __tablename__ = "opening"
    __table_args__ = (Index("ix_opening_request_id", "request_id"), {"schema": "feedback"})

    id: Mapped[Key]
    request_id: Mapped[UUID] = mapped_column(ForeignKey("approval_request.id"))
    rating_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    at: Mapped[datetime]


class Rating(Base):
    """One submission; the newest within the window counts, all are kept (B-73). The id is random, not time-ordered."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        Index("ix_rating_inspection_id_at", "inspection_id", "at"),
        {"schema": "feedback"},
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    stars: Mapped[int]
    answers: Mapped[dict[str, Any]]
    """The eight questions: {'1': 'yes'|'no', …, '8': …} (B-58)."""
    words: Mapped[bytes | None]
    """Sealed to the supervision body's key; padded."""
    at: Mapped[datetime]
