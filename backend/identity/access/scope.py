"""Turns the access table into the WHERE of a query: what an actor may do to a row is decided in `access.MAY` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, true

from backend.identity.access.table import MAY, Row, open_rows
from backend.identity.actor import Actor

Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])
Columns = Mapping[str, Any]


def visible(
    stmt: Rows,
    actor: Actor,
    action: str,
    *,
    organ: Any = None,
    region_path: Any = None,
    owner: Any = None,
    assigned: Any = None,
) -> Rows:
    """Keep the rows to which the actor may do this.

    `organ`, `region_path` and `owner` are columns of the query, `assigned` is a condition that holds for rows that the
    actor is on. Raises LookupError if the table asks for a side of the thing that was not given.
    """
    return stmt.where(allowed(actor, action, organ=organ, region_path=region_path, owner=owner, assigned=assigned))


def allowed(
    actor: Actor, action: str, *, organ: Any = None, region_path: Any = None, owner: Any = None, assigned: Any = None
) -> ColumnElement[bool]:
    """The same as a condition, for queries that are put together in parts."""
    columns = {"organ": organ, "region": region_path, "owner": owner, "other": owner, "assigned": assigned}
    _refuse_missing(action, columns)
    return or_(false(), *(_clause(row, actor, columns) for row in open_rows(actor, action)))


def inside(column: Any, path: str) -> ColumnElement[bool]:
    """Whether a column's region path is this one or lies below it."""
    return or_(column == path, column.startswith(f"{path}/"))


_CLAUSES: dict[str, Callable[[Any, Actor], ColumnElement[bool]]] = {
    "organ": lambda column, actor: column == actor.organ_id,
    "region": lambda column, actor: inside(column, actor.region_path),
    "owner": lambda column, actor: column == actor.person_id,
    "other": lambda column, actor: column != actor.person_id,
    "assigned": lambda condition, _: condition,
}


def _clause(row: Row, actor: Actor, columns: Columns) -> ColumnElement[bool]:
    return and_(true(), *(_CLAUSES[each.on](columns[each.on], actor) for each in row))


def _refuse_missing(action: str, columns: Columns) -> None:
    """Asked of the whole table, so that a forgotten column fails for everybody and not for one role."""
    wanted = {each.on for row in MAY.get(action, ()) for each in row if each.on != "actor"}
    missing = sorted(side for side in wanted if columns[side] is None)
    if missing:
        raise LookupError(f"{action} is decided by {', '.join(missing)}, which the query does not name")
