"""What lies sealed is opened by the one who asked, for a day after a second person's yes (B-102)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals import queries
from backend.approvals.models import ApprovalRequest
from backend.approvals.problems import AGREED_LONG_AGO, NOT_AGREED
from backend.identity.actor import Actor
from backend.kernel.problems import NOT_FOUND

OPEN_FOR = timedelta(hours=24)
"""How long a yes opens what is sealed for the one who asked."""


def agreed_request(tx: Session, actor: Actor, request_id: UUID, kind: str, now: datetime) -> ApprovalRequest:
    """The actor's own request of this kind, locked, that may be used now.

    Raises NOT_FOUND for other people's requests, NOT_AGREED, AGREED_LONG_AGO.
    """
    asked = queries.one(tx, actor, request_id, lock=True)
    if asked is None or asked.kind != kind or asked.requested_by != actor.person_id:
        raise NOT_FOUND()
    if asked.state != "approved" or asked.decided_at is None:
        raise NOT_AGREED()
    if now >= asked.decided_at + OPEN_FOR:
        raise AGREED_LONG_AGO()
    return asked
