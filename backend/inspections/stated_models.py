"""What officers state afterwards to a visit on a quiet day, and what the bureau makes of it (B-42)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base

DECISIONS = ("confirmed", "excused", "reclassified")


class StatedGround(Base):
    """The ground 事由 that was stated for a visit that broke the quiet period; stated once, decided once."""

    __tablename__ = "stated_ground"
    __table_args__ = (
        CheckConstraint("num_nonnulls(decision, note, decided_by, decided_at) IN (0, 4)", name="decided"),
        CheckConstraint("decision IN ('confirmed','excused','reclassified')", name="decision"),
        Index("ix_stated_ground_organ_id", "organ_id"),
        Index("ix_stated_ground_told_by", "told_by"),
        Index("ix_stated_ground_decided_by", "decided_by"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    ground: Mapped[str]
    evidence_id: Mapped[str | None]
    words: Mapped[str]
    at: Mapped[datetime]
    """When it was written down, by the clock of the device; whether it came in time goes by `received_at`."""
    received_at: Mapped[datetime]
    told_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    decision: Mapped[str | None]
    note: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    decided_at: Mapped[datetime | None]
