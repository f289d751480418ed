"""What is owed after a visit: the leader's word on the second that was broken off in a row, why there was no code."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class AbortNote(Base):
    """The leader's note 负责人说明 on a visit that was broken off like the one before it; open until it is given (B-33)."""

    __tablename__ = "abort_note"
    __table_args__ = (
        CheckConstraint("num_nonnulls(note, noted_by, noted_at) IN (0, 3)", name="noted"),
        Index("ix_abort_note_organ_id_asked_at", "organ_id", "asked_at"),
        Index("ix_abort_note_noted_by", "noted_by"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    times: Mapped[int]
    """How many were broken off in a row, this one included."""
    asked_at: Mapped[datetime]
    note: Mapped[str | None]
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    noted_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    """When supervision was told that nobody explained it."""


class Codeless(Base):
    """A visit that began without a visit code, and why, once somebody says so: that is the report to the bureau (B-54)."""

    __tablename__ = "codeless"
    __table_args__ = (
        CheckConstraint("num_nonnulls(id, reason, words, at, received_at, told_by) IN (0, 6)", name="told"),
        CheckConstraint("reason IN ('emergency','evidence','special','network')", name="reason"),
        Index("ix_codeless_told_by", "told_by"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    id: Mapped[UUID | None] = mapped_column(unique=True)
    reason: Mapped[str | None]
    words: Mapped[str | None]
    at: Mapped[datetime | None]
    """When it was written down, by the officer's phone."""
    received_at: Mapped[datetime | None]
    told_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    overdue_told_at: Mapped[datetime | None]
    """When supervision was told that nobody reported it in time."""
