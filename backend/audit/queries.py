"""Searching the record, for the bureau of the region in which it was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from backend.audit.models import AuditEntry, Digest
from backend.identity.access_words import WORDS
from backend.identity.actor import Actor
from backend.identity.models import Person, Region
from backend.identity.scope import visible


@dataclass(frozen=True, slots=True)
class Search:
    """What the record is narrowed to; `q` is part of a name, an action's word or id, or the beginning of an object's id."""

    q: str = ""
    person: UUID | None = None
    action: str | None = None
    result: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def lines(tx: Session, actor: Actor, search: Search, *, page: int, page_size: int) -> Sequence[AuditEntry]:
    """A page of the record, newest first."""
    ordered = _found(select(AuditEntry), actor, search).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all()


def count(tx: Session, actor: Actor, search: Search) -> int:
    """How many lines a search finds."""
    return tx.scalar(_found(select(func.count()).select_from(AuditEntry), actor, search)) or 0


def digests(tx: Session, actor: Actor, *, page: int, page_size: int) -> tuple[Sequence[Digest], int]:
    """A page of the daily figures of the actor's own region, newest first, and how many there are."""
    placed = select(Digest).join(Region, Region.code == Digest.region_code)
    wanted = visible(placed, actor, "audit.see", region_path=Region.path).where(Region.path == actor.region_path)
    total = tx.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(Digest.day.desc())
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


def _found(stmt: Select[Any], actor: Actor, search: Search) -> Select[Any]:
    seen = visible(stmt, actor, "audit.see", region_path=AuditEntry.region_path)
    return seen.where(*_conditions(search))


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (search.person, AuditEntry.person_id.__eq__),
        (search.action, AuditEntry.action.__eq__),
        (search.result, AuditEntry.result.__eq__),
        (search.since, AuditEntry.at.__ge__),
        (search.until, AuditEntry.at.__lt__),
        (search.q or None, _says),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def _says(q: str) -> ColumnElement[bool]:
    called = [action for action, words in WORDS.items() if q == action or any(q.lower() in each for each in words)]
    named = select(Person.id).where(Person.name.contains(q, autoescape=True))
    return or_(
        AuditEntry.person_id.in_(named),
        AuditEntry.action.in_(called),
        AuditEntry.object.startswith(q, autoescape=True),
    )
