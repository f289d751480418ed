"""Clues as a table that may be taken out: never who told, nor the number that they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.clues import queries
from backend.clues.answers import clue_answers
from backend.clues.models import Clue
from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.registers.exporters import Taking, exporter

STATE_WORDS = {
    "received": "待受理",
    "accepted": "办理中",
    "referred": "已转办",
    "refused": "不予受理",
    "answered": "已答复",
}
KIND_WORDS = {"no_scan": "没有扫码就来检查", "other": "其他情形"}
TITLES = (
    "收到时间",
    "情形",
    "反映的单位（原文）",
    "被反映单位",
    "地点",
    "内容",
    "状态",
    "承办单位",
    "期限",
    "延期",
    "办结时间",
    "答复",
)


def _lines(taking: Taking, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    clues: list[Clue] = [row[0] for row in rows]
    for clue, told in zip(clues, clue_answers(taking.tx, taking.actor, clues, taking.now), strict=True):
        accused, handler = ((told[side] or {}).get("name") for side in ("accused", "handler"))
        yield (
            taking.local(clue.received_at), KIND_WORDS[clue.kind], clue.about, accused, clue.place, clue.text,
            STATE_WORDS[clue.state], handler, taking.local(clue.due_at), "是" if clue.extended else "否",
            taking.local(clue.closed_at), clue.answer,
        )  # fmt: skip


@exporter("clues", zh="线索", titles=TITLES, sorting=queries.SORTING, lines=_lines)
def table_of_clues(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Clues as the list shows them, filtered in the same way."""
    asked = {name: filters.get(name, "") for name in ("state", "door", "q")}
    stmt = queries.wanted(actor, overdue=filters.get("overdue") in ("1", "true"), now=now, **asked)
    return stmt.where(allowed(actor, "export.make", organ=Clue.handler_id, region_path=Clue.region_path))
