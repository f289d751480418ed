"""Cards, their states, visit codes, the keys that sign them, and scans of live codes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class SigningKey(Base):
    """A public key of the bureau: `kid` pins algorithm, region and purpose; the private part is a file."""

    __tablename__ = "signing_key"
    __table_args__ = (Index("ix_signing_key_region_code", "region_code"),)

    kid: Mapped[bytes] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    algorithm: Mapped[str]
    purpose: Mapped[str]
    """'code' (cards and visits) or 'seal' (words of enterprises)."""
    public_key: Mapped[bytes]
    not_before: Mapped[datetime]
    sign_until: Mapped[datetime]
    verify_until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Card(Base):
    """An officer's certificate 行政执法证 (B-90). `code_id` is what its QR names: 12 random bytes."""

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("code_id"),
        UniqueConstraint("status_index"),
        Index("ix_card_person_id", "person_id"),
        Index("ix_card_organ_id", "organ_id"),
        Index("ix_card_replaces_id", "replaces_id"),
        Index("ix_card_expires_on", "expires_on"),
        Index("uq_card_number", "number", unique=True, postgresql_where="superseded_at IS NULL"),
    )

    id: Mapped[Key]
    code_id: Mapped[bytes]
    number: Mapped[str]
    """A renewed or replaced card may leave its number to the new one."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    holder_name: Mapped[str]
    organ_name: Mapped[str]
    field: Mapped[str]
    issued_on: Mapped[date]
    expires_on: Mapped[date]
    """The card is valid through 24:00 local of this day (B-11)."""
    status_index: Mapped[int]
    """Its place in the status lists of its region and of those above it (B-95)."""
    photo: Mapped[bytes]
    """A JPEG or WebP of at most 20 KB."""
    photo_hash: Mapped[bytes]
    cose: Mapped[bytes]
    """The printed code: COSE_Sign1 by the bureau's key."""
    kind: Mapped[str] = mapped_column(server_default="enforcement")
    """One of KINDS: other lawful cards count too (B-11)."""
    area: Mapped[str] = mapped_column(server_default="")
    issuer: Mapped[str] = mapped_column(server_default="")
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("card.id"))
    superseded_at: Mapped[datetime | None]
    """When a new card took this one's place."""


class CardState(Base):
    """A move in the life of a card (B-92): in force from `effective_from` until `effective_to` or the next move."""

    __tablename__ = "card_state"
    __table_args__ = (
        CheckConstraint(
            "state IN ('active','suspended','cancelled','recalled','revoked','lost','applied','renewed','replaced')",
            name="state",
        ),
        Index("ix_card_state_card_id_effective_from", "card_id", "effective_from"),
    )

    id: Mapped[Key]
    card_id: Mapped[UUID] = mapped_column(ForeignKey("card.id"))
    state: Mapped[str]
    effective_from: Mapped[datetime]
    effective_to: Mapped[datetime | None]
    reason: Mapped[str]
    document: Mapped[str | None]
    operator_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class VisitCode(Base):
    """A visit code 检查码 (B-47): one in force per visit; carries no name. A withdrawn one may be followed by another."""

    __tablename__ = "visit_code"
    __table_args__ = (
        UniqueConstraint("code_id"),
        UniqueConstraint("short_code"),
        Index("ix_visit_code_task_id", "task_id"),
        Index("uq_visit_code_standing", "task_id", unique=True, postgresql_where="withdrawn_for IS NULL"),
        Index("ix_visit_code_organ_id", "organ_id"),
    )

    id: Mapped[Key]
    code_id: Mapped[bytes]
    short_code: Mapped[str]
    task_id: Mapped[UUID]
    organ_id: Mapped[UUID]
    region_code: Mapped[str]
    notice_hash: Mapped[bytes]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime]
    cose: Mapped[bytes]
    issued_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    withdrawn_for: Mapped[str | None]
    """Why the task lives on without this code: 'card' (B-92), 'officers' (others go), 'joint' (others go along) or 'day' (moved, B-29)."""


class CodeScan(Base):
    """Somebody opened the page of a live code: the number to compare on both screens."""

    __tablename__ = "code_scan"
    __table_args__ = (
        CheckConstraint("number BETWEEN 10 AND 99", name="number"),
        Index("ix_code_scan_code_id_scanned_at", "code_id", "scanned_at"),
    )

    id: Mapped[Key]
    code_id: Mapped[bytes]
    step: Mapped[int]
    number: Mapped[int]
    scanned_at: Mapped[datetime]
