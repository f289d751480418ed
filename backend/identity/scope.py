"""The one helper that restricts a query to what an actor may see."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, false, or_

from backend.identity.actor import Actor

Rows = TypeVar("Rows", bound=Select[Any])


def visible(stmt: Rows, actor: Actor, *, organ: Any, region_path: Any) -> Rows:
    """Keep the rows that are the actor's: own organ for officers, departments and heads; the region and all below it
    for bureau and admin; none for supervisors, whose queries name what they were given.

    `organ` and `region_path` are columns of the query.
    """
    if actor.role in ("officer", "department", "head"):
        return stmt.where(organ == actor.organ_id)
    if actor.role in ("bureau", "admin"):
        return stmt.where(or_(region_path == actor.region_path, region_path.startswith(actor.region_path + "/")))
    return stmt.where(false())


def sees(actor: Actor, *, organ_id: Any, region_path: str) -> bool:
    """The same rule for one row that is already at hand (live stream, single objects)."""
    if actor.role in ("officer", "department", "head"):
        return str(organ_id) == str(actor.organ_id)
    if actor.role in ("bureau", "admin"):
        return region_path == actor.region_path or region_path.startswith(actor.region_path + "/")
    return False
