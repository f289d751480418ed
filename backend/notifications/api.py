"""/inbox and /push."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, settings, tx
from backend.kernel.schema import PageArgs, Schema, UtcDateTime, Words, page_of
from backend.notifications import queries, service
from backend.notifications.endpoints import LONGEST
from backend.notifications.messages import as_words
from backend.notifications.models import Message
from backend.notifications.push import public_key_text, vapid_key

blueprint = Blueprint("notifications", __name__, url_prefix="/api/v1")


class MessageSchema(Schema):
    """A line of the inbox."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    body = fields.Nested(Words, required=True)
    url = fields.String(required=True)
    facts = fields.Dict(required=True)
    at = UtcDateTime(required=True)
    read_at = UtcDateTime(allow_none=True)


class InboxArgs(PageArgs):
    """Which messages; with `unread` only those not yet read."""

    unread = fields.Boolean(load_default=False)


class InboxPage(Schema):
    """A page of the inbox, and how many lines are unread in all."""

    items = fields.List(fields.Nested(MessageSchema), required=True)
    total = fields.Integer(required=True)
    unread = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


class KeySchema(Schema):
    """The public half of the VAPID key, base64url."""

    public_key = fields.String(required=True)


class BrowserKeys(Schema):
    """The browser's own keys, base64url."""

    p256dh = fields.String(required=True, validate=validate.Length(1, 120))
    auth = fields.String(required=True, validate=validate.Length(1, 40))


class SubscriptionSchema(Schema):
    """What PushManager.subscribe gave; `expirationTime` is accepted and not used."""

    endpoint = fields.String(required=True, validate=validate.Length(1, LONGEST))
    keys = fields.Nested(BrowserKeys, required=True)
    expiration_time = fields.Raw(data_key="expirationTime", load_default=None, allow_none=True)


class SubscriptionAnswer(Schema):
    """The subscription's id."""

    id = fields.UUID(required=True)


@blueprint.route("/inbox", methods=["GET"])
@access("inbox.see")
@blueprint.arguments(InboxArgs, location="query")
@blueprint.response(200, InboxPage)
def inbox(args: dict[str, Any]) -> dict[str, Any]:
    """One's own messages, newest first."""
    asked = {name: args[name] for name in ("unread", "page", "page_size")}
    rows, total, unread = queries.inbox(tx(), actor().person_id, **asked)
    return {**page_of([_as_data(row) for row in rows], total, args["page"], args["page_size"]), "unread": unread}


@blueprint.route("/inbox/<uuid:message_id>/read", methods=["POST"])
@access("inbox.see")
@idempotent
@blueprint.response(200, MessageSchema)
def read(message_id: UUID) -> dict[str, Any]:
    """Mark as read."""
    return _as_data(service.read(tx(), actor=actor(), now=now(), message_id=message_id))


@blueprint.route("/push/key", methods=["GET"])
@access("push.subscribe")
@blueprint.response(200, KeySchema)
def push_key() -> dict[str, str]:
    """The key that a browser subscribes to."""
    return {"public_key": public_key_text(vapid_key(settings().data_dir))}


@blueprint.route("/push/subscriptions", methods=["POST"])
@access("push.subscribe")
@idempotent
@blueprint.arguments(SubscriptionSchema)
@blueprint.response(201, SubscriptionAnswer)
def subscribe(body: dict[str, Any]) -> dict[str, Any]:
    """Be told in this browser too."""
    subscription_id = service.subscribe(
        tx(),
        actor=actor(),
        now=now(),
        key=idempotency_key(),
        endpoint=body["endpoint"],
        keys=body["keys"],
        hosts=settings().push_allowed_hosts,
    )
    return {"id": subscription_id}


@blueprint.route("/push/subscriptions/<uuid:subscription_id>", methods=["DELETE"])
@access("push.subscribe")
@blueprint.response(204)
def unsubscribe(subscription_id: UUID) -> None:
    """No more pushes to this browser."""
    service.unsubscribe(tx(), actor=actor(), subscription_id=subscription_id)


def _as_data(row: Message) -> dict[str, Any]:
    same = ("id", "kind", "facts", "at", "read_at")
    return {**{name: getattr(row, name) for name in same}, **as_words(row.kind, row.facts, row.at.year)}
