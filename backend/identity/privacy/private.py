"""Tables of what is nobody else's business: telephone numbers, identity numbers, and which notice somebody was given."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Contact(Base):
    """A telephone number, encrypted with a key that is not in the database (B-102); its HMAC finds it again."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_phone_mac", "phone_mac"), {"schema": "identity"})

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)
    phone: Mapped[bytes]
    phone_mac: Mapped[bytes]
    changed_at: Mapped[datetime]


class SealedNumber(Base):
    """The only place for an identity number: sealed to the bureau, who alone can open it (B-102)."""

    __tablename__ = "sealed_number"
    __table_args__ = (Index("ix_sealed_number_number_mac", "number_mac"), {"schema": "identity"})

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)
    number: Mapped[bytes]
    number_mac: Mapped[bytes]
    region_code: Mapped[str | None]
    """Whose bureau it is sealed to; None for those sealed before this was kept: the person's own region."""
    changed_at: Mapped[datetime]


class NoticeAccepted(Base):
    """Which version of the privacy notice somebody was given, and when (B-101)."""

    __tablename__ = "notice_accepted"
    __table_args__ = ({"schema": "identity"},)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
