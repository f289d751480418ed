"""Media of a visit, their segments, what the store holds of them, and who looked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Media(Base):
    """A recording, photo or signature as the phone declared it. It belongs to a visit or to an observation."""

    __tablename__ = "media"
    __table_args__ = (
        CheckConstraint("kind IN ('recording','photo','signature','observation_photo','stamped_photo')", name="kind"),
        CheckConstraint("num_nonnulls(inspection_id, observation_id) = 1", name="one_subject"),
        Index("ix_media_inspection_id", "inspection_id"),
        Index("ix_media_observation_id", "observation_id"),
        Index("ix_media_owner_id", "owner_id"),
    )

    id: Mapped[Key]
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))
    observation_id: Mapped[UUID | None]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    organ_id: Mapped[UUID]
    region_path: Mapped[str]
    kind: Mapped[str]
    mime: Mapped[str]
    started_at: Mapped[datetime]
    declared_at: Mapped[datetime]
    clock: Mapped[dict[str, Any]]
    position: Mapped[dict[str, Any] | None]
    caption: Mapped[str | None]
    settings: Mapped[dict[str, Any] | None]


class Segment(Base):
    """A piece as declared by the phone when it closed: length, hash, chain link, hole before it (B-61, B-62)."""

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("media_id", "n"),)

    id: Mapped[Key]
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"))
    n: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    """Length in bytes."""
    sha256: Mapped[bytes]
    prev: Mapped[bytes]
    link: Mapped[bytes]
    link_ok: Mapped[bool]
    started_at: Mapped[datetime]
    duration_ms: Mapped[int]
    gap_ms: Mapped[int]
    cause: Mapped[str | None]
    final: Mapped[bool]
    declared_at: Mapped[datetime]


class Upload(Base):
    """A tus upload of one segment. Its progress is the staged file's size, never a column."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("state IN ('growing','complete','sealed','mismatch','terminated')", name="state"),
        Index("ix_upload_media_id_segment", "media_id", "segment"),
        Index("ix_upload_owner_id", "owner_id"),
        Index("ix_upload_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Key]
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    segment: Mapped[int]
    length: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes]
    mime: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class SealedItem(Base):
    """Bytes in the store, under the SHA-256 that we computed. `mismatch`: not what the phone had declared; kept."""

    __tablename__ = "sealed_item"
    __table_args__ = (
        UniqueConstraint("upload_id"),
        Index("ix_sealed_item_media_id_segment", "media_id", "segment"),
        Index("ix_sealed_item_sha256", "sha256"),
    )

    id: Mapped[Key]
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"))
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"))
    segment: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    """Length in bytes."""
    sha256: Mapped[bytes]
    declared_sha256: Mapped[bytes]
    mismatch: Mapped[bool]
    store: Mapped[str]
    key: Mapped[str]
    sealed_at: Mapped[datetime]


class Playable(Base):
    """A viewing copy made from sealed originals: duration in seconds, a thumbnail; never the evidence itself."""

    __tablename__ = "playable"

    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"), primary_key=True)
    file: Mapped[str]
    thumbnail: Mapped[str | None]
    mime: Mapped[str]
    duration_s: Mapped[float]
    segments: Mapped[int]
    made_at: Mapped[datetime]


class Access(Base):
    """Somebody played or fetched evidence, and said why (B-65)."""

    __tablename__ = "evidence_access"
    __table_args__ = (
        Index("ix_evidence_access_media_id_at", "media_id", "at"),
        Index("ix_evidence_access_person_id", "person_id"),
    )

    id: Mapped[Key]
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    purpose: Mapped[str]
    what: Mapped[str]
    at: Mapped[datetime]
