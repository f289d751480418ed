"""The inbox, push subscriptions, and what waits to be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Key


class Message(Base):
    """A line in somebody's inbox; texts are made from `kind` and `facts` when it is read."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("person_id", "source_seq", "kind"),
        Index("ix_message_person_id_at", "person_id", "at"),
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    source_seq: Mapped[int]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class PushSubscription(Base):
    """Where a browser wants to be told (RFC 8030); a dead one is deleted."""

    __tablename__ = "push_subscription"
    __table_args__ = (Index("ix_push_subscription_person_id", "person_id"),)

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    endpoint: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[bytes]
    auth: Mapped[bytes]
    created_at: Mapped[datetime]
