"""The lines of four public lists: items, what is recorded, what is drawn, what is reviewed by lawyers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.lists.sources import Line, Scope, register
from backend.planning.items.queries import standing
from backend.planning.models import Item
from backend.planning.plans import listed as plans_listed  # noqa: F401 -- registers its source


def items(tx: Session, scope: Scope) -> Sequence[Line]:
    """Every item that is not retired before the day; those never published yet bear the edition's day (B-15)."""
    found = standing(tx, scope.organs.keys(), scope.day)
    sources = identity.organs_by_id(tx, {each.source_organ_id for each in found if each.source_organ_id})
    return [_item(each, scope, sources) for each in found]


def publish_items(tx: Session, ids: Sequence[UUID], day: date) -> None:
    """Note the day from which these items are published."""
    tx.execute(update(Item).where(Item.id.in_(ids), Item.published_on.is_(None)).values(published_on=day))


def _item(item: Item, scope: Scope, sources: dict[UUID, Organ]) -> Line:
    source = sources.get(item.source_organ_id) if item.source_organ_id else None
    values = _named(item, scope) | {
        "basis": item.basis, "field": item.field, "cap_most": item.cap_most, "cap_period": item.cap_period,
        "source": source.name if source else "", "in_force_from": item.in_force_from.isoformat(),
        "in_force_to": item.in_force_to.isoformat() if item.in_force_to else None,
        "published_on": (item.published_on or scope.day).isoformat(),
    }  # fmt: skip
    if item.checklist:
        values["checklist"] = item.checklist
    return Line(_key(item, scope), values, item.id if item.published_on is None else None)


def _key(item: Item, scope: Scope) -> str:
    return f"{scope.organs[item.organ_id].code}/{item.code}"


def _named(item: Item, scope: Scope) -> dict[str, Any]:
    organ = scope.organs[item.organ_id]
    return {
        "name": item.name, "name_en": item.name_en, "code": item.code, "organ": organ.name, "organ_en": organ.name_en,
    }  # fmt: skip


def _chosen(
    which: Callable[[Item], bool], more: Callable[[Item], dict[str, Any]]
) -> Callable[[Session, Scope], list[Line]]:
    def lines(tx: Session, scope: Scope) -> list[Line]:
        found = filter(which, standing(tx, scope.organs.keys(), scope.day))
        return [Line(_key(each, scope), _named(each, scope) | more(each)) for each in found]

    return lines


def _basis(item: Item) -> dict[str, Any]:
    return {"basis": item.basis}


register("items", items, publish_items)
register("recording", _chosen(lambda it: it.recording != "none", lambda it: {"recording": it.recording}))
register("draw", _chosen(lambda it: it.draw, _basis))
register("legal_review", _chosen(lambda it: it.legal_review, _basis))
