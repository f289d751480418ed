"""Entrustments, teams, hours, conflicts; imports and exports; the history of every row of every register."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key
from backend.kernel.spelled import Spelled

COUNT = text("0")


class Entrustment(Base):
    """A letter of entrustment 委托书: the agent acts in the principal's name, for these matters and days (B-09)."""

    __tablename__ = "entrustment"
    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="span"),
        CheckConstraint("principal_id <> agent_id", name="two"),
        Index("ix_entrustment_principal_id", "principal_id"),
        Index("ix_entrustment_agent_id", "agent_id"),
    )

    id: Mapped[Key]
    principal_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    matters: Mapped[str]
    item_codes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    """Codes of the principal's items that the letter names; empty means all of them."""
    document: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    """The last day on which it holds."""
    published_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    """Ended early: it does not hold from this day on."""
    ended_reason: Mapped[str | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class Assistance(Base):
    """A record of assistance 异地协助: the organ goes to a region outside its own, with the local organ's help (B-21)."""

    __tablename__ = "assistance"
    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="span"),
        Index("ix_assistance_organ_id", "organ_id"),
        Index("ix_assistance_region_code", "region_code"),
    )

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    local_organ: Mapped[str]
    """Who assists, by name: the body of another region may not be on record here."""
    document: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    """The last day on which it holds."""
    ended_on: Mapped[date | None]
    """Ended early: it does not hold from this day on."""
    ended_reason: Mapped[str | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class Team(Spelled, Base):
    """One team of a town 综合执法队 that exercises items of several departments."""

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("region_code", "name"),
        Index("ix_team_organ_id", "organ_id"),
        Index("ix_team_guiding_organ_id", "guiding_organ_id"),
    )

    id: Mapped[Key]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    """Whose team it is: the town's own organ."""
    guiding_organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organ.id"))
    name: Mapped[str]
    name_en: Mapped[str]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class TeamOrgan(Base):
    """A department whose items the team exercises; no codes means all its items."""

    __tablename__ = "team_organ"
    __table_args__ = (Index("ix_team_organ_organ_id", "organ_id"),)

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"), primary_key=True)
    item_codes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))


class TeamMember(Base):
    """Somebody of the team."""

    __tablename__ = "team_member"
    __table_args__ = (Index("ix_team_member_person_id", "person_id"),)

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)


class TrainingHour(Base):
    """Class hours 学时 of one training; told in reports, never a block (B-14)."""

    __tablename__ = "training_hour"
    __table_args__ = (
        CheckConstraint("hours > 0 AND hours <= 400", name="hours"),
        CheckConstraint("kind IN ('law','skills','integrity','exam','other')", name="kind"),
        Index("ix_training_hour_person_id_held_on", "person_id", "held_on"),
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    held_on: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(5, 1))
    kind: Mapped[str]
    topic: Mapped[str]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class Conflict(Base):
    """An enterprise that this person may not visit 回避, found by its identifier (B-13)."""

    __tablename__ = "conflict"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        Index("ix_conflict_person_id", "person_id"),
        Index("ix_conflict_identifier", "identifier"),
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    scheme: Mapped[str]
    identifier: Mapped[str]
    reason: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    """The last day on which it holds."""
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]


class ImportRun(Base):
    """A table that somebody brought: checked first, then applied in one transaction."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("format IN ('csv','xlsx')", name="format"),
        CheckConstraint("state IN ('waiting','running','checked','done','failed','undoing','undone')", name="state"),
        Index("ix_import_run_region_code_requested_at", "region_code", "requested_at"),
        Index("ix_import_run_requested_by", "requested_by"),
        Index("ix_import_run_undo_by", "undo_by"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    requested_at: Mapped[datetime]
    format: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    apply: Mapped[bool]
    """Whether its next run stores what it reads."""
    update_known: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether known rows get what the table says of them; otherwise they stay as they are."""
    state: Mapped[str]
    read: Mapped[int] = mapped_column(server_default=COUNT)
    new: Mapped[int] = mapped_column(server_default=COUNT)
    changed: Mapped[int] = mapped_column(server_default=COUNT)
    known: Mapped[int] = mapped_column(server_default=COUNT)
    refused: Mapped[int] = mapped_column(server_default=COUNT)
    warnings: Mapped[int] = mapped_column(server_default=COUNT)
    failure_zh: Mapped[str | None]
    failure_en: Mapped[str | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    undo_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    undone_at: Mapped[datetime | None]
    restored: Mapped[int] = mapped_column(server_default=COUNT)
    """Rows that are again as they were before."""
    removed: Mapped[int] = mapped_column(server_default=COUNT)
    """Rows that it had brought and that are gone again."""
    left: Mapped[int] = mapped_column(server_default=COUNT)
    """Rows that the undo left alone; `ImportLeft` names them."""


class ImportRow(Base):
    """How one row of a table ended that was not refused; of a changed one, field → [before, after]."""

    __tablename__ = "import_row"
    __table_args__ = (CheckConstraint("outcome IN ('new','changed','known')", name="outcome"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    name: Mapped[str]
    fields: Mapped[dict[str, Any]]


class ImportLeft(Base):
    """A row that an undo left alone: somebody changed it since, or something refers to it by now."""

    __tablename__ = "import_left"
    __table_args__ = (CheckConstraint("why IN ('touched','in_use')", name="why"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    why: Mapped[str]


class RowProblem(Base):
    """What is wrong with one cell of an imported table."""

    __tablename__ = "import_error"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int]
    column: Mapped[str]
    warning: Mapped[bool]
    zh: Mapped[str]
    en: Mapped[str]


class ExportRun(Base):
    """A table that two people let go out; its file can be taken once within a day."""

    __tablename__ = "export_run"
    __table_args__ = (
        CheckConstraint("format IN ('csv','xlsx')", name="format"),
        CheckConstraint("state IN ('requested','approved','ready','taken','expired','refused')", name="state"),
        Index("ix_export_run_region_code", "region_code"),
        Index("ix_export_run_requested_by", "requested_by"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    format: Mapped[str]
    filters: Mapped[dict[str, Any]]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    requested_at: Mapped[datetime]
    approval_id: Mapped[UUID | None]
    rows: Mapped[int]
    state: Mapped[str]
    ready_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]


class RowHistory(Base):
    """One change of one row, written by the trigger `keep_history`: field → [before, after]. Insert-only."""

    __tablename__ = "row_history"
    __table_args__ = (
        Index("ix_row_history_kind_row_id_n", "kind", "row_id", "n"),
        Index("ix_row_history_run_id", "run_id", postgresql_where=text("run_id IS NOT NULL")),
    )

    n: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    kind: Mapped[str]
    row_id: Mapped[str]
    change: Mapped[str]
    """'insert', 'update' or 'delete'."""
    person_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    run_id: Mapped[UUID | None]
    """The import that made the change, if one did."""
    changes: Mapped[dict[str, Any]]
