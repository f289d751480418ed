"""Items, tasks with their officers, decisions, notices, and the ledger on which visits are admitted."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key
from backend.kernel.spelled import Spelled


class Item(Spelled, Base):
    """An inspection item of an organ 检查事项; only published items in force may be used (B-15).

    `published_on` is set by the edition of the items' list that publishes it first. Days are local, ends included.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("organ_id", "code"),
        CheckConstraint("recording IN ('none','photo','audio','process','whole','uninterrupted')", name="recording"),
        CheckConstraint("(cap_most IS NULL) = (cap_period IS NULL)", name="cap"),
        CheckConstraint("cap_most >= 0", name="cap_most"),
        CheckConstraint("cap_period IN ('year','quarter','month','week')", name="cap_period"),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_item_source_organ_id", "source_organ_id"),
        Index("ix_item_repealed_on", "repealed_on", postgresql_where=text("repealed_on IS NOT NULL")),
    )

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    basis: Mapped[str]
    published_on: Mapped[date | None]
    in_force_from: Mapped[date]
    in_force_to: Mapped[date | None]
    cap_most: Mapped[int | None]
    """How often this item may be looked at per `cap_period` at one enterprise (B-25); None: the rule set's cap alone."""
    cap_period: Mapped[str | None]
    recording: Mapped[str] = mapped_column(server_default="process")
    """What the list of recorded matters asks for: none, process or whole."""
    draw: Mapped[bool] = mapped_column(server_default=text("false"))
    legal_review: Mapped[bool] = mapped_column(server_default=text("false"))
    source_organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organ.id"))
    """Who handed the item over, where it was delegated or granted."""
    field: Mapped[str] = mapped_column(server_default="")
    checklist: Mapped[str] = mapped_column(server_default="")
    """Its questions, as `policy.checklist` writes them; what counts on a day is the edition of the items' list."""
    repealed_on: Mapped[date | None]
    """The day on which its basis was repealed; from then on it must be changed or retired in time (B-16)."""
    retire_reason: Mapped[str | None]
    overdue_told_on: Mapped[date | None]
    """When supervision was told that B-16's term has passed; empty again once the item was put right."""
    version: Mapped[int] = mapped_column(server_default="1")


class Task(Base):
    """A planned visit. Its id is the key that the client made."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(
            "state IN ('awaiting_approval','approved','rejected','coded','visited','cancelled','lapsed')", name="state"
        ),
        Index("ix_task_organ_id_planned_on", "organ_id", "planned_on"),
        Index("ix_task_enterprise_id_planned_on", "enterprise_id", "planned_on"),
        Index("ix_task_planned_on", "planned_on"),
        Index("ix_task_site_id", "site_id"),
        Index("ix_task_created_by", "created_by"),
        CheckConstraint("num_nonnulls(follows_id, followup_batch, followup_due) IN (0, 3)", name="followed"),
        Index("ix_task_follows_id", "follows_id", postgresql_where=text("follows_id IS NOT NULL")),
        Index("ix_task_plan_line_id", "plan_line_id", postgresql_where=text("plan_line_id IS NOT NULL")),
        Index("ix_task_followup_batch", "followup_batch", postgresql_where=text("followup_batch IS NOT NULL")),
        Index("ix_task_joint_lead_id", "joint_lead_id", postgresql_where=text("joint_lead_id IS NOT NULL")),
        Index(
            "ix_task_waiting",
            "planned_on",
            postgresql_where=text("state IN ('awaiting_approval', 'approved', 'coded')"),
        ),
    )

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    state: Mapped[str]
    kind: Mapped[str]
    trigger: Mapped[str]
    ground: Mapped[str | None]
    evidence_id: Mapped[str | None]
    superior_document: Mapped[str | None]
    entry_reason: Mapped[str]
    planned_on: Mapped[date]
    starts_at: Mapped[time | None]
    further_days: Mapped[list[date]] = mapped_column(ARRAY(Date), server_default=text("'{}'"))
    """The days after the first that the notice names, in order: one visit over days (B-31)."""
    verdict: Mapped[dict[str, Any]]
    """The verdict at planning (B-39), replaced by that of the code's issue."""
    follows_id: Mapped[UUID | None]
    """The visit that it follows up (B-32); visits live one floor up, so no key names them."""
    followup_batch: Mapped[UUID | None]
    """The visit that found what is followed up: the same for every follow-up of one batch."""
    followup_due: Mapped[date | None]
    """The last day of the order: the first on which the follow-up may come."""
    plan_line_id: Mapped[UUID | None]
    """The line of the annual plan that it carries out, the same in every edition (B-17)."""
    joint_lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    """The task that leads the joint visit of which this one is part, itself if it leads; none where it goes alone (B-29)."""
    created_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    created_at: Mapped[datetime]

    @property
    def leads(self) -> bool:
        """Whether it leads a joint visit."""
        return self.joint_lead_id == self.id

    @property
    def code_task_id(self) -> UUID:
        """The task whose visit code it goes by: its own, or that of the one that leads (B-29)."""
        return self.joint_lead_id or self.id

    @property
    def notice_days(self) -> frozenset[date]:
        """The days that the notice names, where there are several (B-31)."""
        return frozenset({self.planned_on, *self.further_days}) if self.further_days else frozenset()

    @property
    def last_day(self) -> date:
        """The last day on which it may go on."""
        return max(self.notice_days, default=self.planned_on)


class TaskItem(Base):
    """An item that this visit looks at."""

    __tablename__ = "task_item"
    __table_args__ = (Index("ix_task_item_item_id", "item_id"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    position: Mapped[int]


class TaskOfficer(Base):
    """An officer who goes; the first is the lead."""

    __tablename__ = "task_officer"
    __table_args__ = (Index("ix_task_officer_person_id", "person_id"), Index("ix_task_officer_card_id", "card_id"))

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)
    card_id: Mapped[UUID] = mapped_column(ForeignKey("card.id"))
    position: Mapped[int]
    seconded_by: Mapped[str | None]
    """The superior's document by which somebody of another organ goes (B-11)."""
    lent_until: Mapped[datetime | None]
    """When the visit was over, and with it what the lent officer sees of it."""


class TaskAssistant(Base):
    """An assistant or expert who comes along, declared before entry by number and role (B-12). Never counted (B-08)."""

    __tablename__ = "task_assistant"
    __table_args__ = (
        CheckConstraint("role IN ('assistant','expert')", name="role"),
        Index("ix_task_assistant_person_id", "person_id"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)
    role: Mapped[str]
    number: Mapped[str]
    position: Mapped[int]


class Decision(Base):
    """The head's (or, for `other`, the bureau's) answer before entry (B-19, B-41)."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("decision IN ('approve','reject')", name="decision"),
        Index("ix_decision_task_id", "task_id"),
        Index("ix_decision_decided_by", "decided_by"),
    )

    id: Mapped[Key]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    decided_by_role: Mapped[str]
    decision: Mapped[str]
    note: Mapped[str]
    decided_at: Mapped[datetime]


class Notice(Base):
    """行政检查通知书 exactly as hashed (B-22): `body` is the canonical text, `hash` its SHA-256; the newest counts."""

    __tablename__ = "notice"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    body: Mapped[str]
    made_at: Mapped[datetime]


class LedgerRow(Base):
    """The row that admission locks: one per organ, object and period (B-25). `object_key` is the entity or premises."""

    __tablename__ = "admission_ledger"

    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"), primary_key=True)
    object_key: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    """'2026', '2026-Q1', '2026-05' or '2026-W07', in local time; 'followup' where the object is a batch of findings (B-32)."""


class SharedRow(Base):
    """The same for a cap that bodies of one field share over levels, 'city+county' (B-25)."""

    __tablename__ = "admission_shared"

    object_key: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    levels: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)


class Slot(Base):
    """The n-th counted visit of a period: the second fence against a raced cap. Released slots keep their row."""

    __tablename__ = "admission_slot"
    __table_args__ = (
        CheckConstraint("n >= 1", name="n"),
        Index(
            "uq_admission_slot_place",
            "organ_id",
            "object_key",
            "period",
            "n",
            unique=True,
            postgresql_where="released_at IS NULL",
        ),
        Index("ix_admission_slot_task_id", "task_id"),
    )

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    object_key: Mapped[UUID]
    period: Mapped[str]
    n: Mapped[int]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    taken_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str | None]
