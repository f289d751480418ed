"""Searching the record, for the bureau of the region in which it was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, and_, any_, func, literal, or_, select
from sqlalchemy.orm import Session

from backend.audit.models import AuditEntry, Digest
from backend.audit.outside import NAMED
from backend.identity.access.scope import Rows, visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.kernel.sorting import Sorting


@dataclass(frozen=True, slots=True)
class Search:
    """What the record is narrowed to; `q` is part of a name, an action's word or id, or the beginning of an object's id."""

    q: str = ""
    person: UUID | None = None
    action: str | None = None
    result: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    own: str = "show"
    """'hide' leaves out the reader's own looks at the record."""


SORTING = Sorting(AuditEntry.at.desc(), AuditEntry.id.desc(), at=AuditEntry.at)


def lines(tx: Session, actor: Actor, search: Search, *, sort: str, page: int, page_size: int) -> Sequence[AuditEntry]:
    """A page of the record. What lies before it is passed over in the index, without reading its lines."""
    order = SORTING.order(sort)
    ids = _found(tx, select(AuditEntry.id), actor, search).order_by(*order)
    chosen = tx.scalars(ids.limit(page_size).offset((page - 1) * page_size)).all()
    return tx.scalars(select(AuditEntry).where(AuditEntry.id.in_(chosen)).order_by(*order)).all()


def count(tx: Session, actor: Actor, search: Search) -> int:
    """How many lines a search finds."""
    return tx.scalar(_found(tx, select(func.count()).select_from(AuditEntry), actor, search)) or 0


def table(tx: Session, actor: Actor, search: Search) -> Select[AuditEntry, str, str]:
    """All lines of a search with the names of person and organ, to be taken out."""
    named = select(AuditEntry, Person.name, Organ.name).outerjoin(Person, Person.id == AuditEntry.person_id)
    return _found(tx, named.outerjoin(Organ, Organ.id == AuditEntry.organ_id), actor, search)


def digests(tx: Session, actor: Actor, *, page: int, page_size: int) -> tuple[Sequence[Digest], int]:
    """A page of the daily figures of the actor's own region, newest first, and how many there are."""
    placed = select(Digest).join(Region, Region.code == Digest.region_code)
    wanted = visible(placed, actor, "audit.see", region_path=Region.path).where(Region.path == actor.region_path)
    total = tx.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(Digest.day.desc())
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


def _found(tx: Session, stmt: Rows, actor: Actor, search: Search) -> Rows:
    seen = visible(stmt, actor, "audit.see", region_path=AuditEntry.region_path)
    return seen.where(*_conditions(tx, search), *(_no_looks_of(actor) if search.own == "hide" else ()))


def _no_looks_of(actor: Actor) -> list[ColumnElement[bool]]:
    own = and_(AuditEntry.action == "audit.see", AuditEntry.person_id.is_not_distinct_from(actor.person_id))
    return [~own]


def _conditions(tx: Session, search: Search) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (search.person, AuditEntry.person_id.__eq__),
        (search.action, AuditEntry.action.__eq__),
        (search.result, AuditEntry.result.__eq__),
        (search.since, AuditEntry.at.__ge__),
        (search.until, AuditEntry.at.__lt__),
        (search.q or None, partial(_says, tx)),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def _says(tx: Session, q: str) -> ColumnElement[bool]:
    """Every way is one that an index can answer; people are found first, and a way that nothing can take is left out."""
    called = [action for action, words in NAMED.items() if q == action or any(q.lower() in each for each in words)]
    named = tx.scalars(select(Person.id).where(Person.name.contains(q, autoescape=True))).all()
    ways = [AuditEntry.object.startswith(q, autoescape=True)]
    if named:
        ways.append(AuditEntry.person_id == any_(literal(list(named), ARRAY(Uuid))))
    return or_(*ways, AuditEntry.action.in_(called)) if called else or_(*ways)
