"""Clues and what was done about each, line by line."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Clue(Base):
    """What somebody told. Its id is random, not time-ordered; who told stays with the bureau (B-74)."""

    __tablename__ = "clue"
    __table_args__ = (
        CheckConstraint("door IN ('public','visit','supervisor')", name="door"),
        CheckConstraint("kind IN ('no_scan','other')", name="kind"),
        CheckConstraint("state IN ('received','accepted','referred','refused','answered')", name="state"),
        CheckConstraint("(state IN ('refused','answered')) = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(door = 'supervisor') = (supervisor_id IS NOT NULL)", name="teller"),
        CheckConstraint("people BETWEEN 1 AND 99", name="people"),
        CheckConstraint("handler_id <> accused_id", name="handler"),
        Index("ix_clue_due_at", "due_at", postgresql_where=text("closed_at IS NULL")),
        Index("ix_clue_region_path", "region_path", postgresql_ops={"region_path": "text_pattern_ops"}),
        Index("ix_clue_handler_id", "handler_id"),
        Index("ix_clue_accused_id", "accused_id"),
        Index("ix_clue_supervisor_id", "supervisor_id"),
        Index("ix_clue_inspection_id", "inspection_id"),
    )

    id: Mapped[Key]
    receipt: Mapped[str] = mapped_column(unique=True)
    """The number that whoever told it holds: twelve characters, the last checks the others."""
    door: Mapped[str]
    kind: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    region_path: Mapped[str]
    received_at: Mapped[datetime]
    happened_at: Mapped[datetime | None]
    people: Mapped[int | None]
    """How many came."""
    about: Mapped[str]
    """The organ as it was named, in the teller's words."""
    place: Mapped[str]
    text: Mapped[str]
    contact: Mapped[bytes | None]
    """Sealed to the supervision body's key; padded."""
    hidden: Mapped[bool]
    """匿名对被监督单位: whoever deals with it outside the bureau is not told who told."""
    supervisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))
    accused_id: Mapped[UUID | None] = mapped_column(ForeignKey("organ.id"))
    """The organ that it is about, once known: it never sees the clue."""
    handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("organ.id"))
    """The department to which the bureau referred it."""
    state: Mapped[str]
    due_at: Mapped[datetime]
    """24:00 of the last day of the term that runs: to take it up, then to answer (B-71)."""
    extended: Mapped[bool]
    overdue_told: Mapped[bool]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    """What whoever holds the number reads: what was found, or why it was not taken up."""


class ClueAct(Base):
    """One line of a clue's story. Insert-only."""

    __tablename__ = "clue_act"
    __table_args__ = (
        CheckConstraint(
            "act IN ('received','accepted','referred','extended','refused','answered','opened')", name="act"
        ),
        Index("ix_clue_act_clue_id_at", "clue_id", "at"),
        Index("ix_clue_act_person_id", "person_id"),
        Index("ix_clue_act_organ_id", "organ_id"),
    )

    id: Mapped[Key]
    clue_id: Mapped[UUID] = mapped_column(ForeignKey("clue.id"))
    act: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    """Who of the desk did it; nobody for its receipt."""
    organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organ.id"))
    """To whom it was referred."""
    words: Mapped[str]
    due_at: Mapped[datetime | None]
    """The term that began with it."""


class CluePhoto(Base):
    """A photo that came with a clue: its pixels alone, made anew as JPEG, beside the words that it goes with. Insert-only."""

    __tablename__ = "clue_photo"
    __table_args__ = (CheckConstraint("position BETWEEN 1 AND 3", name="position"),)

    clue_id: Mapped[UUID] = mapped_column(ForeignKey("clue.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[bytes]
    """Of `jpeg`."""
    jpeg: Mapped[bytes] = mapped_column(deferred=True)
