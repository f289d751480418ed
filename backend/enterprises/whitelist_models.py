"""Enterprises on the white list 无事不扰名单: asked for by one, decided by another, reviewed, and left (B-36)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key

PROPOSED, LISTED, REFUSED, ENDED = STATES = ("proposed", "listed", "refused", "ended")


class WhitelistEntry(Base):
    """One stay on the list. `organ_id` vouches for it; it protects from `from_on` on, and no longer on `ended_on`."""

    __tablename__ = "whitelist_entry"
    __table_args__ = (
        CheckConstraint("state IN ('proposed','listed','refused','ended')", name="state"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        CheckConstraint("(state IN ('proposed')) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL AND end_reason IS NOT NULL)", name="ended"),
        Index(
            "uq_whitelist_entry_live", "enterprise_id", unique=True,
            postgresql_where=text("state IN ('proposed','listed')"),
        ),
        Index("ix_whitelist_entry_enterprise_id", "enterprise_id"),
        Index("ix_whitelist_entry_organ_id", "organ_id"),
        Index("ix_whitelist_entry_region_path", "region_path", postgresql_ops={"region_path": "text_pattern_ops"}),
        Index("ix_whitelist_entry_proposed_by", "proposed_by"),
        Index("ix_whitelist_entry_decided_by", "decided_by"),
        Index("ix_whitelist_entry_reviewed_by", "reviewed_by"),
        Index("ix_whitelist_entry_ended_by", "ended_by"),
    )  # fmt: skip

    id: Mapped[Key]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    region_path: Mapped[str]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    state: Mapped[str]
    conditions: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    """What the rule set asked and the organ vouched for."""
    reason: Mapped[str]
    document: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    """The last day, where one was named."""
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(server_default="")
    reviewed_on: Mapped[date | None]
    """The last review; the entry itself counts as the first."""
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    review_told_on: Mapped[date | None]
    """When supervision was told that the review is overdue."""
    ended_on: Mapped[date | None]
    """The first day on which it no longer protects."""
    end_reason: Mapped[str | None]
    end_words: Mapped[str] = mapped_column(server_default="")
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    """Nobody where the result of a visit ended it."""


class ChosenQuietDay(Base):
    """A quiet day that the enterprise chose and somebody entered on its application (B-37); withdrawn, never deleted."""

    __tablename__ = "chosen_quiet_day"
    __table_args__ = (
        CheckConstraint("num_nonnulls(withdrawn_by, withdrawn_at) IN (0, 2)", name="withdrawn"),
        Index(
            "uq_chosen_quiet_day_day",
            "enterprise_id",
            "day",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_chosen_quiet_day_recorded_by", "recorded_by"),
        Index("ix_chosen_quiet_day_withdrawn_by", "withdrawn_by"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"))
    day: Mapped[date]
    document: Mapped[str]
    """The number or date of the enterprise's application."""
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    recorded_at: Mapped[datetime]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    withdrawn_at: Mapped[datetime | None]
