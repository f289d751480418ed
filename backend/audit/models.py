"""The record of access. The database refuses to change, delete or truncate it, whoever asks through the application."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class AuditEntry(Base):
    """One request: who, in which role and region, did what to what, why, and what the answer was.

    It names people and things by id and holds no content. It has no foreign keys: the line outlives what it names.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("result IN ('allowed','refused','not_found','invalid')", name="result"),
        CheckConstraint("length(object) <= 64", name="object"),
        Index("ix_audit_entry_at_id_region_path", "at", "id", "region_path"),
        Index("ix_audit_entry_person_id_at", "person_id", "at"),
        Index("ix_audit_entry_session_at", "session", "at"),
        Index("ix_audit_entry_object", "object", postgresql_ops={"object": "text_pattern_ops"}),
        Index("ix_audit_entry_refused", "at", postgresql_where=text("result <> 'allowed'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[UUID | None]
    role: Mapped[str]
    organ_id: Mapped[UUID | None]
    region_path: Mapped[str]
    """Of the actor, as it was then: whoever supervises that region reads the line."""
    session: Mapped[bytes | None]
    """The first 8 bytes of the session's hash: enough to tell sessions apart, too little to find a token."""
    action: Mapped[str]
    method: Mapped[str]
    route: Mapped[str]
    object: Mapped[str]
    purpose: Mapped[str | None]
    result: Mapped[str]
    code: Mapped[str | None]
    """The problem's code where the answer was no."""
    request_id: Mapped[str]


class Root(Base):
    """What the lines of a span were when it was closed. Chained: each stands on the one before, back to the first.

    Insert only. A line may leave the database three years later; its root does not.
    """

    __tablename__ = "audit_root"
    __table_args__ = (Index("ix_audit_root_first_id", "first_id"),)

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[int]
    newest_at: Mapped[datetime]
    digest: Mapped[bytes]
    """SHA-256 over the lines in their canonical form."""
    root: Mapped[bytes]
    """SHA-256 over the root before, and this row."""
    made_at: Mapped[datetime]


class Digest(Base):
    """The figures of one local day in one region and below it, made once; its people are told by ids."""

    __tablename__ = "audit_digest"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
