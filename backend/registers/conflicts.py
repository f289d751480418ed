"""Enterprises that a person may not visit 回避 (B-13). Planning asks `conflicts_on`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import rfc3339
from backend.policy.identifiers import check_uscc
from backend.registers.models import Conflict
from backend.registers.people import person_for
from backend.registers.problems import NOT_AN_IDENTIFIER, SPAN_WRONG


def conflicts_on(tx: Session, person_ids: Collection[UUID], scheme: str, identifier: str, day: date) -> list[Conflict]:
    """Which of these people may not visit the enterprise on that day, and why."""
    wanted = select(Conflict).where(Conflict.person_id.in_(person_ids), Conflict.scheme == scheme)
    return list(tx.scalars(wanted.where(Conflict.identifier == identifier, holds_on(day))))


def holds_on(day: date | SQLColumnExpression[date]) -> ColumnElement[bool]:
    """An entry counts on that day: its first and its last included."""
    return and_(Conflict.from_on <= day, or_(Conflict.to_on.is_(None), Conflict.to_on >= day))


def add(
    tx: Session, *, actor: Actor, conflict_id: UUID, person_id: UUID, now: datetime, values: dict[str, Any]
) -> Conflict:
    """Put an enterprise on somebody's list. Raises NOT_FOUND, NOT_AN_IDENTIFIER, SPAN_WRONG."""
    person_for(tx, actor, person_id, "conflict.write")
    if values["to_on"] is not None and values["to_on"] < values["from_on"]:
        raise SPAN_WRONG(field="to_on")
    scheme = identity.region(tx, actor.region).scheme
    conflict = Conflict(
        id=conflict_id, person_id=person_id, scheme=scheme, recorded_by=actor.person_id, recorded_at=now,
        **{**values, "identifier": _identifier(scheme, values["identifier"])},
    )  # fmt: skip
    tx.add(conflict)
    tx.flush()
    return conflict


def remove(tx: Session, *, actor: Actor, conflict_id: UUID) -> None:
    """Take an entry off; the history keeps it. Raises NOT_FOUND."""
    conflict = tx.get(Conflict, conflict_id)
    if conflict is None:
        raise NOT_FOUND()
    person_for(tx, actor, conflict.person_id, "conflict.write")
    tx.delete(conflict)
    tx.flush()


def of_person(tx: Session, actor: Actor, person_id: UUID) -> list[dict[str, Any]]:
    """The list of a person. Raises NOT_FOUND."""
    person_for(tx, actor, person_id, "conflict.see")
    wanted = select(Conflict).where(Conflict.person_id == person_id).order_by(Conflict.from_on.desc(), Conflict.id)
    return [answer(each) for each in tx.scalars(wanted)]


def answer(conflict: Conflict) -> dict[str, Any]:
    """One entry."""
    return {
        "id": str(conflict.id), "scheme": conflict.scheme, "identifier": conflict.identifier,
        "reason": conflict.reason, "from_on": conflict.from_on.isoformat(),
        "to_on": conflict.to_on.isoformat() if conflict.to_on else None, "recorded_at": rfc3339(conflict.recorded_at),
    }  # fmt: skip


def _identifier(scheme: str, typed: str) -> str:
    if scheme != "uscc":
        return typed
    normalised = check_uscc(typed).normalised
    if normalised is None:
        raise NOT_AN_IDENTIFIER(field="identifier")
    return normalised
