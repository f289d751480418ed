"""Editions of the public lists and their entries: written once, by trigger never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class ListEdition(Base):
    """The n-th edition of a list of a region; in force from `effective_from` until a later one is.

    `columns` and `publisher` are kept as they were told; `digest` is the SHA-256 of the entries in canonical JSON.
    """

    __tablename__ = "list_edition"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('subjects','officers','items','recording','draw','legal_review','plans')", name="kind"
        ),
        CheckConstraint("n >= 1", name="n"),
        UniqueConstraint("region_code", "kind", "n"),
        Index("ix_list_edition_published_by", "published_by"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    n: Mapped[int]
    effective_from: Mapped[date]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    publisher: Mapped[str]
    document: Mapped[str]
    note: Mapped[str]
    columns: Mapped[list[Any]]
    entries: Mapped[int]
    changes: Mapped[dict[str, Any]]
    """How many entries were added, removed, changed and kept against the edition before."""
    digest: Mapped[bytes]


class ListEntry(Base):
    """A line of an edition: values by column name. `key` names the same thing in every edition."""

    __tablename__ = "list_entry"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("list_edition.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    data: Mapped[dict[str, Any]]
    words: Mapped[str]
    """All its values, to search in."""
