"""Regions, organs, people, their devices and sessions. Person data live in the schema `identity`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Region(Base):
    """A region (GB/T 2260 code inside China). `path` is the chain of codes from the root, joined by '/'."""

    __tablename__ = "region"
    __table_args__ = (Index("ix_region_path", "path", postgresql_ops={"path": "text_pattern_ops"}),)

    code: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    zone: Mapped[str]
    scheme: Mapped[str]
    """Identifier scheme of its enterprises: `uscc`, `chicago-license` …"""
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    demo: Mapped[bool]


class Organ(Base):
    """A body that may (or, for `coordination_body`, must not) own inspections (B-07–B-09)."""

    __tablename__ = "organ"
    __table_args__ = (
        CheckConstraint("kind IN ('administrative','authorised','entrusted','bureau')", name="kind"),
        Index("ix_organ_region_code", "region_code"),
    )

    id: Mapped[Key]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]
    published_on: Mapped[date | None]
    """The day on which it was published as an enforcement subject; without it no visit code (B-07)."""


class Person(Base):
    """Somebody who can sign in. The display name is public on a certificate; nothing else here is."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role IN ('officer','supervisor','department','head','bureau','admin')", name="role"),
        Index("ix_person_organ_id", "organ_id"),
        {"schema": "identity"},
    )

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="zh")
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class SignIn(Base):
    """A session: only the SHA-256 of its token is kept."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_person_id", "person_id"), {"schema": "identity"})

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """Wrong passwords per account name (hashed), for throttling."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_login_hash_at", "login_hash", "at"), {"schema": "identity"})

    id: Mapped[Key]
    login_hash: Mapped[bytes]
    at: Mapped[datetime]


class Device(Base):
    """A phone's signing key: P-256, made in the browser, not extractable; `kid` is its short name."""

    __tablename__ = "device"
    __table_args__ = (
        UniqueConstraint("person_id", "public_key"),
        Index("ix_device_kid", "kid"),
        {"schema": "identity"},
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    kid: Mapped[bytes]
    public_key: Mapped[bytes]
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
