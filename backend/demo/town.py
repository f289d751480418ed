"""Where things stand in the invented town: the same ruler, river and lake that script/make-basemap draws with."""

from __future__ import annotations

from math import cos, radians, sin
from random import Random

from backend.kernel.geo import Point

CENTRE = Point(114.80, 30.84)
BOX = (114.74, 30.80, 114.86, 30.88)
"""West, south, east, north of the demo region."""

_TILT = radians(-8)
_METRES_PER_DEGREE = (111_320 * cos(radians(CENTRE.latitude)), 110_860)
_LAKE = (1750, 1500, 620, 400)
_SHORE = 90


def dry_place(dice: Random) -> Point:
    """A place beside a street, not in the river and not in the lake."""
    while True:
        x, y = dice.uniform(-3900, 3900), dice.uniform(-3100, 3100)
        if not (_in_river(x, y) or _in_lake(x, y)):
            return _degrees(x, y)


def near(point: Point, dice: Random, metres: float) -> Point:
    """A place at most so many metres away on each axis."""
    east, north = dice.uniform(-metres, metres), dice.uniform(-metres, metres)
    return _shifted(point, east, north)


def _in_river(x: float, y: float) -> bool:
    middle = -1750 + 210 * sin(x / 1150) + 60 * sin(x / 430 + 1)
    return abs(y - middle) < 170 + 35 * sin(x / 900) + _SHORE


def _in_lake(x: float, y: float) -> bool:
    cx, cy, rx, ry = _LAKE
    return ((x - cx) / (rx + _SHORE)) ** 2 + ((y - cy) / (ry + _SHORE)) ** 2 < 1


def _degrees(x: float, y: float) -> Point:
    return _shifted(CENTRE, x * cos(_TILT) - y * sin(_TILT), x * sin(_TILT) + y * cos(_TILT))


def _shifted(point: Point, east: float, north: float) -> Point:
    per_longitude, per_latitude = _METRES_PER_DEGREE
    return Point(round(point.longitude + east / per_longitude, 6), round(point.latitude + north / per_latitude, 6))
