"""Rows of the kernel itself: first answers kept for repeated requests, and attempts counted for throttling."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from backend.kernel.db import Base, Key


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
