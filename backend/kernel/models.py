"""Rows of the kernel itself: first answers kept for repeated requests, and what is counted for a limit."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key, UtcTimestamp


class Answered(Base):
    """The first answer to a write; the same key with the same content gets it again."""

    __tablename__ = "answered"
    __table_args__ = (Index("ix_answered_at", "at"),)

    key: Mapped[Key]
    actor_id: Mapped[UUID | None]
    request_hash: Mapped[bytes]
    status: Mapped[int | None]
    body: Mapped[dict[str, Any] | None]
    at: Mapped[datetime]


class Counted(Base):
    """When something that has a limit happened lately, one row per bucket; whose it is, is kept as a hash only."""

    __tablename__ = "counted"
    __table_args__ = (Index("ix_counted_until", "until"),)

    bucket: Mapped[bytes] = mapped_column(primary_key=True)
    moments: Mapped[list[datetime]] = mapped_column(ARRAY(UtcTimestamp))
    until: Mapped[datetime]
    """From then on nothing in it counts any more."""
