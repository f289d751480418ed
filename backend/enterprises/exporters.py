"""Enterprises and the white list as tables that may be taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal
from sqlalchemy.orm import Session

from backend.enterprises import whitelist_queries
from backend.enterprises.models import Enterprise
from backend.enterprises.queries import SORTING, with_site
from backend.enterprises.whitelist_models import WhitelistEntry
from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.registers.exporters import exporter, row_by_row
from backend.registers.searching import found

TITLES = ("统一社会信用代码", "企业名称", "住所", "经度", "纬度", "场所类型", "行业", "类别", "风险等级")


def _cells(row: Any) -> Sequence[Any]:
    return (
        row.identifier, row.enterprise_name, row.address, row.longitude, row.latitude, row.place_type, row.industry,
        "、".join(row.classes), row.tier,
    )  # fmt: skip


@exporter("enterprises", zh="企业", titles=TITLES, sorting=SORTING, lines=row_by_row(_cells))
def enterprises(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Enterprises of the region, with their main premises. They belong to no organ, so the region's keepers take them."""
    wanted = with_site().where(allowed(actor, "export.make", organ=literal(None), region_path=Enterprise.region_path))
    q = filters.get("q")
    return (
        wanted.where(found(q, name=Enterprise.name, pinyin=Enterprise.pinyin, others=(Enterprise.identifier,)))
        if q
        else wanted
    )


STATES = {"proposed": "待决定", "listed": "在名单内", "refused": "未同意", "ended": "已退出"}
LIST_TITLES = (
    "统一社会信用代码", "企业名称", "责任单位", "状态", "进入理由", "文件", "起", "止", "最近复核", "退出日期", "退出说明",
)  # fmt: skip


def _entry_cells(row: Any) -> Sequence[Any]:
    entry: WhitelistEntry = row[0]
    return (
        row.identifier, row.enterprise, row.organ, STATES[entry.state], entry.reason, entry.document, entry.from_on,
        entry.to_on, entry.reviewed_on, entry.ended_on, entry.end_words,
    )  # fmt: skip


@exporter(
    "whitelist",
    zh="无事不扰名单",
    titles=LIST_TITLES,
    sorting=whitelist_queries.SORTING,
    lines=row_by_row(_entry_cells),
)
def white_list(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """The white list as the desk shows it (B-36)."""
    wanted = whitelist_queries.listed(actor, state=filters.get("state", ""), q=filters.get("q", ""))
    sides = {"organ": WhitelistEntry.organ_id, "region_path": WhitelistEntry.region_path}
    return wanted.where(allowed(actor, "export.make", **sides))
