"""What supervisors saw, alerts with a clock, and cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Observation(Base):
    """A supervisor's sheet (B-78): twelve lines yes, no or unseen; locked on submit."""

    __tablename__ = "observation"
    __table_args__ = (
        Index("ix_observation_supervisor_id_at", "supervisor_id", "at"),
        Index("ix_observation_inspection_id", "inspection_id"),
    )

    id: Mapped[Key]
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))
    region_path: Mapped[str]
    enterprise_text: Mapped[str | None]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    position: Mapped[dict[str, Any] | None]
    answers: Mapped[dict[str, Any]]
    text: Mapped[str]


class ObservationRemark(Base):
    """What its supervisor added to a sheet after handing it in (B-78); the sheet itself stays as it was."""

    __tablename__ = "observation_remark"
    __table_args__ = (Index("ix_observation_remark_observation_id", "observation_id"),)

    id: Mapped[Key]
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id"))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    text: Mapped[str]


class Alert(Base):
    """A broken rule that somebody must answer (B-98).

    One per visit and code, per clue, per proposal, per plan; or one open per item (B-16), per entry of the white list (B-36).
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("state IN ('open','taken','closed')", name="state"),
        CheckConstraint("severity IN ('high','medium','low')", name="severity"),
        CheckConstraint("num_nonnulls(inspection_id, item_id, clue_id, joint_id, plan_id, entry_id) = 1", name="about"),
        UniqueConstraint("inspection_id", "code"),
        UniqueConstraint("clue_id", "code"),
        UniqueConstraint("joint_id", "code"),
        UniqueConstraint("plan_id", "code"),
        Index(
            "uq_alert_item_open",
            "item_id",
            "code",
            unique=True,
            postgresql_where=text("item_id IS NOT NULL AND state <> 'closed'"),
        ),
        Index(
            "uq_alert_entry_open",
            "entry_id",
            "code",
            unique=True,
            postgresql_where=text("entry_id IS NOT NULL AND state <> 'closed'"),
        ),
        Index("ix_alert_state_due_at", "state", "due_at"),
        Index("ix_alert_item_id", "item_id"),
        Index("ix_alert_organ_id", "organ_id"),
        Index("ix_alert_owner_id", "owner_id"),
        Index("ix_alert_region_path", "region_path", postgresql_ops={"region_path": "text_pattern_ops"}),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    clue_id: Mapped[UUID | None] = mapped_column(ForeignKey("clue.id"))
    joint_id: Mapped[UUID | None] = mapped_column(ForeignKey("joint_proposal.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection_plan.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("whitelist_entry.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    code: Mapped[str]
    rule: Mapped[str]
    severity: Mapped[str]
    sentence_zh: Mapped[str]
    sentence_en: Mapped[str]
    facts: Mapped[dict[str, Any]]
    enterprise_name: Mapped[str]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str | None]
