"""Vector tiles by permission (ST_AsMVT). Low zooms draw pre-counted cells, street level draws points."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, Select, Text, cast, func, literal_column, select
from sqlalchemy.orm import Session

from backend.identity.access.table import may
from backend.identity.actor import Actor
from backend.monitoring.daily import regions_below, street_places, visits_of_day
from backend.monitoring.models import PlaceCell

HIGHEST = 22
STREET = 13
"""From this zoom on enterprises are points."""

FINER = 3
"""A tile of zoom z draws cells of zoom z + 3: eight by eight of them."""

_EXTENT, _BUFFER = 4096, 64


def tile(tx: Session, actor: Actor, z: int, x: int, y: int, *, day: date, zone: ZoneInfo) -> bytes:
    """The tile with the layers `visits` and `places`; no bytes at all where the actor has nothing in it."""
    layers = [tx.scalar(_layer(_visits(actor, z, x, y, day, zone), "visits"))]
    if may(actor, "map.places"):
        places = _points(actor, z, x, y) if z >= STREET else _cells(actor, z, x, y)
        layers.append(tx.scalar(_layer(places, "places")))
    return b"".join(bytes(each) for each in layers if each)


def _layer(rows: Select[Any], name: str) -> Select[Any]:
    return select(func.ST_AsMVT(literal_column("tile.*"), name, _EXTENT, "geom")).select_from(rows.subquery("tile"))


def _visits(actor: Actor, z: int, x: int, y: int, day: date, zone: ZoneInfo) -> Select[Any]:
    column = visits_of_day(actor, day, zone).c
    shown = (cast(column.id, Text).label("id"), column.mark, column.state, column.enterprise_name.label("name"))
    return select(*shown, _drawn(column.place, z, x, y)).where(func.ST_Intersects(column.place, _around(z, x, y)))


def _points(actor: Actor, z: int, x: int, y: int) -> Select[Any]:
    column = street_places(actor, _around(z, x, y)).subquery().c
    return select(column.id, column.name, _drawn(column.place, z, x, y))


def _cells(actor: Actor, z: int, x: int, y: int) -> Select[Any]:
    """Cells of the tile, each a point in its middle with the number of enterprises in it."""
    side = 1 << FINER
    middle = func.ST_Centroid(func.ST_TileEnvelope(PlaceCell.zoom, PlaceCell.x, PlaceCell.y))
    drawn = func.ST_AsMVTGeom(middle, func.ST_TileEnvelope(z, x, y), _EXTENT, 0, True).label("geom")
    in_tile = (
        PlaceCell.zoom == z + FINER,
        PlaceCell.x.between(x * side, (x + 1) * side - 1),
        PlaceCell.y.between(y * side, (y + 1) * side - 1),
    )
    in_region = PlaceCell.region_code.in_(regions_below(actor))
    counted = select(cast(func.sum(PlaceCell.count), Integer).label("count"), drawn)
    return counted.where(*in_tile, in_region).group_by(PlaceCell.zoom, PlaceCell.x, PlaceCell.y)


def _drawn(place: ColumnElement[Any], z: int, x: int, y: int) -> ColumnElement[Any]:
    envelope = func.ST_TileEnvelope(z, x, y)
    return func.ST_AsMVTGeom(func.ST_Transform(place, 3857), envelope, _EXTENT, _BUFFER, True).label("geom")


def _around(z: int, x: int, y: int) -> ColumnElement[Any]:
    """The tile's box in degrees."""
    return func.ST_Transform(func.ST_TileEnvelope(z, x, y), 4326)
