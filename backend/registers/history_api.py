"""/history: who changed a row, when, and what it said before and after."""

from __future__ import annotations

from typing import Any

from backend.kernel.http import access, actor, tx
from backend.kernel.schema import PageArgs, page_of
from backend.registers.history import changes
from backend.registers.schemas import HistoryPage
from backend.registers.wire import blueprint


@blueprint.route("/history/<kind>/<row_id>", methods=["GET"])
@access("history.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, HistoryPage)
def see_history(args: dict[str, Any], kind: str, row_id: str) -> dict[str, Any]:
    """Every change of one row, newest first."""
    items, total = changes(tx(), actor(), kind, row_id, args["page"], args["page_size"])
    return page_of(items, total, args["page"], args["page_size"])
