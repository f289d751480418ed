"""Plans of inspections as a table that may be taken out: one line for each row of the register (B-17, B-18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.clock import local_day
from backend.planning.plans import answers as plan_answers
from backend.planning.plans import queries as plan_queries
from backend.policy.sentences import word
from backend.registers.exporters import Taking, exporter

TITLES = (
    "单位编码", "单位名称", "年度", "专项检查", "批准文号", "状态", "到期", "超期天数", "备案号", "备案日期", "公布日期", "版次",
    "检查项数", "计划次数", "已查次数", "已排次数",
)  # fmt: skip


def _lines(taking: Taking, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Read for all rows at once, as the page is."""
    if not rows:
        return
    answers = plan_answers.rows(taking.tx, rows, rows[0].wanted_kind, rows[0].wanted_year, taking.now)
    for row, it in zip(rows, answers, strict=True):
        yield (
            row.Organ.code, row.Organ.name, it["year"], it["title"], it["document"], word("plan_state", it["state"], "zh"),
            it["due"], it["days_late"], it["filing_number"], it["filed_on"], it["published_on"], it["edition"], it["lines"],
            it["wanted"], it["done"], it["planned"],
        )  # fmt: skip


@exporter("plans", zh="检查计划", titles=TITLES, sorting=plan_queries.SORTING, lines=_lines)
def table_of_plans(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Plans as the register shows them, filtered in the same way; annual ones of this year where nothing is said."""
    kind, organ = filters.get("kind") or "annual", filters.get("organ_id")
    year = int(filters.get("year") or local_day(now, identity.region(tx, actor.region).zone).year)
    wanted = plan_queries.listed(
        tx, actor, now, kind=kind, year=year, state=filters.get("state", ""), organ_id=UUID(organ) if organ else None,
        q=filters.get("q", ""),
    )  # fmt: skip
    taken = wanted.where(allowed(actor, "export.make", organ=Organ.id, region_path=Region.path))
    return taken.add_columns(literal(kind).label("wanted_kind"), literal(year).label("wanted_year"))
