"""Reads of the white list: one entry, the pages of the desk, what protects on a day (B-36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.enterprises.queries import meant
from backend.enterprises.whitelist_models import LISTED, WhitelistEntry
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ
from backend.kernel.sorting import Sorting, by_name

SORTING = Sorting(
    WhitelistEntry.proposed_at.desc(), WhitelistEntry.id,
    enterprise=by_name(Enterprise.name), organ=by_name(Organ.name), state=WhitelistEntry.state,
    from_on=WhitelistEntry.from_on, reviewed=WhitelistEntry.reviewed_on, ended=WhitelistEntry.ended_on,
)  # fmt: skip
"""The newest first, unless they are sorted otherwise."""


def entry(tx: Session, actor: Actor, entry_id: UUID, action: str = "whitelist.see", *, lock: bool = False) -> Any:
    """The entry to which the actor may do this, or None; with `lock` nobody else moves it before we commit."""
    stmt = _seen(select(WhitelistEntry).where(WhitelistEntry.id == entry_id), actor, action)
    return tx.scalar(stmt.with_for_update() if lock else stmt)


_ENTRIES = (
    select(
        WhitelistEntry,
        Enterprise.name.label("enterprise"),
        Enterprise.identifier,
        Organ.name.label("organ"),
        Organ.name_en.label("organ_en"),
    )
    .join(Enterprise, Enterprise.id == WhitelistEntry.enterprise_id)
    .join(Organ, Organ.id == WhitelistEntry.organ_id)
)


def listed(actor: Actor, *, state: str = "", enterprise_id: UUID | None = None, q: str = "") -> Select[Any]:
    """Entries with their enterprise and the organ that vouches, as far as the actor may see them."""
    wanted = [WhitelistEntry.state == state] if state else []
    wanted += [WhitelistEntry.enterprise_id == enterprise_id] if enterprise_id else []
    wanted += [meant(q)] if q else []
    return _seen(_ENTRIES.where(*wanted), actor)


def page(tx: Session, stmt: Select[Any], sort: str, page: int, page_size: int) -> tuple[Sequence[Row[Any]], int]:
    """A page of `listed`, and how many there are."""
    total = tx.scalar(select(func.count()).select_from(stmt.subquery())) or 0
    ordered = stmt.order_by(*SORTING.order(sort)).limit(page_size).offset((page - 1) * page_size)
    return tx.execute(ordered).all(), total


def in_force(tx: Session, enterprise_id: UUID, day: date) -> WhitelistEntry | None:
    """The entry by which the enterprise stands on the list on that day, with its row locked."""
    wanted = select(WhitelistEntry).where(WhitelistEntry.enterprise_id == enterprise_id, *stands_on(day))
    return tx.scalars(wanted.with_for_update()).first()


def stands_on(day: date) -> list[ColumnElement[bool]]:
    """Whether an entry protects on that day."""
    open_ = or_(WhitelistEntry.to_on.is_(None), WhitelistEntry.to_on >= day)
    return [WhitelistEntry.state == LISTED, WhitelistEntry.from_on <= day, open_]


def _seen(stmt: Any, actor: Actor, action: str = "whitelist.see") -> Any:
    sides = {"organ": WhitelistEntry.organ_id, "region_path": WhitelistEntry.region_path}
    return visible(stmt, actor, action, **sides, owner=WhitelistEntry.proposed_by)
