"""/items: the register of inspection items (B-15, B-16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import page_of
from backend.planning.answers import item_answer
from backend.planning.choices_api import blueprint
from backend.planning.items import queries as item_queries
from backend.planning.items import service as items
from backend.planning.items.schemas import ItemAnswer, ItemArgs, ItemChange, ItemPage, NewItem, Retirement
from backend.planning.models import Item
from backend.rulesets import service as rulesets

__all__ = ["blueprint"]


@blueprint.route("/items", methods=["GET"])
@access("item.list")
@blueprint.arguments(ItemArgs, location="query")
@blueprint.response(200, ItemPage)
def list_items(args: dict[str, Any]) -> dict[str, Any]:
    """The inspection items of an organ, or of all that the caller may see."""
    organ_id = args.pop("organ_id")
    if organ_id is not None and item_queries.organ_for(tx(), actor(), organ_id, "item.list") is None:
        raise NOT_FOUND(field="organ_id")
    rows, total = item_queries.register(tx(), actor(), _today(), organ_id=organ_id, **args)
    answers = _answers([(each.Item, each.Organ) for each in rows])
    return page_of(answers, total, args["page"], args["page_size"])


@blueprint.route("/items", methods=["POST"])
@access("item.write")
@idempotent
@blueprint.arguments(NewItem)
@blueprint.response(201, ItemAnswer)
def make(body: dict[str, Any]) -> dict[str, Any]:
    """A new item; it may be inspected once the bureau has published it."""
    organ_id = body.pop("organ_id", None)
    item = items.make(tx(), actor=actor(), item_id=idempotency_key(), organ_id=organ_id, values=body)
    return _answer(item)


@blueprint.route("/items/<uuid:item_id>", methods=["GET"])
@access("item.list")
@blueprint.response(200, ItemAnswer)
def see_item(item_id: UUID) -> dict[str, Any]:
    """One item."""
    row = item_queries.one(tx(), actor(), item_id, action="item.list")
    if row is None:
        raise NOT_FOUND()
    return _answers([(row.Item, row.Organ)])[0]


@blueprint.route("/items/<uuid:item_id>", methods=["PATCH"])
@access("item.write")
@idempotent
@blueprint.arguments(ItemChange)
@blueprint.response(200, ItemAnswer)
def change(body: dict[str, Any], item_id: UUID) -> dict[str, Any]:
    """Change an item; a stale `version` is 409 with what stands now."""
    version = body.pop("version")
    return _answer(items.change(tx(), actor=actor(), item_id=item_id, version=version, values=body))


@blueprint.route("/items/<uuid:item_id>/retire", methods=["POST"])
@access("item.write")
@idempotent
@blueprint.arguments(Retirement)
@blueprint.response(200, ItemAnswer)
def retire(body: dict[str, Any], item_id: UUID) -> dict[str, Any]:
    """End an item with its last day; no code is issued for it afterwards."""
    return _answer(items.retire(tx(), actor=actor(), item_id=item_id, **body))


def _today() -> date:
    return now().astimezone(ZoneInfo(identity.region(tx(), actor().region).zone)).date()


def _answer(item: Item) -> dict[str, Any]:
    tx().flush()
    return _answers([(item, identity.organ(tx(), item.organ_id))])[0]


def _answers(rows: Sequence[tuple[Item, Organ]]) -> list[dict[str, Any]]:
    sources = identity.organs_by_id(tx(), {item.source_organ_id for item, _ in rows if item.source_organ_id})
    most, today = rulesets.or_default(tx(), actor().region, now()).items.republish_days, _today()
    return [
        {
            **item_answer(item), **_days(item, most), "field": item.field, "recording": item.recording,
            "draw": item.draw, "legal_review": item.legal_review, "checklist": item.checklist, "retire_reason": item.retire_reason,
            "cap": {"most": item.cap_most, "period": item.cap_period} if item.cap_period else None,
            "source_organ": _organ(sources[item.source_organ_id]) if item.source_organ_id else None,
            "organ": _organ(organ), "state": items.state_of(item, today, most), "version": item.version,
        }
        for item, organ in rows
    ]  # fmt: skip


def _days(item: Item, most: int) -> dict[str, str | None]:
    act_by = item.repealed_on + timedelta(days=most) if item.repealed_on else None
    told = {
        "in_force_from": item.in_force_from, "in_force_to": item.in_force_to, "repealed_on": item.repealed_on,
        "act_by": act_by,
    }  # fmt: skip
    return {name: day.isoformat() if day else None for name, day in told.items()}


def _organ(organ: Organ) -> dict[str, str]:
    return {"id": str(organ.id), "name": organ.name, "name_en": organ.name_en}
