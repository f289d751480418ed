"""The record of access as a table, let out like every other: a thousand lines an hour, more with a second person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from backend.audit import queries
from backend.audit.api import SearchArgs
from backend.audit.outside import called, role_called
from backend.identity.actor import Actor
from backend.kernel.clock import rfc3339
from backend.kernel.http import access, gives, identify, owns_its_transaction
from backend.registers.exporters import exporter, row_by_row
from backend.registers.tables.exports_api import handed_out
from backend.registers.tables.schemas import ExportAnswer
from backend.registers.wire import blueprint

TITLES = (
    "时间", "人员", "角色", "单位", "操作", "操作代码", "对象", "事由", "结果", "原因代码", "方法", "路径", "会话", "请求编号",
)  # fmt: skip
READ: dict[str, Callable[[str], Any]] = {
    "person": UUID,
    "since": datetime.fromisoformat,
    "until": datetime.fromisoformat,
}
"""Filters that are more than text."""


def _cells(row: Any) -> Sequence[Any]:
    line, person, organ = row
    return (
        rfc3339(line.at), person, role_called(line.role)[0], organ, called(line.action)[0], line.action, line.object,
        line.purpose, line.result, line.code, line.method, line.route, line.session.hex() if line.session else None,
        line.request_id,
    )  # fmt: skip


@exporter("audit", zh="操作审计", titles=TITLES, sorting=queries.SORTING, lines=row_by_row(_cells))
def record_as_table(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Lines of the record as the audit page shows them, filtered in the same way."""
    names = ("q", "person", "action", "result", "since", "until", "own")
    asked = {name: READ.get(name, str)(filters[name]) for name in names if filters.get(name)}
    return queries.table(tx, actor, queries.Search(**asked))


@blueprint.route("/audit/export.csv", methods=["GET"])
@access("audit.export")
@gives("text/csv")
@owns_its_transaction
@blueprint.arguments(SearchArgs, location="query")
@blueprint.alt_response(202, schema=ExportAnswer, success=True)
def export_record(args: dict[str, Any]) -> Response:
    """The lines of a search as CSV, or 202 with the request that a second person must approve."""
    identify()
    purpose = args.pop("purpose")
    return handed_out("audit", {name: _text(value) for name, value in args.items() if value}, "csv", purpose)


def _text(value: Any) -> str:
    return rfc3339(value) if isinstance(value, datetime) else str(value)
