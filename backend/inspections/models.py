"""Visits that happened: the file, its verdicts, its steps, its end; and visits imported from the past."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Inspection(Base):
    """The file of a visit, named by its check-in's key. It copies what it is about: a legal record, not a join."""

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint("state IN ('ongoing','left','closed')", name="state"),
        CheckConstraint("state <> 'closed' OR (closed_at IS NOT NULL AND left_at IS NULL)", name="closed"),
        Index("ix_inspection_organ_id_arrived_at", "organ_id", "arrived_at"),
        Index("ix_inspection_enterprise_id_arrived_at", "enterprise_id", "arrived_at"),
        Index("ix_inspection_arrived_at", "arrived_at"),
        Index("ix_inspection_region_path", "region_path", postgresql_ops={"region_path": "text_pattern_ops"}),
        Index("ix_inspection_task_id", "task_id"),
        Index("ix_inspection_site_id", "site_id"),
        Index("ix_inspection_checked_in_by", "checked_in_by"),
        Index("ix_inspection_ongoing", "arrived_at", postgresql_where=text("state = 'ongoing'")),
    )

    id: Mapped[Key]
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    region_path: Mapped[str]
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprise.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    kind: Mapped[str]
    trigger: Mapped[str]
    ground: Mapped[str | None]
    organ_name: Mapped[str]
    enterprise_name: Mapped[str]
    enterprise_identifier: Mapped[str]
    address: Mapped[str]
    state: Mapped[str]
    mark: Mapped[str]
    """clean, alert, violation or review: the mark of the newest verdict."""
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When the clock closed it because nobody had checked out (B-53); a departure that is told later stands beside it."""
    checked_in_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))

    @property
    def over(self) -> bool:
        """Whether the officers left, or the clock closed it (B-53)."""
        return self.state != "ongoing"


class CheckIn(Base):
    """The arrival exactly as the phone told it, and when the server heard of it (B-02, B-52)."""

    __tablename__ = "check_in"

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    captured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    earliest: Mapped[datetime]
    latest: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    position: Mapped[dict[str, Any] | None]
    """As sent: longitude, latitude, accuracy_m, datum, fix_at."""
    place: Mapped[Any | None] = mapped_column(Geography("POINT", srid=4326, spatial_index=True))
    """The fix in WGS-84; absent where it is missing or was swapped."""
    position_reason: Mapped[str | None]
    scanned_text: Mapped[str]
    scanned_how: Mapped[str]
    distance_m: Mapped[float | None]
    place_verdict: Mapped[str]


class OfficerPresent(Base):
    """Who was at the door, how that is known, and the state of the card at that moment (B-10, B-11)."""

    __tablename__ = "officer_present"
    __table_args__ = (Index("ix_officer_present_person_id", "person_id"),)

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)
    name: Mapped[str]
    card_number: Mapped[str | None]
    card_state: Mapped[str]
    how: Mapped[str]
    at: Mapped[datetime]
    role: Mapped[str] = mapped_column(server_default="officer")
    """officer; or assistant, expert: declared beforehand, never counted (B-12)."""
    card_field: Mapped[str] = mapped_column(server_default="")
    card_area: Mapped[str] = mapped_column(server_default="")
    in_area: Mapped[bool | None]
    """Whether the premises lay in the card's area; empty where nobody could say (B-11)."""


class Recusal(Base):
    """The enterprise asks that an officer stand aside 回避; the head decides and the visit goes on (B-13)."""

    __tablename__ = "recusal"
    __table_args__ = (
        CheckConstraint("decision IN ('granted','refused')", name="decision"),
        Index("ix_recusal_inspection_id", "inspection_id"),
        Index("ix_recusal_organ_id", "organ_id"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    reason: Mapped[str]
    requested_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    """The officer who wrote it down; None where the enterprise asked on its own page."""
    decision: Mapped[str | None]
    note: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    decided_at: Mapped[datetime | None]


class Statement(Base):
    """What the enterprise states and answers 陈述申辩, sent from its own page; insert-only, a trigger sees to it."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_inspection_id_at", "inspection_id", "at"),)

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    words: Mapped[str]
    at: Mapped[datetime]


class Supplement(Base):
    """What the enterprise adds to its visit afterwards 补充材料: words, and files with them; insert-only (E3)."""

    __tablename__ = "supplement"
    __table_args__ = (Index("ix_supplement_inspection_id_at", "inspection_id", "at"),)

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    words: Mapped[str]
    at: Mapped[datetime]


class SupplementFile(Base):
    """A photo or a PDF of a supplement, in the store of sealed bytes; insert-only."""

    __tablename__ = "supplement_file"
    __table_args__ = (
        CheckConstraint("position BETWEEN 1 AND 5", name="position"),
        CheckConstraint("mime IN ('image/jpeg','application/pdf')", name="mime"),
    )

    supplement_id: Mapped[UUID] = mapped_column(ForeignKey("supplement.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """As the enterprise's phone named it."""
    mime: Mapped[str]
    sha256: Mapped[bytes]
    size: Mapped[int]
    store: Mapped[str]
    key: Mapped[str]


class VerdictRow(Base):
    """A verdict: never changed; a new one stands beside the old (B-03)."""

    __tablename__ = "verdict"
    __table_args__ = (Index("ix_verdict_inspection_id_judged_at", "inspection_id", "judged_at"),)

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    rule_set_id: Mapped[UUID | None] = mapped_column(ForeignKey("rule_set.id"), index=True)
    """None where the region had no rule set: judged by the default one, with the finding NO_RULE_SET."""
    judged_at: Mapped[datetime]
    cause: Mapped[str]
    """arrival, second_officer, late_arrival …"""
    inputs: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]


class Step(Base):
    """A step of the visit with its time (B-57)."""

    __tablename__ = "step"
    __table_args__ = (
        Index("ix_step_inspection_id_at", "inspection_id", "at"),
        Index("ix_step_recorded_by", "recorded_by"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    kind: Mapped[str]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    person_id: Mapped[UUID | None]
    note: Mapped[str | None]
    position: Mapped[dict[str, Any] | None]


class Result(Base):
    """What the visit ended with (B-66), and why where it was broken off or refused (B-33, B-34)."""

    __tablename__ = "result"
    __table_args__ = (
        Index("ix_result_filed_by", "filed_by"),
        Index(
            "ix_result_deadline", "deadline", postgresql_where=text("deadline IS NOT NULL AND overdue_told_on IS NULL")
        ),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    outcome: Mapped[str]
    summary: Mapped[str]
    reason: Mapped[str | None]
    deadline: Mapped[date | None]
    """The local day at whose end everything must be put right."""
    corrections: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    """What has to be put right: {"line", "question", "note"} of the answers that were no."""
    overdue_told_on: Mapped[date | None]
    """When supervision was told that the deadline has passed without another look."""
    at: Mapped[datetime]
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))


class ResultOverdue(Base):
    """Supervision was told that this visit has no result in time (B-66); a row, so that it is told once."""

    __tablename__ = "result_overdue"

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    told_at: Mapped[datetime]


class BackfillOverdue(Base):
    """Supervision was told that nobody made up the approval of this emergency visit (B-19); a row, so that it is told once."""

    __tablename__ = "backfill_overdue"

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    told_at: Mapped[datetime]


class CheckOut(Base):
    """The departure as the phone told it (B-53)."""

    __tablename__ = "check_out"

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    captured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    position: Mapped[dict[str, Any] | None]


class PastVisit(Base):
    """A visit brought in from another system, kept as it was; a day without a time is a local day."""

    __tablename__ = "past_visit"
    __table_args__ = (
        UniqueConstraint("region_code", "source_key"),
        Index("ix_past_visit_enterprise_id_day", "enterprise_id", "day"),
        Index("ix_past_visit_organ_id", "organ_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"))
    source_key: Mapped[str]
    """What makes a second import find it again."""
    day: Mapped[date]
    arrived_at: Mapped[datetime | None]
    kind: Mapped[str]
    trigger: Mapped[str]
    ground: Mapped[str | None]
    outcome: Mapped[str | None]
    counts: Mapped[bool]
    cap_exempt: Mapped[str]
    """yes, no or first_of_batch."""
    needs_review: Mapped[bool]
    inspector: Mapped[str | None]
    purpose: Mapped[str]
    result: Mapped[str | None]


class Quarantine(Base):
    """A visit with operations from a device that had been revoked: it counts for nothing until somebody decided (B-93)."""

    __tablename__ = "quarantine"
    __table_args__ = (CheckConstraint("decision IN ('counts','discarded')", name="decision"),)

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("identity.device.id"))
    at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None]

    @property
    def state(self) -> str:
        """open, discarded, or '' where it counts after all."""
        return "" if self.decision == "counts" else self.decision or "open"
