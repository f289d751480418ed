"""Items, tasks with their officers, decisions, notices, and the ledger on which visits are admitted."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Item(Base):
    """An inspection item of an organ 检查事项; only published items in force may be used (B-15)."""

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("organ_id", "code"),)

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    basis: Mapped[str]
    published_on: Mapped[date | None]
    in_force_from: Mapped[date]
    in_force_to: Mapped[date | None]


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
    verdict: Mapped[dict[str, Any]]
    """The verdict at planning (B-39), replaced by that of the code's issue."""
    created_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    created_at: Mapped[datetime]


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
    """行政检查通知书 exactly as hashed (B-22): `body` is the canonical text, `hash` its SHA-256."""

    __tablename__ = "notice"

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    body: Mapped[str]
    hash: Mapped[bytes]
    made_at: Mapped[datetime]


class LedgerRow(Base):
    """The row that admission locks: one per organ, object and period (B-25). `object_key` is the entity or premises."""

    __tablename__ = "admission_ledger"

    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"), primary_key=True)
    object_key: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    """'2026', '2026-Q1', '2026-05' or '2026-W07', in local time."""


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
