"""Delivers inbox lines, marks them read, keeps subscriptions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel import limits
from backend.kernel.base64url import read_base64url
from backend.kernel.ids import uuid7
from backend.kernel.jobs import defer
from backend.kernel.limits import Limit
from backend.kernel.problems import NOT_FOUND
from backend.notifications import queries
from backend.notifications.endpoints import NotAllowed, allowed
from backend.notifications.events import Delivered
from backend.notifications.models import Message, PushSubscription
from backend.notifications.problems import HOST_NOT_ALLOWED, NOT_A_SUBSCRIPTION
from backend.notifications.push import valid_keys

PUSH_JOB = "notifications.push"
BROWSERS = 5
"""Browsers in which one person is told; a sixth takes the place of the oldest."""

CHANGES = Limit("push", 3, timedelta(hours=1))
"""How often one person may turn it on anew; turning it off is never refused."""


def deliver(
    tx: Session, people: Collection[UUID], kind: str, facts: dict[str, Any], *, seq: int, at: datetime
) -> Sequence[UUID]:
    """A line for each of these people, once per event and kind; returns who got one now.

    A push is deferred for each of their subscriptions; one that waits already says the same, so it is enough.
    """
    if not people:
        return []
    rows = [
        {"id": uuid7(), "person_id": person, "kind": kind, "facts": facts, "source_seq": seq, "at": at}
        for person in sorted(set(people))
    ]
    stmt = insert(Message).values(rows).on_conflict_do_nothing().returning(Message.id, Message.person_id)
    made = tx.execute(stmt).all()
    record(tx, *(Delivered(message_id, person_id) for message_id, person_id in made))
    reached = [person_id for _, person_id in made]
    for subscription_id in queries.subscriptions_of(tx, reached):
        defer(tx, PUSH_JOB, once=f"push/{subscription_id}", subscription_id=str(subscription_id))
    return reached


def read(tx: Session, *, actor: Actor, now: datetime, message_id: UUID) -> Message:
    """Mark one's own message as read; the first reading counts. Raises NOT_FOUND."""
    message = queries.message(tx, actor.person_id, message_id)
    if message is None:
        raise NOT_FOUND()
    message.read_at = message.read_at or now
    return message


def subscribe(
    tx: Session, *, actor: Actor, now: datetime, key: UUID, endpoint: str, keys: dict[str, str], hosts: Sequence[str]
) -> UUID:
    """Remember where this browser wants to be told; a browser that somebody else signed in with is now theirs.

    Returns the subscription's id. Raises HOST_NOT_ALLOWED, NOT_A_SUBSCRIPTION, TOO_OFTEN.
    """
    try:
        allowed(endpoint, hosts)
    except NotAllowed as error:
        raise HOST_NOT_ALLOWED(field="endpoint") from error
    p256dh, auth = _decoded(keys["p256dh"]), _decoded(keys["auth"])
    if not valid_keys(p256dh, auth):
        raise NOT_A_SUBSCRIPTION(field="keys")
    mine: dict[str, Any] = {"person_id": actor.person_id, "p256dh": p256dh, "auth": auth}
    if (known := queries.subscription(tx, endpoint=endpoint, **mine)) is not None:
        return known
    limits.insist(tx, [CHANGES.of(actor.person_id)], now)
    stmt = insert(PushSubscription).values(id=key, endpoint=endpoint, created_at=now, **mine)
    told_anew = {**mine, "created_at": now}
    upsert = stmt.on_conflict_do_update(index_elements=["endpoint"], set_=told_anew).returning(PushSubscription.id)
    subscription_id = tx.execute(upsert).scalar_one()
    for old in queries.subscriptions_by_age(tx, actor.person_id)[BROWSERS:]:
        forget(tx, old)
    return subscription_id


def unsubscribe(tx: Session, *, actor: Actor, subscription_id: UUID) -> None:
    """Forget one's own subscription. Raises NOT_FOUND."""
    own = select(PushSubscription.id).where(
        PushSubscription.id == subscription_id, PushSubscription.person_id == actor.person_id
    )
    if tx.scalar(own) is None:
        raise NOT_FOUND()
    forget(tx, subscription_id)


def forget(tx: Session, subscription_id: UUID) -> None:
    """Delete a subscription; one that is gone is gone."""
    tx.execute(delete(PushSubscription).where(PushSubscription.id == subscription_id))


def _decoded(text: str) -> bytes:
    try:
        return read_base64url(text)
    except ValueError as error:
        raise NOT_A_SUBSCRIPTION(field="keys") from error


def forget_person(tx: Session, person_id: UUID) -> None:
    """Their inbox and the browsers in which they were told."""
    for table in (PushSubscription, Message):
        tx.execute(delete(table).where(table.person_id == person_id))
