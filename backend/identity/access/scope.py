"""Turns the access table into the WHERE of a query: what an actor may do to a row is decided in `access.MAY` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Text, Uuid, and_, bindparam, false, or_, true

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
    accused: Any = None,
) -> Rows:
    """Keep the rows to which the actor may do this.

    `organ`, `region_path` and `owner` are columns of the query, `assigned` is a condition that holds for rows that the
    actor is on, `accused` the column of the organ that a row is about. Raises LookupError if the table asks for a side of
    the thing that was not given.
    """
    sides = {"organ": organ, "region_path": region_path, "owner": owner, "assigned": assigned, "accused": accused}
    return stmt.where(allowed(actor, action, **sides))


def allowed(
    actor: Actor,
    action: str,
    *,
    organ: Any = None,
    region_path: Any = None,
    owner: Any = None,
    assigned: Any = None,
    accused: Any = None,
) -> ColumnElement[bool]:
    """The same as a condition, for queries that are put together in parts."""
    columns = {
        "organ": organ, "region": region_path, "owner": owner, "other": owner, "assigned": assigned, "accused": accused,
    }  # fmt: skip
    _refuse_missing(action, columns)
    return or_(false(), *(_clause(row, actor, columns) for row in open_rows(actor, action)))


def inside(column: Any, path: Any) -> ColumnElement[bool]:
    """Whether a column's region path is this one or lies below it."""
    return or_(column == path, column.startswith(f"{path}/" if isinstance(path, str) else path.concat("/")))


_BLANKS: dict[str, Any] = {"person_id": Uuid(), "organ_id": Uuid(), "region": Text(), "region_path": Text()}


def blank(role: str, *, granted: bool) -> Actor:
    """Somebody of this role with blanks in place of who and where.

    A question that is built with it once serves everybody of the role: building one by permission costs more than asking
    it. `filled` fills the blanks.
    """
    blanks: dict[str, Any] = {name: bindparam(f"actor_{name}", type_=type_) for name, type_ in _BLANKS.items()}
    until = datetime.max.replace(tzinfo=UTC) if granted else None
    return Actor(**blanks, role=role, name="", language="", granted_until=until)


def filled(actor: Actor) -> dict[str, Any]:
    """What fills the blanks."""
    return {f"actor_{name}": getattr(actor, name) for name in _BLANKS}


_CLAUSES: dict[str, Callable[[Any, Actor], ColumnElement[bool]]] = {
    "organ": lambda column, actor: column == actor.organ_id,
    "region": lambda column, actor: inside(column, actor.region_path),
    "owner": lambda column, actor: column == actor.person_id,
    "other": lambda column, actor: column != actor.person_id,
    "assigned": lambda condition, _: condition,
    "accused": lambda column, actor: column.is_distinct_from(actor.organ_id),
}


def _clause(row: Row, actor: Actor, columns: Columns) -> ColumnElement[bool]:
    return and_(true(), *(_CLAUSES[each.on](columns[each.on], actor) for each in row))


def _refuse_missing(action: str, columns: Columns) -> None:
    """Asked of the whole table, so that a forgotten column fails for everybody and not for one role."""
    wanted = {each.on for row in MAY.get(action, ()) for each in row if each.on != "actor"}
    missing = sorted(side for side in wanted if columns[side] is None)
    if missing:
        raise LookupError(f"{action} is decided by {', '.join(missing)}, which the query does not name")
