"""Requests that wait for a second person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class ApprovalRequest(Base):
    """One request and what became of it. The database itself refuses the same person twice."""

    __tablename__ = "approval_request"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','approved','rejected')", name="state"),
        CheckConstraint("decided_by <> requested_by", name="two_people"),
        Index("ix_approval_request_requested_at", "requested_at"),
        Index("ix_approval_request_requested_by", "requested_by"),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    """An action of `access.TWO_PEOPLE`."""
    subject: Mapped[dict[str, Any]]
    reason: Mapped[str]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_path: Mapped[str]
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("identity.person.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None]


class NumberOpening(Base):
    """One look at one identity number, on the request that two people agreed to; insert only (B-102)."""

    __tablename__ = "number_opening"
    __table_args__ = (
        Index("ix_number_opening_request_id", "request_id"),
        Index("ix_number_opening_person_id", "person_id"),
        {"schema": "identity"},
    )

    id: Mapped[Key]
    request_id: Mapped[UUID] = mapped_column(ForeignKey("approval_request.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    at: Mapped[datetime]
