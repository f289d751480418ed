"""The register of inspection items: made, changed, retired; published only by a list (B-15, B-16)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND, STALE
from backend.kernel.transaction import CONSTRAINTS
from backend.planning.events import ItemOverdue
from backend.planning.items import queries as item_queries
from backend.planning.items.states import ItemDays
from backend.planning.models import Item
from backend.planning.on_lists import not_drawable
from backend.planning.problems import (
    ITEM_CODE_FIXED,
    ITEM_CODE_TAKEN,
    ITEM_NOT_DRAWN,
    ITEM_RETIRED,
    ITEM_SPAN,
    ITEM_UNPUBLISHED,
    PUBLICATION_BY_LIST,
)
from backend.rulesets import service as rulesets

CONSTRAINTS["uq_item_organ_id_code"] = ITEM_CODE_TAKEN

EDITABLE = (
    "code", "name", "name_en", "basis", "field", "in_force_from", "in_force_to", "published_on", "repealed_on",
    "cap_most", "cap_period", "recording", "draw", "legal_review", "source_organ_id", "checklist",
)  # fmt: skip
"""What the register's form shows; `published_on` is the bureau's."""


def make(tx: Session, *, actor: Actor, item_id: UUID, organ_id: UUID | None, values: Mapping[str, Any]) -> Item:
    """A new item of an organ; it waits for publication. Raises NOT_FOUND, ITEM_SPAN, PUBLICATION_BY_LIST."""
    organ = item_queries.organ_for(tx, actor, organ_id or actor.organ_id, "item.write")
    if organ is None:
        raise NOT_FOUND(field="organ_id")
    item = Item(id=item_id, organ_id=organ.id)
    _fill(tx, actor, item, {"name_en": "", **values})
    tx.add(item)
    return item


def change(tx: Session, *, actor: Actor, item_id: UUID, version: int, values: Mapping[str, Any]) -> Item:
    """Change what is given. Raises NOT_FOUND, STALE with the current version, ITEM_CODE_FIXED and what `make` raises."""
    item = _locked(tx, actor, item_id, version)
    if item.published_on is not None and values.get("code", item.code) != item.code:
        raise ITEM_CODE_FIXED(field="code")
    if values.get("basis", item.basis) != item.basis and "repealed_on" not in values:
        values = {**values, "repealed_on": None}  # another basis: the repeal of the old one no longer matters
    _fill(tx, actor, item, values)
    return item


def retire(tx: Session, *, actor: Actor, item_id: UUID, version: int, last_day: date, reason: str) -> Item:
    """End an item with its last day; codes for later days are refused from now on. Raises NOT_FOUND, STALE, ITEM_RETIRED."""
    item = _locked(tx, actor, item_id, version)
    if item.in_force_to is not None and item.in_force_to <= last_day:
        raise ITEM_RETIRED(day=item.in_force_to)
    item.in_force_to, item.retire_reason, item.version = last_day, reason, item.version + 1
    return item


def current(item: Item) -> dict[str, Any]:
    """The item as it stands, as JSON values."""
    told = {name: getattr(item, name) for name in EDITABLE}
    return {name: value.isoformat() if isinstance(value, date) else _text(value) for name, value in told.items()}


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def days_of(item: Item) -> ItemDays:
    """The days of an item, for what may be said of it."""
    return ItemDays(item.published_on, item.in_force_from, item.in_force_to, item.repealed_on)


def check_in_force(item: Item | None, day: date) -> None:
    """Raise ITEM_UNPUBLISHED with the reason unless the item is published and in force on the day (B-15)."""
    reason = days_of(item).why_not(day) if item else ("unknown", "不是本单位的事项", "is none of the organ's")
    if reason is not None:
        name = item.name if item else ""
        raise ITEM_UNPUBLISHED(
            field="item_ids", item=name, day=day, reason=reason[0], why_zh=reason[1], why_en=reason[2]
        )


def check_drawn(tx: Session, trigger: str, item_ids: Collection[UUID], day: date) -> None:
    """Raise ITEM_NOT_DRAWN where a visit by random draw looks at an item that its list does not name (B-85)."""
    name = not_drawable(tx, item_ids, day) if trigger == "draw" else None
    if name is not None:
        raise ITEM_NOT_DRAWN(field="item_ids", item=name, day=day)


def tell_overdue(tx: Session, *, region_code: str, now: datetime) -> int:
    """Tell supervision of every item that stands although its basis was repealed too long ago (B-16); how many.

    Each is told once: until it was put right and fell behind again.
    """
    region = identity.region(tx, region_code)
    today = now.astimezone(ZoneInfo(region.zone)).date()
    most = rulesets.or_default(tx, region_code, now).items.republish_days
    late = [
        each for each in item_queries.with_repealed_basis(tx, region.path, today) if days_of(each).overdue(today, most)
    ]
    for item in late:
        item.overdue_told_on = today
        record(tx, _told(item, region_code, today, most))
    return len(late)


def _told(item: Item, region_code: str, today: date, most: int) -> ItemOverdue:
    assert item.repealed_on is not None
    return ItemOverdue(
        item.id, item.organ_id, region_code, item.name, item.repealed_on, (today - item.repealed_on).days, most
    )


def _locked(tx: Session, actor: Actor, item_id: UUID, version: int) -> Item:
    row = item_queries.one(tx, actor, item_id, action="item.write", lock=True)
    if row is None:
        raise NOT_FOUND()
    item: Item = row.Item
    if item.version != version:
        raise STALE(field="version", version=item.version, current=current(item))
    return item


def _fill(tx: Session, actor: Actor, item: Item, values: Mapping[str, Any]) -> None:
    if "published_on" in values and values["published_on"] != item.published_on and actor.role != "bureau":
        raise PUBLICATION_BY_LIST(field="published_on")
    _check_source(tx, actor, values.get("source_organ_id"))
    for name, value in values.items():
        setattr(item, name, value)
    if item.in_force_to is not None and item.in_force_to < item.in_force_from:
        raise ITEM_SPAN(field="in_force_to")
    if item.in_force_to is None:
        item.retire_reason = None
    if item.repealed_on is None:
        item.overdue_told_on = None
    item.version = (item.version or 0) + 1


def _check_source(tx: Session, actor: Actor, organ_id: UUID | None) -> None:
    """Who handed an item over is an organ that is known here, of whatever level."""
    if organ_id is not None and not identity.organs_by_id(tx, [organ_id]):
        raise NOT_FOUND(field="source_organ_id")


def state_of(item: Item, day: date, republish_days: int) -> str:
    """Where the item stands on a local day."""
    return days_of(item).state(day, republish_days)
