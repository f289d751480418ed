"""Reads of draws, as far as somebody may see them; the public reads what was committed to in its region."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from backend.draws.models import (
    Draw,
    DrawAct,
    DrawAvoidance,
    DrawObject,
    DrawOfficer,
    DrawPick,
    DrawReplacement,
    DrawTask,
)
from backend.draws.states import ABANDONED, COMMITTED, DRAWN, PUBLISHED
from backend.identity.access.scope import inside, visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person
from backend.kernel.sorting import Sorting
from backend.planning.models import Item, Task

SORTING = Sorting(Draw.created_at.desc(), Draw.id, created=Draw.created_at, days=Draw.first_day, state=Draw.state)
"""The newest first, unless they are sorted otherwise."""

TOLD = (COMMITTED, DRAWN, PUBLISHED)


def seen(stmt: Select[Any], actor: Actor, action: str = "draw.see") -> Select[Any]:
    """Of a query of draws, those to which the actor may do this."""
    sides = {"organ": Draw.organ_id, "region_path": Draw.region_path, "owner": Draw.committed_by}
    return visible(stmt, actor, action, **sides)


def draw(tx: Session, actor: Actor, draw_id: UUID, action: str = "draw.see", *, lock: bool = False) -> Draw | None:
    """A draw to which the actor may do this; with `lock` nobody else moves it before we commit."""
    stmt = seen(select(Draw).where(Draw.id == draw_id), actor, action)
    return tx.scalar(stmt.with_for_update() if lock else stmt)


def draws(
    tx: Session, actor: Actor, *, sort: str, page: int, page_size: int, state: str, q: str
) -> tuple[Sequence[Draw], int]:
    """A page of the draws that the actor may see, in a state, about an item whose name holds `q`."""
    stmt = seen(select(Draw), actor)
    if state:
        stmt = stmt.where(Draw.state == state)
    if q:
        stmt = stmt.where(Draw.item_id.in_(select(Item.id).where(Item.name.contains(q, autoescape=True))))
    total = tx.scalar(select(func.count()).select_from(stmt.subquery())) or 0
    return tx.scalars(stmt.order_by(*SORTING.order(sort)).limit(page_size).offset((page - 1) * page_size)).all(), total


def of_publisher(tx: Session, path: str, most: int) -> Sequence[Draw]:
    """The newest draws of a region and below that were committed to, also those given up afterwards: nothing vanishes."""
    committed = select(DrawAct.draw_id).where(DrawAct.act == COMMITTED)
    told = select(Draw).where(inside(Draw.region_path, path), Draw.id.in_(committed))
    return tx.scalars(told.where(Draw.state.in_((*TOLD, ABANDONED))).order_by(Draw.created_at.desc()).limit(most)).all()


def published(tx: Session, draw_id: UUID) -> Draw | None:
    """A draw that the public may read about: one that was committed to."""
    row = tx.get(Draw, draw_id)
    return row if row is not None and acts_of(tx, [draw_id]).get((draw_id, COMMITTED)) else None


def acts_of(tx: Session, draw_ids: Collection[UUID]) -> dict[tuple[UUID, str], DrawAct]:
    """What was done about these draws, by draw and act."""
    rows = tx.scalars(select(DrawAct).where(DrawAct.draw_id.in_(draw_ids)))
    return {(each.draw_id, each.act): each for each in rows}


def objects_of(tx: Session, draw_id: UUID) -> list[tuple[str, int]]:
    """The pool as it was committed to, in no order."""
    rows = tx.execute(select(DrawObject.name, DrawObject.weight).where(DrawObject.draw_id == draw_id))
    return [(row.name, row.weight) for row in rows]


def officers_of(tx: Session, draw_id: UUID) -> dict[str, Person]:
    """Who is on the list of officers, by the number of the certificate."""
    wanted = select(DrawOfficer.number, Person).join(Person, Person.id == DrawOfficer.person_id)
    return {row.number: row.Person for row in tx.execute(wanted.where(DrawOfficer.draw_id == draw_id))}


def avoidances_of(tx: Session, draw_id: UUID) -> set[tuple[str, str]]:
    """The pairs that keep apart, object and number."""
    wanted = select(DrawAvoidance.object, DrawAvoidance.number).where(DrawAvoidance.draw_id == draw_id)
    return {(row.object, row.number) for row in tx.execute(wanted)}


def picks_of(tx: Session, draw_id: UUID) -> Sequence[Row[DrawPick, DrawObject]]:
    """The drawn objects in their order, each with the enterprise."""
    same = (DrawObject.draw_id == DrawPick.draw_id) & (DrawObject.name == DrawPick.object)
    wanted = select(DrawPick, DrawObject).join(DrawObject, same).where(DrawPick.draw_id == draw_id)
    return tx.execute(wanted.order_by(DrawPick.n)).all()


def pick(tx: Session, draw_id: UUID, n: int) -> Row[DrawPick, DrawObject] | None:
    """The n-th object drawn with its enterprise."""
    same = (DrawObject.draw_id == DrawPick.draw_id) & (DrawObject.name == DrawPick.object)
    wanted = select(DrawPick, DrawObject).join(DrawObject, same)
    return tx.execute(wanted.where(DrawPick.draw_id == draw_id, DrawPick.n == n)).one_or_none()


def replacements_of(tx: Session, draw_id: UUID) -> Sequence[DrawReplacement]:
    """Who does not go where, in the order in which it was written down."""
    wanted = select(DrawReplacement).where(DrawReplacement.draw_id == draw_id)
    return tx.scalars(wanted.order_by(DrawReplacement.at, DrawReplacement.id)).all()


def tasks_of(tx: Session, draw_id: UUID) -> dict[int, Task]:
    """The newest visit planned for each drawn object."""
    wanted = select(DrawTask.n, Task).join(Task, Task.id == DrawTask.task_id).where(DrawTask.draw_id == draw_id)
    return {row.n: row.Task for row in tx.execute(wanted.order_by(Task.created_at))}


def about(tx: Session, draws_: Collection[Draw]) -> tuple[dict[UUID, Organ], dict[UUID, Item]]:
    """The organs and items of these draws."""
    organs = tx.scalars(select(Organ).where(Organ.id.in_({each.organ_id for each in draws_})))
    items = tx.scalars(select(Item).where(Item.id.in_({each.item_id for each in draws_})))
    return {each.id: each for each in organs}, {each.id: each for each in items}
