"""What is written down on site: answers to the checklist, the on-site record in its versions, its signatures.

All three are only ever added to; a trigger sees to it. They copy what they are about: a legal record, not a join.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class ChecklistAnswer(Base):
    """One answer to one question, by one officer. The last one by the officers' time counts, all are kept."""

    __tablename__ = "checklist_answer"
    __table_args__ = (
        CheckConstraint("answer IN ('yes','no','na','value')", name="answer"),
        CheckConstraint("(answer = 'value') = (value IS NOT NULL)", name="value"),
        Index("ix_checklist_answer_inspection_id_line_at", "inspection_id", "line", "at"),
        Index("ix_checklist_answer_recorded_by", "recorded_by"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    line: Mapped[str]
    """`policy.checklist.key_of` the question."""
    question: Mapped[str]
    kind: Mapped[str]
    unit: Mapped[str]
    answer: Mapped[str]
    value: Mapped[str | None]
    """A number as it was typed, in `unit`."""
    note: Mapped[str]
    photos: Mapped[list[Any]]
    """Ids of media of this visit."""
    listed: Mapped[bool]
    """Whether the checklist of the visit asked it; what it did not ask is kept and marked (B-15)."""
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))


class OnSiteRecord(Base):
    """A version of 现场检查笔录. `hash` is the SHA-256 of the canonical JSON of `content`: what the signatures are under."""

    __tablename__ = "on_site_record"
    __table_args__ = (
        UniqueConstraint("inspection_id", "version"),
        UniqueConstraint("inspection_id", "hash"),
        Index("ix_on_site_record_written_by", "written_by"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    hash: Mapped[bytes]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))


class RecordSignature(Base):
    """Somebody signed a version of the record, or refused to (B-67). The picture is a medium of the visit."""

    __tablename__ = "record_signature"
    __table_args__ = (
        CheckConstraint("role IN ('officer','attendee','witness')", name="role"),
        CheckConstraint("(refused OR how = 'typed') = (media_id IS NULL) AND refused = (reason <> '')", name="refused"),
        CheckConstraint("how IN ('drawn','picture','typed')", name="how"),
        CheckConstraint("(how = 'typed') = (witness_id IS NOT NULL)", name="witnessed"),
        CheckConstraint("NOT refused OR role = 'attendee'", name="who_refuses"),
        UniqueConstraint("record_id", "role", "signer"),
        Index("ix_record_signature_person_id", "person_id"),
        Index("ix_record_signature_recorded_by", "recorded_by"),
        Index("ix_record_signature_media_id", "media_id"),
        Index("ix_record_signature_witness_id", "witness_id"),
    )

    id: Mapped[Key]
    record_id: Mapped[UUID] = mapped_column(ForeignKey("on_site_record.id"))
    role: Mapped[str]
    signer: Mapped[str]
    """The officer's id, or the name of whoever has none: nobody signs a version twice."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    name: Mapped[str]
    refused: Mapped[bool]
    reason: Mapped[str]
    how: Mapped[str] = mapped_column(server_default="drawn")
    """drawn on the phone; picture: of a signature or fingerprint on paper; typed: a name that an officer witnesses (D13)."""
    witness_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    """The officer who witnesses a typed name."""
    media_id: Mapped[UUID | None]
    image_hash: Mapped[bytes | None]
    strokes: Mapped[list[Any]]
    """Strokes of [x, y, milliseconds since the first point], in ten-thousandths of the pad's width."""
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
