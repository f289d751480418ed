"""What two subjects were asked to do together (B-88)."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class JointProposal(Base):
    """A task that could go together with another subject's visit to the same premises, which leads.

    Whoever planned later is asked, once for each task. A subject that has planned nothing there can be invited: its task is
    named once it accepts. It stands open while both tasks wait; what became of it is written once.
    """

    __tablename__ = "joint_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('open','accepted','refused')", name="state"),
        CheckConstraint("organ_id <> lead_organ_id", name="two_subjects"),
        CheckConstraint(
            "(state = 'open') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL)", name="answered"
        ),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="reason"),
        CheckConstraint("state <> 'accepted' OR task_id IS NOT NULL", name="planned"),
        UniqueConstraint("task_id"),
        Index(
            "uq_joint_proposal_invited", "lead_task_id", "organ_id", unique=True, postgresql_where=text("task_id IS NULL")
        ),
        Index("ix_joint_proposal_organ_id", "organ_id"),
        Index("ix_joint_proposal_lead_task_id", "lead_task_id"),
        Index("ix_joint_proposal_lead_organ_id", "lead_organ_id"),
        Index("ix_joint_proposal_enterprise_id", "enterprise_id"),
        Index("ix_joint_proposal_answered_by", "answered_by"),
        Index("ix_joint_proposal_region_path", "region_path", postgresql_ops={"region_path": "text_pattern_ops"}),
        Index(
            "ix_joint_proposal_unanswered", "answer_by", postgresql_where=text("state = 'open' AND told_at IS NULL")
        ),
    )  # fmt: skip

    id: Mapped[Key]
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    """None while an invited subject has planned nothing yet."""
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    """Who is asked."""
    lead_task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    lead_organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"))
    region_path: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    answer_by: Mapped[date]
    """The last local day on which an answer is in time."""
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    reason: Mapped[str]
    was_on: Mapped[date | None]
    was_at: Mapped[time | None]
    """When the task that is asked was planned before anybody answered."""
    told_at: Mapped[datetime | None]
    """When supervision was told that nobody answered."""
