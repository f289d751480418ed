"""Vector tiles by permission (ST_AsMVT). Low zooms draw pre-counted cells, street level draws points.

A tile is one question, built once for each role: building it by permission for every tile cost more than asking it.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, Select, Text, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import blank, filled
from backend.identity.access.table import may
from backend.identity.actor import Actor
from backend.kernel.db import UtcTimestamp
from backend.monitoring.daily import day_span, regions_below, street_places, visits_between
from backend.monitoring.models import PlaceCell

HIGHEST = 22
STREET = 13
"""From this zoom on enterprises are points."""

FINER = 3
"""A tile of zoom z draws cells of zoom z + 3: eight by eight of them."""

_EXTENT, _BUFFER = 4096, 64
_PLANNED_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"
"""PostgreSQL would plan every tile anew, which takes three times as long as drawing it."""

_Z, _X, _Y = (bindparam(name, type_=Integer()) for name in "zxy")
_DAY, _BEGINS, _ENDS = (
    bindparam("day", type_=Date()),
    *(bindparam(each, type_=UtcTimestamp) for each in ("begins", "ends")),
)


def tile(tx: Session, actor: Actor, z: int, x: int, y: int, *, day: date) -> bytes:
    """The tile with the layers `visits` and `places`; no bytes at all where the actor has nothing in it."""
    begins, ends = day_span(day, ZoneInfo(actor.zone))
    question = _question(actor.role, actor.granted_until is not None, z >= STREET)
    asked = {"z": z, "x": x, "y": y, "day": day, "begins": begins, "ends": ends, **filled(actor)}
    connection = tx.connection()
    connection.exec_driver_sql(_PLANNED_ONCE)
    return b"".join(bytes(each) for each in connection.execute(question, asked).one() if each)


@cache
def _question(role: str, granted: bool, street: bool) -> Select[Any]:
    """The layers of a tile, as columns, for everybody of a role."""
    actor = blank(role, granted=granted)
    layers = [_layer(_visits(actor), "visits")]
    if may(actor, "map.places"):
        layers.append(_layer(_points(actor) if street else _cells(actor), "places"))
    return select(*layers)


def _layer(rows: Select[Any], name: str) -> Any:
    drawn = select(func.ST_AsMVT(literal_column("tile.*"), name, _EXTENT, "geom")).select_from(rows.subquery("tile"))
    return drawn.scalar_subquery().label(name)


def _visits(actor: Actor) -> Select[Any]:
    column = visits_between(actor, _DAY, _BEGINS, _ENDS).c
    shown = (cast(column.id, Text).label("id"), column.mark, column.state, column.enterprise_name.label("name"))
    return select(*shown, _drawn(column.place)).where(func.ST_Intersects(column.place, _around()))


def _points(actor: Actor) -> Select[Any]:
    column = street_places(actor, _around()).subquery().c
    return select(column.id, column.name, _drawn(column.place))


def _cells(actor: Actor) -> Select[Any]:
    """Cells of the tile, each a point in its middle with the number of enterprises in it."""
    side = 1 << FINER
    middle = func.ST_Centroid(func.ST_TileEnvelope(PlaceCell.zoom, PlaceCell.x, PlaceCell.y))
    drawn = func.ST_AsMVTGeom(middle, func.ST_TileEnvelope(_Z, _X, _Y), _EXTENT, 0, True).label("geom")
    in_tile = (
        PlaceCell.zoom == _Z + FINER,
        PlaceCell.x.between(_X * side, (_X + 1) * side - 1),
        PlaceCell.y.between(_Y * side, (_Y + 1) * side - 1),
    )
    in_region = PlaceCell.region_code.in_(regions_below(actor))
    counted = select(cast(func.sum(PlaceCell.count), Integer).label("count"), drawn)
    return counted.where(*in_tile, in_region).group_by(PlaceCell.zoom, PlaceCell.x, PlaceCell.y)


def _drawn(place: ColumnElement[Any]) -> ColumnElement[Any]:
    envelope = func.ST_TileEnvelope(_Z, _X, _Y)
    return func.ST_AsMVTGeom(func.ST_Transform(place, 3857), envelope, _EXTENT, _BUFFER, True).label("geom")


def _around() -> ColumnElement[Any]:
    """The tile's box in degrees."""
    return func.ST_Transform(func.ST_TileEnvelope(_Z, _X, _Y), 4326)
