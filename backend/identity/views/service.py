"""Keep, rename, change and drop one's own views of the desk's lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from backend.identity.models import Person
from backend.identity.views.addresses import canonical
from backend.identity.views.models import SavedView
from backend.identity.views.problems import BAD_ADDRESS, NAME_TAKEN, TOO_MANY_VIEWS
from backend.kernel.problems import NOT_FOUND

MOST = 30
"""Views that one person keeps, of all lists together."""


def kept(tx: Session, me: UUID) -> Sequence[SavedView]:
    """All of one's views, in the order in which they were made."""
    mine = select(SavedView).where(SavedView.person_id == me)
    return tx.scalars(mine.order_by(SavedView.list, SavedView.made_at, SavedView.id)).all()


def keep(tx: Session, me: UUID, view_id: UUID, now: datetime, values: Mapping[str, Any]) -> SavedView:
    """A new view. Raises BAD_ADDRESS, TOO_MANY_VIEWS, NAME_TAKEN."""
    address = _address(values["list"], values["address"])
    _alone(tx, me)
    if (tx.scalar(select(func.count()).where(SavedView.person_id == me)) or 0) >= MOST:
        raise TOO_MANY_VIEWS(most=MOST)
    view = SavedView(id=view_id, person_id=me, made_at=now, **{**values, "address": address})
    _told_apart(tx, view, view.name)
    _only_one_opens(tx, view, opens=view.opens)
    tx.add(view)
    tx.flush()
    return view


def change(tx: Session, me: UUID, view_id: UUID, values: Mapping[str, Any]) -> SavedView:
    """Another name, other filters, or whether the list opens with it. Raises NOT_FOUND, BAD_ADDRESS, NAME_TAKEN."""
    _alone(tx, me)
    view = _own(tx, me, view_id)
    if "address" in values:
        view.address = _address(view.list, values["address"])
    if "name" in values:
        _told_apart(tx, view, values["name"])
        view.name = values["name"]
    if "opens" in values:
        _only_one_opens(tx, view, opens=values["opens"])
        view.opens = values["opens"]
    tx.flush()
    return view


def drop(tx: Session, me: UUID, view_id: UUID) -> None:
    """The view is gone. Raises NOT_FOUND."""
    tx.delete(_own(tx, me, view_id))


def forget(tx: Session, person_id: UUID) -> None:
    """Nothing of what somebody kept stays."""
    tx.execute(delete(SavedView).where(SavedView.person_id == person_id))


def _alone(tx: Session, me: UUID) -> None:
    """One change of one's views at a time: counted and compared, they are still so when the next is let in."""
    tx.execute(select(Person.id).where(Person.id == me).with_for_update(key_share=True))


def _own(tx: Session, me: UUID, view_id: UUID) -> SavedView:
    view = tx.scalar(select(SavedView).where(SavedView.id == view_id, SavedView.person_id == me))
    if view is None:
        raise NOT_FOUND()
    return view


def _address(list_name: str, address: str) -> str:
    try:
        return canonical(list_name, address)
    except ValueError as error:
        raise BAD_ADDRESS(field="address") from error


def _told_apart(tx: Session, view: SavedView, name: str) -> None:
    same = select(SavedView.id).where(
        SavedView.person_id == view.person_id, SavedView.list == view.list, SavedView.name == name, SavedView.id != view.id
    )  # fmt: skip
    if tx.scalar(same) is not None:
        raise NAME_TAKEN(field="name", name=name)


def _only_one_opens(tx: Session, view: SavedView, *, opens: bool) -> None:
    if opens:
        others = update(SavedView).where(SavedView.person_id == view.person_id, SavedView.list == view.list)
        tx.execute(others.where(SavedView.id != view.id).values(opens=False))
