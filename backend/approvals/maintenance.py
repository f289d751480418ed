"""A grant lets one person of the maintenance staff read one region for some hours; two people give it (B-106)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.models import ApprovalRequest
from backend.approvals.problems import NOT_MAINTENANCE
from backend.config import Settings
from backend.identity import queries as people
from backend.identity.access import grants
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.kernel.problems import NOT_FOUND

HOURS_MOST = 72
KIND = "maintenance.grant"


def ask(
    tx: Session, *, actor: Actor, now: datetime, request_id: UUID, person_id: UUID, region_code: str | None, hours: int,
    reason: str,
) -> ApprovalRequest:  # fmt: skip
    """Ask for a grant. Raises NOT_FOUND for a region that is not the actor's, NOT_MAINTENANCE."""
    code = region_code or actor.region
    path = people.path_of_region(tx, code)
    if path is None or not may(actor, KIND, Thing(region_path=path)):
        raise NOT_FOUND(field="region_code")
    _check_person(tx, person_id)
    subject = {"person_id": str(person_id), "region_code": code, "hours": hours}
    return request(tx, KIND, subject, actor=actor, reason=reason, now=now, request_id=request_id, region_path=path)


@on_approval(KIND)
def give(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, settings: Settings) -> None:
    """The grant begins with the second person's yes. Raises NOT_MAINTENANCE if the person left meanwhile."""
    person_id = UUID(asked.subject["person_id"])
    _check_person(tx, person_id)
    grants.give(
        tx, grant_id=asked.id, person_id=person_id, region_code=asked.subject["region_code"], reason=asked.reason,
        asked_by=asked.requested_by, approved_by=decider.person_id, now=now,
        until=now + timedelta(hours=asked.subject["hours"]),
    )  # fmt: skip


def grants_of(
    tx: Session, actor: Actor, now: datetime, *, page: int, page_size: int
) -> tuple[list[dict[str, Any]], int]:
    """A page of the grants of the actor's region, newest first, and how many there are."""
    rows, total = grants.listed(tx, actor, page=page, page_size=page_size)
    return _answers(tx, rows, now), total


def take_back(tx: Session, actor: Actor, grant_id: UUID, now: datetime) -> dict[str, Any]:
    """End a grant before its time. Raises NOT_FOUND."""
    grant = grants.take_back(tx, actor, grant_id, now)
    if grant is None:
        raise NOT_FOUND()
    return _answers(tx, [grant], now)[0]


def _check_person(tx: Session, person_id: UUID) -> None:
    if not people.holds_role(tx, person_id, "maintenance"):
        raise NOT_MAINTENANCE(field="person_id")


def _answers(tx: Session, rows: Sequence[grants.MaintenanceGrant], now: datetime) -> list[dict[str, Any]]:
    names = people.names(tx, [each.person_id for each in rows])
    return [
        {
            "id": each.id, "person": {"id": each.person_id, "name": names[each.person_id]}, "reason": each.reason,
            "region_code": each.region_code, "begins_at": each.begins_at, "ends_at": each.ends_at,
            "taken_back_at": each.taken_back_at, "in_force": each.runs_at(now),
        }
        for each in rows
    ]  # fmt: skip
