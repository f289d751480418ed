"""What the items of a visit ask of it: cards of their fields (B-11), and their own caps (B-25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from backend.identity.models import Organ
from backend.planning.models import Item, TaskItem
from backend.policy.facts import ItemCap


@dataclass(frozen=True, slots=True)
class Matters:
    """`fields` is empty where the field of one item is not known."""

    fields: frozenset[str]
    caps: tuple[ItemCap, ...]

    @classmethod
    def of(cls, told: Sequence[dict[str, Any]] | None) -> Self:
        """From what `_TOLD` tells of each item."""
        items = told or []
        fields = [each["field"] for each in items]
        caps = [
            ItemCap(UUID(each["id"]), each["name"], each["most"], each["unit"]) for each in items if each["unit"]
        ]  # fmt: skip
        return cls(frozenset(fields) if all(fields) else frozenset(), tuple(caps))


_TOLD = func.jsonb_agg(
    func.jsonb_build_object(
        "id", Item.id, "name", Item.name, "most", Item.cap_most, "unit", Item.cap_period,
        "field", func.coalesce(func.nullif(Item.field, ""), Organ.field),
    )
)  # fmt: skip
"""An item without a field of its own is of its organ's."""


def _told() -> Select[Any]:
    return select(_TOLD).select_from(Item).join(Organ, Organ.id == Item.organ_id)


def told_of_task(task_id: Any) -> ScalarSelect[Any]:
    """The same for the items of the task in an outer query; `Matters.of` reads it."""
    mine = select(TaskItem.item_id).where(TaskItem.task_id == task_id).correlate_except(TaskItem)
    return _told().where(Item.id.in_(mine)).correlate_except(Item, Organ).scalar_subquery()


def matters_of(tx: Session, item_ids: Sequence[UUID]) -> Matters:
    """What these items ask."""
    return Matters.of(tx.scalar(_told().where(Item.id.in_(item_ids))))
