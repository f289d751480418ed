"""Tables of what proves who somebody is: passkeys and their challenges, known browsers, invitations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class KnownBrowser(Base):
    """A browser in which this person signed in before; only the SHA-256 of its cookie is kept."""

    __tablename__ = "known_browser"
    __table_args__ = (Index("ix_known_browser_person_id", "person_id"), {"schema": "identity"})

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"), primary_key=True)
    last_at: Mapped[datetime]


class Passkey(Base):
    """A WebAuthn credential: its public key (COSE) and how often its authenticator says it was used."""

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_person_id", "person_id"), {"schema": "identity"})

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    synced: Mapped[bool]
    """Whether the credential may live on several devices; a device-bound one never leaves its device."""
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str | None]


class Challenge(Base):
    """32 random bytes that one ceremony may answer once, within two minutes, where it was asked."""

    __tablename__ = "challenge"
    __table_args__ = (Index("ix_challenge_made_at", "made_at"), {"schema": "identity"})

    challenge: Mapped[bytes] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    bound_to: Mapped[bytes]
    """SHA-256 of the session's or the browser's secret."""
    made_at: Mapped[datetime]


class Invitation(Base):
    """A way in for one supervisor, once, within 72 hours; only the SHA-256 of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_person_id", "person_id"), {"schema": "identity"})

    id: Mapped[Key]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """Used, or replaced by a newer one."""
