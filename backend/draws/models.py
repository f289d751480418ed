"""A draw, its lists as they were committed to, its outcome, and what was done about it. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Draw(Base):
    """What is to be drawn. Only `state` and `committed_by` change, each once per act, under the row's lock."""

    __tablename__ = "draw"
    __table_args__ = (
        CheckConstraint("state IN ('drafted','committed','drawn','published','abandoned')", name="state"),
        CheckConstraint("wanted BETWEEN 1 AND 10000", name="wanted"),
        CheckConstraint("first_day <= last_day", name="days"),
        Index("ix_draw_organ_id", "organ_id"),
        Index("ix_draw_region_path", "region_path", postgresql_ops={"region_path": "text_pattern_ops"}),
        Index("ix_draw_item_id", "item_id"),
        Index("ix_draw_created_by", "created_by"),
        Index("ix_draw_committed_by", "committed_by"),
    )

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    """Where the organ lies; the enterprises of this region and below are asked."""
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    industry: Mapped[str]
    """How the industry of those asked begins; empty: all."""
    wanted: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date]
    source: Mapped[str]
    """Where the public value will stand, named before it exists."""
    fixed_at: Mapped[datetime]
    state: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    created_at: Mapped[datetime]
    committed_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))


class DrawAct(Base):
    """One move of a draw and what it settled. Insert-only; each move happens once."""

    __tablename__ = "draw_act"
    __table_args__ = (
        CheckConstraint("act IN ('committed','drawn','published','abandoned')", name="act"),
        UniqueConstraint("draw_id", "act"),
        Index("ix_draw_act_person_id", "person_id"),
    )

    id: Mapped[Key]
    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draw.id"))
    act: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    data: Mapped[dict[str, Any]]
    """committed: commitment, excluded · drawn: secret, public_value · abandoned: reason."""


class DrawObject(Base):
    """An enterprise in the pool with its weight, as committed to. Insert-only."""

    __tablename__ = "draw_object"
    __table_args__ = (Index("ix_draw_object_enterprise_id", "enterprise_id"),)

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draw.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    """Scheme and identifier, e.g. 'uscc:91420117MA0DEM001C': what the published list says."""
    weight: Mapped[int]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"))
    enterprise_name: Mapped[str]


class DrawOfficer(Base):
    """An officer on the list, by the number of the certificate. Insert-only."""

    __tablename__ = "draw_officer"
    __table_args__ = (Index("ix_draw_officer_person_id", "person_id"),)

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draw.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))


class DrawAvoidance(Base):
    """Somebody on the list who keeps away from somebody in the pool (B-13). Insert-only."""

    __tablename__ = "draw_avoidance"

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draw.id"), primary_key=True)
    object: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)


class DrawPick(Base):
    """The n-th object drawn, with its officers in drawn order (B-87). Insert-only."""

    __tablename__ = "draw_pick"
    __table_args__ = (ForeignKeyConstraint(["draw_id", "object"], ["draw_object.draw_id", "draw_object.name"]),)

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draw.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    object: Mapped[str]
    officers: Mapped[list[Any]]
    passed_over: Mapped[list[Any]]


class DrawReplacement(Base):
    """A drawn officer does not go to an object; the next in drawn order does (B-87). Insert-only."""

    __tablename__ = "draw_replacement"
    __table_args__ = (
        CheckConstraint("reason IN ('leave','duty','recusal','card','other')", name="reason"),
        ForeignKeyConstraint(["draw_id", "n"], ["draw_pick.draw_id", "draw_pick.n"]),
        UniqueConstraint("draw_id", "n", "number"),
        Index("ix_draw_replacement_person_id", "person_id"),
    )

    id: Mapped[Key]
    draw_id: Mapped[UUID]
    n: Mapped[int]
    number: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    """Who wrote it down."""


class DrawTask(Base):
    """The visit that was planned for a drawn object. Insert-only."""

    __tablename__ = "draw_task"
    __table_args__ = (
        ForeignKeyConstraint(["draw_id", "n"], ["draw_pick.draw_id", "draw_pick.n"]),
        Index("ix_draw_task_draw_id_n", "draw_id", "n"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    draw_id: Mapped[UUID]
    n: Mapped[int]
