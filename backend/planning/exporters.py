"""Inspection items as a table that may be taken out; it can come in again as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.clock import local_day
from backend.planning import item_queries
from backend.planning.importers import COLUMNS, RECORDING
from backend.planning.models import Item
from backend.registers.exporters import exporter

WORD_OF_RECORDING = {level: word for word, level in RECORDING.items() if level not in (None, word)}
TITLES = (*(column.zh for column in COLUMNS), "单位名称")


def _cells(row: Any) -> Sequence[Any]:
    item, organ = row.Item, row.Organ
    days = (item.in_force_from, item.in_force_to, item.published_on)
    needs = (WORD_OF_RECORDING[item.recording], *("是" if each else "否" for each in (item.draw, item.legal_review)))
    told = (organ.code, item.code, item.name, item.name_en, item.basis, item.field)
    return (*told, *days, *needs, item.checklist, organ.name)


@exporter("items", zh="检查事项", titles=TITLES, order=(Organ.code, Item.code, Item.id), cells=_cells)
def table_of_items(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Items as the register shows them, filtered in the same way."""
    organ, today = filters.get("organ_id"), local_day(now, identity.region(tx, actor.region).zone)
    wanted = item_queries.listed(
        actor, today, organ_id=UUID(organ) if organ else None, state=filters.get("state"), q=filters.get("q", "")
    )  # fmt: skip
    return wanted.where(allowed(actor, "export.make", organ=Item.organ_id, region_path=Region.path))
