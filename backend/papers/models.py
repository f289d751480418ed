"""Papers as they were issued, and what they are called where; both are only ever added to, a trigger sees to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key

KIND = "kind IN ('notice','record','result')"


class Paper(Base):
    """The n-th edition of a paper about one subject: a task (notice) or a visit (record, result).

    `content` is what the PDF says, `content_hash` its SHA-256 in canonical JSON; `sha256` is that of the PDF, whose bytes
    lie in the store that `store` names. A corrected paper is the next edition and names the one that it replaces.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint(KIND, name="kind"),
        CheckConstraint("edition >= 1 AND (edition = 1) = (replaces_id IS NULL)", name="edition"),
        UniqueConstraint("subject_id", "kind", "edition"),
        Index("ix_paper_task_id", "task_id"),
        Index("ix_paper_inspection_id", "inspection_id"),
        Index("ix_paper_organ_id", "organ_id"),
        Index("ix_paper_issued_by", "issued_by"),
        Index("ix_paper_replaces_id", "replaces_id"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    edition: Mapped[int]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("paper.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    title: Mapped[str]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes]
    sha256: Mapped[bytes]
    size: Mapped[int]
    pages: Mapped[int]
    store: Mapped[str]
    key: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    """Who asked for it first; None where it was the enterprise, from its own page."""


class PaperReceipt(Base):
    """The enterprise confirmed on its own page that it has this edition; once, and nothing about who pressed it (B-66)."""

    __tablename__ = "paper_receipt"

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    at: Mapped[datetime]


class PaperTitle(Base):
    """What a kind of paper is called in a region, or by one organ, from a moment on; the newest counts."""

    __tablename__ = "paper_title"
    __table_args__ = (
        CheckConstraint(KIND, name="kind"),
        Index("ix_paper_title_region_code", "region_code"),
        Index("ix_paper_title_organ_id", "organ_id"),
        Index("ix_paper_title_changed_by", "changed_by"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organ.id"))
    """None where it is the region's, for all its organs that have no title of their own."""
    title: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
