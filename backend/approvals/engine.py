"""Ask, and decide: what is asked for happens in the transaction of the second person's yes, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals import queries
from backend.approvals.events import Asked, Decided
from backend.approvals.models import ApprovalRequest
from backend.approvals.problems import DECIDED, EXPIRED, SAME_PERSON
from backend.config import Settings
from backend.identity.access.table import TWO_PEOPLE, Thing, may
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_ALLOWED, NOT_FOUND

OPEN_FOR = timedelta(days=7)

Run = Callable[[Session, ApprovalRequest, Actor, datetime, Settings], None]
RUNS: dict[str, Run] = {}
"""Kind → what a yes does. Filled when the module that needs two people is imported."""


def on_approval(kind: str) -> Callable[[Run], Run]:
    """Register `run(tx, request, decider, now, settings)`. Raises LookupError for a kind outside `access.TWO_PEOPLE`."""
    _check_kind(kind)

    def register(run: Run) -> Run:
        RUNS[kind] = run
        return run

    return register


def request(
    tx: Session,
    kind: str,
    subject: dict[str, Any],
    *,
    actor: Actor,
    reason: str,
    now: datetime,
    request_id: UUID | None = None,
    region_path: str | None = None,
) -> ApprovalRequest:
    """Ask for something. Whether the actor may ask is settled by the caller's own action.

    Those who may do `kind` in `region_path` (that of the actor where none is given) decide within seven days.
    """
    _check_kind(kind)
    row = ApprovalRequest(
        id=request_id or uuid7(), kind=kind, subject=subject, reason=reason, requested_by=actor.person_id,
        organ_id=actor.organ_id, region_path=region_path or actor.region_path, requested_at=now,
        expires_at=now + OPEN_FOR, state="waiting",
    )  # fmt: skip
    tx.add(row)
    record(tx, Asked(row.id, kind, row.organ_id, row.region_path, actor.person_id))
    return row


def decide(
    tx: Session, *, request_id: UUID, decision: str, note: str, actor: Actor, now: datetime, settings: Settings
) -> ApprovalRequest:
    """Say yes ('approve') or no ('reject') to somebody else's request.

    Raises NOT_FOUND, SAME_PERSON, NOT_ALLOWED, DECIDED, EXPIRED, and whatever the kind's own run raises.
    """
    row = queries.one(tx, actor, request_id, lock=True)
    if row is None:
        raise NOT_FOUND()
    _check_decider(actor, row)
    _check_open(row, now)
    row.state = "approved" if decision == "approve" else "rejected"
    row.decided_by, row.decided_at, row.note = actor.person_id, now, note
    record(tx, Decided(row.id, row.kind, row.organ_id, row.region_path, row.requested_by, decision))
    if decision == "approve":
        RUNS[row.kind](tx, row, actor, now, settings)
    return row


def may_decide(actor: Actor, row: ApprovalRequest) -> bool:
    """Whether the actor is a second person for this request: allowed to decide, allowed the thing, and not the first."""
    thing = Thing(organ_id=row.organ_id, region_path=row.region_path, owner_id=row.requested_by)
    return may(actor, "approval.decide", thing) and may(actor, row.kind, thing)


def _check_decider(actor: Actor, row: ApprovalRequest) -> None:
    if row.requested_by == actor.person_id:
        raise SAME_PERSON()
    if not may_decide(actor, row):
        raise NOT_ALLOWED()


def _check_open(row: ApprovalRequest, now: datetime) -> None:
    if row.state != "waiting":
        raise DECIDED()
    if now >= row.expires_at:
        raise EXPIRED()


def _check_kind(kind: str) -> None:
    if kind not in TWO_PEOPLE:
        raise LookupError(f"{kind} is not among the actions that need two people")
