"""Places in WGS-84. GCJ-02 is converted here and nowhere else, and never twice."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Point:
    """A place in WGS-84 degrees. Raises ValueError outside ±180/±90 or for a value that is not a number."""

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        if not (-180 <= self.longitude <= 180 and -90 <= self.latitude <= 90):
            raise ValueError("longitude must lie in ±180 and latitude in ±90")


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box of a region in degrees; it does not cross the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        return self.west <= point.longitude <= self.east and self.south <= point.latitude <= self.north


SHIFTED = Box(72.004, 0.8293, 137.8347, 55.8271)
"""Where GCJ-02 differs from WGS-84: maps shift places in and around China alone."""


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine on the mean radius; within 0.5 % of the ellipsoid)."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    dlat, dlon = lat_b - lat_a, radians(b.longitude - a.longitude)
    h = sin(dlat / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))


def gcj02_to_wgs84(point: Point) -> Point:
    """Undo the GCJ-02 offset by three fixed-point steps; the rest error is below a centimetre. Elsewhere there is none."""
    if not SHIFTED.holds(point):
        return point
    guess = point
    for _ in range(3):
        shifted = _wgs84_to_gcj02(guess)
        guess = Point(
            guess.longitude + point.longitude - shifted.longitude, guess.latitude + point.latitude - shifted.latitude
        )
    return guess


_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323


def _wgs84_to_gcj02(point: Point) -> Point:
    x, y = point.longitude - 105.0, point.latitude - 35.0
    lat = radians(point.latitude)
    magic = 1 - _ECCENTRICITY * sin(lat) ** 2
    dlat = _latitude_shift(x, y) * 180 / (_AXIS * (1 - _ECCENTRICITY) / (magic * sqrt(magic)) * pi)
    dlon = _longitude_shift(x, y) * 180 / (_AXIS / sqrt(magic) * cos(lat) * pi)
    return Point(point.longitude + dlon, point.latitude + dlat)


def _latitude_shift(x: float, y: float) -> float:
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    shift += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    shift += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    return shift + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3


def _longitude_shift(x: float, y: float) -> float:
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    shift += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    shift += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    return shift + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
