"""A lay supervisor who is invited to come along on a visit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Attendance(Base):
    """An invitation to a planned visit and what became of it; one that stands per visit and supervisor (B-77)."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("state IN ('invited','accepted','declined','withdrawn')", name="state"),
        Index("ix_attendance_task_id", "task_id"),
        Index("ix_attendance_supervisor_id", "supervisor_id", "invited_at"),
        Index("ix_attendance_invited_by", "invited_by"),
        Index(
            "uq_attendance_standing", "task_id", "supervisor_id", unique=True,
            postgresql_where=text("state IN ('invited','accepted')"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    region_path: Mapped[str]
    words: Mapped[str]
    """What the bureau writes to the supervisor."""
    state: Mapped[str]
    reason: Mapped[str]
    """Why the supervisor declined; empty otherwise."""
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
