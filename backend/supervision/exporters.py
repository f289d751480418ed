"""Alerts as a table that may be taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.policy.sentences import word
from backend.registers.exporters import Taking, exporter
from backend.supervision import queries
from backend.supervision.answers import alert_answers
from backend.supervision.models import Alert
from backend.supervision.severity import HIGH, LOW, MEDIUM

TITLES = (
    "预警", "规则", "轻重", "说明", "企业", "单位", "提出时间", "期限", "状态", "接办人", "办结时间", "办结理由", "代码", "预警编号",
)  # fmt: skip
SEVERITIES = {HIGH: "高", MEDIUM: "中", LOW: "低"}
STATES = {"open": "待接办", "taken": "接办中", "closed": "已办结"}


def _lines(taking: Taking, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    alerts: list[Alert] = [row[0] for row in rows]
    for alert, told in zip(alerts, alert_answers(taking.tx, alerts), strict=True):
        owner = told["owner"]
        yield (
            word("alert", alert.code, "zh"), alert.rule, SEVERITIES[alert.severity], alert.sentence_zh, alert.enterprise_name,
            told["organ"]["name"], taking.local(alert.opened_at), taking.local(alert.due_at), STATES[alert.state],
            owner["name"] if owner else None, taking.local(alert.closed_at), alert.close_reason, alert.code, told["id"],
        )  # fmt: skip


@exporter("alerts", zh="预警", titles=TITLES, sorting=queries.SORTING, lines=_lines)
def table_of_alerts(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Alerts as the list shows them, filtered in the same way; what an enterprise said stays with the bureau (B-74)."""
    wanted = queries.listed(actor, state=filters.get("state"), q=filters.get("q", ""))
    return wanted.where(allowed(actor, "export.make", organ=Alert.organ_id, region_path=Alert.region_path))
