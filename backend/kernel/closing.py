"""What a transaction writes last: its events, its line of the record, the answer it gave. All in one statement.

Each would be a round trip of its own on every write. They stand or fall with the facts as before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Executable,
    Table,
    Text,
    bindparam,
    cast,
    column,
    event,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, SessionTransaction


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of the last statement. Its parameters are named after it, so that no other part has the same."""

    name: str
    written: CTE


def rows_of(table: Table, **fixed: ColumnElement[Any]) -> Part:
    """Adds rows to a table, the same expression in each for a column of `fixed`; parameter `<table>`: rows as JSON text."""
    columns = [each for each in table.columns if each.identity is None and each.name not in fixed]
    rows = func.jsonb_to_recordset(cast(bindparam(table.name, type_=Text()), JSONB)).table_valued(*(
        column(each.name, each.type) for each in columns
    )).render_derived(with_types=True)  # fmt: skip
    names = [*(each.name for each in columns), *fixed]
    return Part(table.name, insert(table).from_select(names, select(rows, *fixed.values())).cte(table.name))


def _said(value: object) -> str:
    """A moment, bytes or an id in the words of PostgreSQL."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)


def add_rows(tx: Session, part: Part, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write these rows when the transaction ends, after those that were added before."""
    tx.info.setdefault("rows", {}).setdefault(part, []).extend(rows)


def change(tx: Session, part: Part, **parameters: Any) -> None:
    """Make this change when the transaction ends."""
    tx.info.setdefault("changes", {})[part] = parameters


@event.listens_for(Session, "before_commit")
def _write(tx: Session) -> None:
    rows, changes = tx.info.pop("rows", {}), tx.info.pop("changes", {})
    if not rows and not changes:
        return
    tx.flush()
    parameters = {part.name: json.dumps(added, default=_said) for part, added in rows.items()}
    for named in changes.values():
        parameters |= named
    tx.connection().execute(_together((*rows, *changes)), parameters)


@event.listens_for(Session, "after_soft_rollback")
def _forget(tx: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        tx.info.pop("rows", None)
        tx.info.pop("changes", None)


@lru_cache
def _together(parts: tuple[Part, ...]) -> Executable:
    """One statement of these parts, built once for each set of them."""
    return select(literal(1)).add_cte(*(each.written for each in parts))
