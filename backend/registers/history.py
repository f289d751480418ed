"""Who changed what: rows are written by the trigger `keep_history`; here they get their reason and are read."""

from __future__ import annotations

from struct import unpack
from typing import Any
from uuid import UUID

from sqlalchemy import column, func, null, select, table
from sqlalchemy.orm import Session

from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.identity.queries import upwards
from backend.kernel.clock import rfc3339
from backend.kernel.problems import NOT_FOUND
from backend.registers.models import Assistance, Entrustment, RowHistory, Team
from backend.registers.searching import page


def because(tx: Session, reason: str) -> None:
    """Every change that follows in this transaction carries the reason."""
    tx.execute(select(func.set_config("liangma.reason", reason, True)))


def changes(tx: Session, actor: Actor, kind: str, row_id: str, number: int, size: int) -> tuple[list[Any], int]:
    """A page of the changes of one row, newest first. Raises NOT_FOUND for a row that the actor may not look into.

    Conflicts and training hours are the list of a person: their history is found by the person's id.
    """
    if kind not in KINDS or not tx.execute(_seen(kind, row_id, actor)).first():
        raise NOT_FOUND()
    joined = select(RowHistory, Person.name).outerjoin(Person, Person.id == RowHistory.person_id)
    wanted = joined.where(RowHistory.kind == kind, RowHistory.row_id == row_id)
    rows, total = page(tx, wanted, (RowHistory.n.desc(), RowHistory.n), number, size)
    return [_answer(change, by) for change, by in rows], total


def regions_above(tx: Session, code: str) -> list[str]:
    """A region and those above it, the nearest first; then those that stood above it before it was moved, the last first."""
    moved = select(RowHistory.changes["path"][0].astext).where(RowHistory.kind == "region", RowHistory.row_id == code)
    moved = moved.where(RowHistory.change == "update", RowHistory.changes.has_key("path"))
    former = [each for path in tx.scalars(moved.order_by(RowHistory.n.desc())) for each in path.split("/")[::-1]]
    return list(dict.fromkeys([*upwards(tx, code), *former]))


_POINT = "0101000020E6100000"
"""How a place in WGS-84 begins where the triggers wrote it down: a point as PostGIS spells it, its two numbers behind."""


def _told(value: Any) -> Any:
    """What a field held, as people can be told it."""
    if isinstance(value, str) and value.startswith(_POINT):
        longitude, latitude = unpack("<dd", bytes.fromhex(value.removeprefix(_POINT)))
        return {"longitude": longitude, "latitude": latitude}
    return value


def _answer(change: RowHistory, by: str | None) -> dict[str, Any]:
    return {
        "at": rfc3339(change.at), "change": change.change, "reason": change.reason,
        "by": {"id": str(change.person_id), "name": by} if change.person_id else None,
        "fields": [
            {"field": field, "before": _told(before), "after": _told(after)}
            for field, (before, after) in sorted(change.changes.items())
        ],
    }  # fmt: skip


def _of_organ(owned: Any) -> Any:
    """The organ and the region of a row that names its organ."""
    joined = select(owned.c.organ_id, Region.path).select_from(owned)
    return joined.join(Organ, Organ.id == owned.c.organ_id).join(Region, Region.code == Organ.region_code)


def _organs() -> Any:
    return select(Organ.id, Region.path).join(Region, Region.code == Organ.region_code)


def _people() -> Any:
    joined = select(Person.organ_id, Region.path).join(Organ, Organ.id == Person.organ_id)
    return joined.join(Region, Region.code == Organ.region_code)


CARD = table("card", column("id"), column("organ_id"))
ITEM = table("item", column("id"), column("organ_id"))
ENTERPRISE = table("enterprise", column("id"), column("region_path"))
"""Tables of packages above, which the trigger keeps too; only their organ or region is read here."""

KINDS: dict[str, tuple[Any, Any]] = {
    "region": (select(null(), Region.path), Region.code),
    "organ": (_organs(), Organ.id),
    "person": (_people(), Person.id),
    "conflict": (_people(), Person.id),
    "training_hour": (_people(), Person.id),
    "card": (_of_organ(CARD), CARD.c.id),
    "item": (_of_organ(ITEM), ITEM.c.id),
    "enterprise": (select(null(), ENTERPRISE.c.region_path), ENTERPRISE.c.id),
    "entrustment": (_organs().join(Entrustment, Entrustment.principal_id == Organ.id), Entrustment.id),
    "assistance": (_organs().join(Assistance, Assistance.organ_id == Organ.id), Assistance.id),
    "team": (_organs().join(Team, Team.organ_id == Organ.id), Team.id),
}
"""Kind → a query of (organ, region path) of its rows, and the column by which a row is named."""


def _seen(kind: str, row_id: str, actor: Actor) -> Any:
    rows, key = KINDS[kind]
    organ, region_path = rows.selected_columns
    return rows.where(key == (row_id if kind == "region" else _uuid(row_id))).where(
        allowed(actor, "history.see", organ=organ, region_path=region_path)
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NOT_FOUND() from error
