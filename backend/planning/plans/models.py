"""Plans of inspections: the annual plan of an organ, and the plan of a special inspection (B-17, B-18)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class InspectionPlan(Base):
    """What an organ plans for a year, or under the approval of a special inspection; its content stands in editions."""

    __tablename__ = "inspection_plan"
    __table_args__ = (
        CheckConstraint("kind IN ('annual','special')", name="kind"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year"),
        CheckConstraint(
            "(kind = 'special') = (document <> '') AND (kind = 'special') = (approved_on IS NOT NULL)", name="approval"
        ),
        Index("uq_inspection_plan_year", "organ_id", "year", unique=True, postgresql_where=text("kind = 'annual'")),
        Index(
            "uq_inspection_plan_document", "organ_id", "document", unique=True, postgresql_where=text("kind = 'special'")
        ),
        Index("ix_inspection_plan_organ_id", "organ_id"),
        Index("ix_inspection_plan_kind_year", "kind", "year"),
    )  # fmt: skip

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    kind: Mapped[str]
    year: Mapped[int]
    title: Mapped[str]
    document: Mapped[str]
    """The number of the document that approved a special inspection."""
    approver: Mapped[str]
    """The government of a county or above, or the vertical superior, that approved it."""
    approved_on: Mapped[date | None]
    opened_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    """When supervision was told that it was not published in time."""


class PlanEdition(Base):
    """The n-th content of a plan. Only a draft changes; what was filed is amended by the next edition.

    It stands published from `published_on`, the day of the public list that names it first, until `ended_on`: the day of
    its successor, or that on which it was taken down.
    """

    __tablename__ = "plan_edition"
    __table_args__ = (
        CheckConstraint("n >= 1", name="n"),
        CheckConstraint("state IN ('draft','submitted','returned','filed')", name="state"),
        CheckConstraint("(state = 'filed') = (filed_on IS NOT NULL)", name="filed"),
        CheckConstraint("published_on IS NULL OR state = 'filed'", name="published"),
        CheckConstraint("ended_on IS NULL OR published_on IS NOT NULL", name="ended"),
        CheckConstraint("withdrawn_reason = '' OR ended_on IS NOT NULL", name="withdrawn"),
        UniqueConstraint("plan_id", "n"),
        Index(
            "uq_plan_edition_open", "plan_id", unique=True,
            postgresql_where=text("state IN ('draft','submitted','returned')"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("inspection_plan.id"))
    n: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    """Why it amends the one before; empty in the first."""
    filing_number: Mapped[str]
    filed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    withdrawn_reason: Mapped[str]
    version: Mapped[int]


class PlanLine(Base):
    """A line of an edition: whom to look at, how, about what, how many, when, and who answers for it."""

    __tablename__ = "plan_line"
    __table_args__ = (
        CheckConstraint("method IN ('on_site','off_site','draw')", name="method"),
        CheckConstraint("num_nonnulls(number, ratio) = 1", name="wanted"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("ratio BETWEEN 1 AND 100", name="ratio"),
        CheckConstraint("total >= 1", name="total"),
        CheckConstraint("first_on <= last_on", name="days"),
        UniqueConstraint("edition_id", "line_id"),
        UniqueConstraint("edition_id", "position"),
    )

    id: Mapped[Key]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("plan_edition.id"))
    line_id: Mapped[UUID]
    """The same line in every edition: tasks name it, so that progress goes on through amendments."""
    position: Mapped[int]
    name: Mapped[str]
    """Whom it is about: a group of enterprises, or what those that it names have in common."""
    method: Mapped[str]
    total: Mapped[int | None]
    """How many enterprises the group has."""
    ratio: Mapped[int | None]
    """Per cent of them."""
    number: Mapped[int | None]
    first_on: Mapped[date]
    last_on: Mapped[date]
    responsible: Mapped[str]
    """The section of the organ, never a person."""
    item_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    enterprise_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))


class PlanAct(Base):
    """Who did what with an edition, and what was said: only ever added to."""

    __tablename__ = "plan_act"
    __table_args__ = (
        CheckConstraint("act IN ('drawn_up','changed','submitted','returned','filed','withdrawn')", name="act"),
        Index("ix_plan_act_edition_id", "edition_id"),
        Index("ix_plan_act_person_id", "person_id"),
    )

    id: Mapped[Key]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("plan_edition.id"))
    act: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    at: Mapped[datetime]
    note: Mapped[str]
