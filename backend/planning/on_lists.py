"""What the public lists in force on a day say of items: which are recorded (B-59), which may be drawn (B-85)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.lists import queries as lists
from backend.lists.models import ListEdition
from backend.planning.models import Item, Task
from backend.policy.recording import LEVELS

Line = dict[str, Any]
Asked = tuple[Item, Organ, date]


def recording_needed(tx: Session, item_ids: Collection[UUID], day: date) -> str:
    """The most that the recording list in force asks for any of these items; none where no list is in force (B-59)."""
    return _most(lines_of(tx, "recording", [(*each, day) for each in _items(tx, item_ids)]).values())


def recording_of_tasks(
    tx: Session, tasks: Sequence[Task], items: Mapping[UUID, Sequence[Item]], organs: Mapping[UUID, Organ]
) -> dict[UUID, str]:
    """The same for each task on its day, however many there are."""
    asked = {
        task.id: [(each, organs[each.organ_id], task.planned_on) for each in items.get(task.id, ())] for task in tasks
    }
    found = lines_of(tx, "recording", [one for each in asked.values() for one in each])
    return {id_: _most(found[item.id, day] for item, _, day in mine) for id_, mine in asked.items()}


def not_drawable(tx: Session, item_ids: Collection[UUID], day: date) -> str | None:
    """The name of the first item that the draw list in force does not name; None if all stand on it (B-85)."""
    items = _items(tx, item_ids)
    found = lines_of(tx, "draw", [(*each, day) for each in items])
    return next((item.name for item, _ in items if found[item.id, day] is None), None)


def lines_of(tx: Session, kind: str, asked: Sequence[Asked]) -> dict[tuple[UUID, date], Line | None]:
    """Each item's line, by item and day, in the edition of its organ's region or of the nearest above that has one."""
    chains = {code: identity.upwards(tx, code) for code in {organ.region_code for _, organ, _ in asked}}
    editions = lists.editions_of(tx, {code for chain in chains.values() for code in chain}, kind)
    chosen = {
        (item.id, day): (_in_force(editions, chains[organ.region_code], day), f"{organ.code}/{item.code}")
        for item, organ, day in asked
    }
    lines = lists.lines_named(
        tx, {edition for edition, _ in chosen.values() if edition}, {key for _, key in chosen.values()}
    )
    return {which: lines.get((edition, key)) if edition else None for which, (edition, key) in chosen.items()}


def _in_force(editions: Sequence[ListEdition], chain: Sequence[str], day: date) -> UUID | None:
    for code in chain:
        begun = [each for each in editions if each.region_code == code and each.effective_from <= day]
        if begun:
            return max(begun, key=lambda each: (each.effective_from, each.n)).id
    return None


def _items(tx: Session, item_ids: Collection[UUID]) -> list[tuple[Item, Organ]]:
    wanted = select(Item, Organ).join(Organ, Organ.id == Item.organ_id).where(Item.id.in_(item_ids))
    return [(row.Item, row.Organ) for row in tx.execute(wanted.order_by(Item.code))]


def _most(lines: Iterable[Line | None]) -> str:
    return max((line["recording"] for line in lines if line is not None), key=LEVELS.index, default="none")
