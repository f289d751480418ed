"""Erasing a person who left: asked for by one, agreed to by another; the evidence of their visits stays (B-101)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.models import ApprovalRequest
from backend.approvals.problems import NOT_ENDED
from backend.config import Settings
from backend.identity import accounts
from backend.identity.actor import Actor
from backend.kernel.problems import NOT_FOUND

KIND = "person.erase"


def ask(tx: Session, *, actor: Actor, now: datetime, request_id: UUID, person_id: UUID, reason: str) -> ApprovalRequest:
    """Ask that somebody who left be erased. Raises NOT_FOUND, NOT_ENDED."""
    found = accounts.within_reach(tx, actor, KIND, person_id)
    if found is None:
        raise NOT_FOUND()
    person, region_path = found
    if person.active:
        raise NOT_ENDED()
    subject = {"person_id": str(person_id)}
    return request(
        tx, KIND, subject, actor=actor, reason=reason, now=now, request_id=request_id, region_path=region_path
    )


@on_approval(KIND)
def erase(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, settings: Settings) -> None:
    """The person is erased with the second person's yes. Raises NOT_ENDED if they came back meanwhile."""
    person_id = UUID(asked.subject["person_id"])
    if accounts.has_ended(tx, person_id):
        return accounts.erase(tx, person_id, now)
    raise NOT_ENDED()
