"""Reads of requests, restricted to what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backend.approvals.models import ApprovalRequest
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.kernel.sorting import Sorting

SORTING = Sorting(
    ApprovalRequest.requested_at.desc(), ApprovalRequest.id, at=ApprovalRequest.requested_at, kind=ApprovalRequest.kind,
    until=ApprovalRequest.expires_at,
)  # fmt: skip


def one(tx: Session, actor: Actor, request_id: UUID, *, lock: bool = False) -> ApprovalRequest | None:
    """A request that the actor may see; with `lock` nobody else decides it before we commit."""
    wanted = _seen(select(ApprovalRequest).where(ApprovalRequest.id == request_id), actor)
    return tx.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def known(tx: Session, request_id: UUID) -> ApprovalRequest:
    """A request by id, for followers, which see all; it must exist."""
    return tx.get_one(ApprovalRequest, request_id)


@dataclass(frozen=True, slots=True)
class Which:
    """Requests in a state, of a kind, or the reader's own."""

    state: str | None = None
    kind: str | None = None
    mine: bool = False


def listed(
    tx: Session, actor: Actor, which: Which, now: datetime, *, sort: str, page: int, page_size: int
) -> tuple[Sequence[ApprovalRequest], int]:
    """A page of requests, newest first, and how many there are."""
    wanted = _seen(select(ApprovalRequest), actor)
    if which.kind:
        wanted = wanted.where(ApprovalRequest.kind == which.kind)
    if which.state:
        wanted = wanted.where(*_in_state(which.state, now))
    if which.mine:
        wanted = wanted.where(ApprovalRequest.requested_by == actor.person_id)
    total = tx.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(*SORTING.order(sort))
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


def _seen(stmt: Select[Any], actor: Actor) -> Select[Any]:
    row = ApprovalRequest
    return visible(stmt, actor, "approval.see", owner=row.requested_by, region_path=row.region_path)


def _in_state(state: str, now: datetime) -> list[Any]:
    """Nobody has to come by and lapse a request: after its term it is over."""
    if state == "expired":
        return [ApprovalRequest.state == "waiting", ApprovalRequest.expires_at <= now]
    over = [ApprovalRequest.expires_at > now] if state == "waiting" else []
    return [ApprovalRequest.state == state, *over]
