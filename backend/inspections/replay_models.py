"""A rule set tried on visits that happened: the trial, and each visit that it would judge otherwise."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Replay(Base):
    """A rule set, in force or not, and the local days whose visits it is tried on (B-03). Forgotten after 30 days."""

    __tablename__ = "replay"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','running','done','failed')", name="state"),
        CheckConstraint("since <= until", name="span"),
        Index("ix_replay_region_code_requested_at", "region_code", "requested_at"),
        Index("ix_replay_requested_by", "requested_by"),
    )

    id: Mapped[Key]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    requested_at: Mapped[datetime]
    name: Mapped[str]
    """What is tried, as its asker calls it."""
    body: Mapped[dict[str, Any]]
    """Every parameter of the rule set that is tried."""
    since: Mapped[date]
    until: Mapped[date]
    """The last local day, which is tried, too."""
    state: Mapped[str]
    total: Mapped[int]
    """Visits of the span, as they were counted when it was asked for."""
    done: Mapped[int] = mapped_column(server_default=text("0"))
    result: Mapped[dict[str, Any] | None]
    """Totals and months, once it is done."""
    finished_at: Mapped[datetime | None]


class ReplayDifference(Base):
    """A visit that the rule set in force at its arrival and the one that is tried judge differently."""

    __tablename__ = "replay_difference"
    __table_args__ = (CheckConstraint("becomes IN ('broken','kept','other')", name="becomes"),)

    replay_id: Mapped[UUID] = mapped_column(ForeignKey("replay.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    """By local day, from 1."""
    day: Mapped[date]
    becomes: Mapped[str]
    organ_id: Mapped[UUID]
    enterprise_id: Mapped[UUID | None]
    inspection_id: Mapped[UUID | None]
    """None where the visit was imported."""
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
