"""Regions, organs, people, their devices and sessions. Person data live in the schema `identity`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.identity.roles import ROLES
from backend.kernel.db import Base, Key
from backend.kernel.spelled import Spelled


class Region(Spelled, Base):
    """A region (GB/T 2260 code inside China). `path` is the chain of codes from the root, joined by '/'."""

    __tablename__ = "region"
    __table_args__ = (
        CheckConstraint("level IN ('province','city','county','town','special')", name="level"),
        Index("ix_region_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
        Index("ix_region_parent_code", "parent_code"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    """As somebody said it: no parent is guessed from the digits of a code."""
    level: Mapped[str] = mapped_column(server_default="county")
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
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Organ(Spelled, Base):
    """A body that may own inspections (B-07–B-09), or that supervises them. Barred bodies have no kind here (B-08)."""

    __tablename__ = "organ"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('administrative','authorised','entrusted','bureau','supervision_office')", name="kind"
        ),
        CheckConstraint("review_state IN ('unreviewed','confirmed','adjusted','withdrawn')", name="review_state"),
        Index("ix_organ_region_code", "region_code"),
        Index("ix_organ_supervising_organ_id", "supervising_organ_id"),
    )

    id: Mapped[Key]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]
    published_on: Mapped[date | None]
    """The day on which it was published as an enforcement subject; without it no visit code (B-07)."""
    legal_category: Mapped[str] = mapped_column(server_default="")
    basis: Mapped[str] = mapped_column(server_default="")
    scope: Mapped[str] = mapped_column(server_default="")
    field: Mapped[str] = mapped_column(server_default="")
    supervising_organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organ.id"))
    """Who supervises inside 本级监督机构: a department's office or a town's judicial office."""
    vertical: Mapped[bool] = mapped_column(server_default=text("false"))
    """Led from above 垂直管理: a finding is told to the superior instead of ordered."""
    superior_name: Mapped[str] = mapped_column(server_default="")
    review_state: Mapped[str] = mapped_column(server_default="unreviewed")
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Person(Spelled, Base):
    """Somebody of an organ, with or without an account. The display name is public on a certificate; nothing else is."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(f"role IN ({','.join(map(repr, ROLES))})", name="role"),
        Index("ix_person_organ_id", "organ_id"),
        Index(
            "uq_person_organ_id_number", "organ_id", "number", unique=True, postgresql_where=text("number IS NOT NULL")
        ),
        Index("ix_person_pinyin_id", "pinyin", "id"),
        Index("ix_person_name_trgm", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
        Index("ix_person_pinyin_trgm", "pinyin", postgresql_using="gin", postgresql_ops={"pinyin": "gin_trgm_ops"}),
        {"schema": "identity"},
    )

    id: Mapped[Key]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"))
    login: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="zh")
    password_hash: Mapped[str | None]
    one_time_until: Mapped[datetime | None]
    """The password was given by somebody else: it must be changed, and opens nothing after this moment."""
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    ended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    number: Mapped[str | None]
    """The organ's own number of this person 工号; never an identity number."""
    post: Mapped[str] = mapped_column(server_default="")
    qualification: Mapped[str] = mapped_column(server_default="")
    """E.g. 法律职业资格."""
    employer: Mapped[str] = mapped_column(server_default="")
    """The third party that an assistant or expert comes from; it never owns a task (B-08)."""
    term_from: Mapped[date | None]
    term_to: Mapped[date | None]
    """Of a lay supervisor (B-76)."""
    ended_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class SignIn(Base):
    """A session: only the SHA-256 of its token is kept."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("proof IN ('password','passkey')", name="proof"),
        Index("ix_session_person_id", "person_id"),
        {"schema": "identity"},
    )

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_minutes: Mapped[int | None]
    """How long it may rest; None: as long as it lasts."""
    seen_at: Mapped[datetime | None]
    """Its last request, to the minute; kept only where it may not rest for ever."""
    ended_at: Mapped[datetime | None]
    proof: Mapped[str] = mapped_column(server_default="password")
    """What opened it: password or passkey."""
    stepped_up_at: Mapped[datetime | None]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("identity.device.id"), index=True)
    browser: Mapped[str] = mapped_column(server_default="")


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
    browser: Mapped[str] = mapped_column(server_default="")
    revoked_at: Mapped[datetime | None]
