"""The inbox that requests write to, the numbered journal, every follower's place, and what was parked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class JournalInbox(Base):
    """Events as committed with their facts, not yet in order."""

    __tablename__ = "journal_inbox"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


class Journal(Base):
    """Events in one order: `seq` is contiguous. Insert only (a trigger refuses the rest)."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_name_seq", "name", "seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


class JournalPlace(Base):
    """How far a follower has come, and since when it has been failing."""

    __tablename__ = "journal_place"

    follower: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int]
    retry_at: Mapped[datetime | None]


class JournalParked(Base):
    """An entry that a follower could not handle after six tries, with the error's type (no data)."""

    __tablename__ = "journal_parked"

    follower: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    error: Mapped[str]
    at: Mapped[datetime]
