"""Reads about items: the register, and those that B-16 asks about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.sorting import Sorting
from backend.planning.models import Item
from backend.registers.searching import paged

SORTING = Sorting(
    Organ.code, Item.code, Item.id, name=Item.pinyin, code=Item.code, organ=Organ.pinyin, days=Item.in_force_from
)


def register(
    tx: Session, actor: Actor, day: date, *, sort: str, page: int, page_size: int, **which: Any
) -> tuple[Sequence[Row[Any]], int]:
    """A page of the items that the actor may see and that are `listed`, each with its organ, by organ and code."""
    wanted = listed(actor, day, **which)
    return paged(tx, wanted, _seen(actor, "item.list"), Item.id, SORTING.order(sort), page, page_size)


def choices(tx: Session, organ_id: UUID, day: date, q: str, most: int) -> tuple[Sequence[Item], int]:
    """The organ's items that are published and not retired, by code, `most` of them; and how many there are."""
    wanted = select(Item).where(Item.organ_id == organ_id, Item.published_on.is_not(None), _stands(day))
    for word in q.split():
        wanted = wanted.where(_called(word))
    total = tx.scalar(select(func.count()).select_from(wanted.with_only_columns(Item.id).subquery())) or 0
    return tx.scalars(wanted.order_by(Item.code).limit(most)).all(), total


def listed(actor: Actor, day: date, *, organ_id: UUID | None, state: str | None, q: str) -> Select[Any]:
    """(item, organ) of an organ, in a state, by name, pinyin or code, as far as the actor may see them."""
    wanted = _seen(actor, "item.list")
    if organ_id is not None:
        wanted = wanted.where(Item.organ_id == organ_id)
    if state is not None:
        wanted = wanted.where(_is(state, day))
    for word in q.split():
        wanted = wanted.where(_named(word))
    return wanted


def one(tx: Session, actor: Actor, item_id: UUID, *, action: str, lock: bool = False) -> Row[Any] | None:
    """An item with its organ, if the actor may do this to it; with `lock` nobody else changes it before we commit."""
    wanted = _seen(actor, action).where(Item.id == item_id)
    return tx.execute(wanted.with_for_update(of=Item) if lock else wanted).first()


def organ_for(tx: Session, actor: Actor, organ_id: UUID, action: str) -> Organ | None:
    """The organ, if the actor may do this to its items."""
    wanted = select(Organ).join(Region, Region.code == Organ.region_code).where(Organ.id == organ_id)
    return tx.scalars(visible(wanted, actor, action, organ=Organ.id, region_path=Region.path)).first()


def standing(tx: Session, organ_ids: Collection[UUID], day: date) -> Sequence[Item]:
    """The items of these organs that are not retired on the day, by organ and code."""
    wanted = select(Item).join(Organ, Organ.id == Item.organ_id).where(Item.organ_id.in_(organ_ids), _stands(day))
    return tx.scalars(wanted.order_by(Organ.code, Item.code)).all()


def with_repealed_basis(tx: Session, region_path: str, day: date) -> Sequence[Item]:
    """Published items of one region whose basis was repealed by the day, which stand, and of which nobody was told."""
    wanted = select(Item).join(Organ, Organ.id == Item.organ_id).join(Region, Region.code == Organ.region_code)
    untold = Item.overdue_told_on.is_(None) & (Item.repealed_on < day) & (Item.published_on <= day)
    found = wanted.where(Region.path == region_path, untold, _stands(day)).order_by(Item.id)
    return tx.scalars(found.with_for_update(of=Item, skip_locked=True)).all()


def regions_with_repealed(tx: Session) -> Sequence[str]:
    """The codes of the regions that have an item whose basis was repealed."""
    wanted = select(Organ.region_code).join(Item, Item.organ_id == Organ.id)
    return tx.scalars(wanted.where(Item.repealed_on.is_not(None), Item.overdue_told_on.is_(None)).distinct()).all()


def _seen(actor: Actor, action: str) -> Select[Any]:
    wanted = select(Item, Organ).join(Organ, Organ.id == Item.organ_id).join(Region, Region.code == Organ.region_code)
    return visible(cast(Select[Any], wanted), actor, action, organ=Item.organ_id, region_path=Region.path)


def _named(word: str) -> ColumnElement[bool]:
    return or_(_called(word), Organ.name.contains(word, autoescape=True))


def _called(word: str) -> ColumnElement[bool]:
    return or_(
        Item.name.icontains(word, autoescape=True), Item.name_en.icontains(word, autoescape=True),
        Item.code.istartswith(word, autoescape=True), Item.pinyin.contains(word.lower(), autoescape=True),
    )  # fmt: skip


def _stands(day: date) -> ColumnElement[bool]:
    return or_(Item.in_force_to.is_(None), Item.in_force_to >= day)


def _is(state: str, day: date) -> ColumnElement[bool]:
    published = and_(Item.published_on.is_not(None), _stands(day))
    begun = and_(published, Item.published_on <= day, Item.in_force_from <= day)
    return {
        "retired": ~_stands(day),
        "unpublished": and_(Item.published_on.is_(None), _stands(day)),
        "coming": and_(published, or_(Item.published_on > day, Item.in_force_from > day)),
        "in_force": begun,
        "repealed": and_(begun, Item.repealed_on <= day),
    }.get(state, false())
