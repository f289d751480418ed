"""What messages hold about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.identity.privacy.held import Rows, held
from backend.notifications.models import Message, PushSubscription


@held("messages", zh="站内信", en="Messages", by="inbox.see")
def messages(me: UUID) -> Rows:
    """What one was told."""
    return select(Message.at, Message.kind, Message.facts, Message.read_at).where(Message.person_id == me)


@held(
    "push",
    zh="推送订阅",
    en="Push subscriptions",
    kept=("关闭推送时删除", "until it is turned off"),
    by="push.subscribe",
)
def push(me: UUID) -> Rows:
    """Browsers in which one is told."""
    row = PushSubscription
    return select(row.created_at.label("at"), row.endpoint).where(row.person_id == me)
