"""The visits of a day as a table that may be taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.monitoring import daily
from backend.monitoring.answers import visit_rows
from backend.policy.sentences import word
from backend.registers.exporters import Taking, exporter

TITLES = (
    "企业", "统一社会信用代码", "检查单位", "状态", "进展", "计划日期", "计划时间", "到场时间", "离场时间", "应录（秒）", "已录（秒）",
    "未封存文件", "经度", "纬度", "检查编号",
)  # fmt: skip


def _lines(taking: Taking, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for row, told in zip(rows, visit_rows(taking.tx, rows, taking.now), strict=True):
        yield (
            told["enterprise"]["name"], row.identifier, row.organ_name, word("mark", row.mark, "zh"), told["headline"]["zh"],
            row.planned_on, told["starts_at"], taking.local(row.arrived_at), taking.local(row.left_at),
            told["recording"]["required_s"], told["recording"]["recorded_s"], told["unsealed"],
            row.longitude, row.latitude, told["id"],
        )  # fmt: skip


@exporter("visits", zh="检查", titles=TITLES, sorting=daily.SORTING, lines=_lines)
def table_of_visits(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """The visits of a day as the list shows them, filtered in the same way; today's where no day is named."""
    zone = ZoneInfo(identity.region(tx, actor.region).zone)
    organ, day = filters.get("organ_id"), filters.get("day")
    visits = daily.visits_of_day(
        actor, date.fromisoformat(day) if day else now.astimezone(zone).date(), zone,
        organ_id=UUID(organ) if organ else None, to=("visit.see", "export.make"),
    )  # fmt: skip
    asked = daily.Filters(
        filters.get("mark"), filters.get("state"), filters.get("q", ""), unsealed=filters.get("unsealed") == "true"
    )
    return daily.narrowed(visits, asked)
