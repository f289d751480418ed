"""The rows of an arrival: file, check-in, verdict, people, and what it owes, written in one statement, all or nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Uuid, bindparam, column, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB

from backend.inspections.afterwards import Codeless
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, VerdictRow
from backend.planning import arriving


def _insert(part: str, table: Any) -> Any:
    return insert(table).values({each.name: bindparam(f"{part}_{each.name}") for each in table.columns}).cte(part)


def _insert_people(table: Any) -> Any:
    rows = func.jsonb_to_recordset(bindparam("people", type_=JSONB)).table_valued(*(
        column(each.name, each.type) for each in table.columns
    )).render_derived(with_types=True)  # fmt: skip
    return insert(table).from_select([each.name for each in table.columns], select(rows)).cte("present")


_CODELESS = insert(Codeless).from_select(
    ["inspection_id"], select(bindparam("codeless_id", type_=Uuid())).where(bindparam("codeless_id").is_not(None))
).cte("codeless")  # fmt: skip

RECORD = select(arriving.CAME_FROM).add_cte(
    _insert("file", Inspection.__table__), _insert("arrival", CheckIn.__table__),
    _insert("verdict", VerdictRow.__table__), _insert_people(OfficerPresent.__table__), _CODELESS, arriving.CAME,
)  # fmt: skip
"""The whole arrival in one statement, built once so that it is compiled once; answers from which state its task came."""
