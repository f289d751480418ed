"""Reads of clues, restricted to what the reader may see; the number's holder reads by `by_receipt`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from backend.certificates.short_codes import read_short_code
from backend.clues.models import Clue, ClueAct
from backend.identity.access.scope import allowed, visible
from backend.identity.actor import Actor
from backend.kernel.sorting import Sorting

SORTING = Sorting(
    case((Clue.closed_at.is_(None), 0), else_=1), Clue.closed_at.desc().nulls_last(), Clue.due_at, Clue.id,
    due=Clue.due_at, received=Clue.received_at, state=Clue.state,
)  # fmt: skip
"""Open clues by the time left, closed ones newest first."""


def seen_by(stmt: Select[Any], actor: Actor, action: str = "clue.see") -> Select[Any]:
    """Of a query of clues, those to which the actor may do this."""
    return visible(
        stmt, actor, action,
        organ=Clue.handler_id, region_path=Clue.region_path, owner=Clue.supervisor_id, accused=Clue.accused_id,
    )  # fmt: skip


def known_teller(actor: Actor) -> ColumnElement[bool]:
    """Of which clues this reader may know who told: no filter and no search may tell it to anybody else (B-74)."""
    sides = {"organ": Clue.handler_id, "region_path": Clue.region_path, "owner": Clue.supervisor_id}
    return or_(allowed(actor, "clue.teller.see", accused=Clue.accused_id, **sides), Clue.hidden.is_(False))


def wanted(actor: Actor, *, state: str, door: str, overdue: bool, q: str, now: datetime) -> Select[Clue]:
    """The clues that a list shows, as far as the actor may see them; `state` may be `open`."""
    stmt, known = seen_by(select(Clue), actor), known_teller(actor)
    if state:
        stmt = stmt.where(Clue.closed_at.is_(None) if state == "open" else Clue.state == state)
    if door:
        stmt = stmt.where(Clue.door == door, known)
    if overdue:
        stmt = stmt.where(Clue.closed_at.is_(None), Clue.due_at <= now)
    return stmt.where(_mentions(q, known)) if q else stmt


def clues(
    tx: Session, actor: Actor, *, sort: str, page: int, page_size: int, **asked: Any
) -> tuple[Sequence[Clue], int]:
    """A page of what is `wanted`, and how many there are."""
    stmt = wanted(actor, **asked)
    total = tx.scalar(select(func.count()).select_from(stmt.subquery())) or 0
    return tx.scalars(stmt.order_by(*SORTING.order(sort)).limit(page_size).offset((page - 1) * page_size)).all(), total


def clue(tx: Session, actor: Actor, clue_id: UUID, action: str = "clue.see", *, lock: bool = False) -> Clue | None:
    """One clue to which the actor may do this; locked where it is about to change."""
    stmt = seen_by(select(Clue), actor, action).where(Clue.id == clue_id)
    return tx.scalar(stmt.with_for_update() if lock else stmt)


def by_receipt(tx: Session, number: str) -> Clue | None:
    """The clue of a number as it is stored."""
    return tx.scalar(select(Clue).where(Clue.receipt == number))


def acts_of(tx: Session, clue_id: UUID) -> Sequence[ClueAct]:
    """The story of a clue, oldest first."""
    return tx.scalars(select(ClueAct).where(ClueAct.clue_id == clue_id).order_by(ClueAct.at, ClueAct.id)).all()


def overdue(tx: Session, now: datetime, most: int) -> Sequence[Clue]:
    """Clues whose term has passed and of which nobody was told, locked; those that others hold are left to them."""
    late = select(Clue).where(Clue.closed_at.is_(None), Clue.due_at <= now, Clue.overdue_told.is_(False))
    return tx.scalars(late.order_by(Clue.due_at).limit(most).with_for_update(skip_locked=True)).all()


def _mentions(q: str, known: ColumnElement[bool]) -> ColumnElement[bool]:
    number = read_short_code(q)
    texts = (each.contains(q, autoescape=True) for each in (Clue.text, Clue.about, Clue.place))
    return or_(and_(Clue.receipt == number, known), *texts) if number else or_(*texts)
