"""Is the phone where the premises are? Only ever a flag, never a refusal (B-50, B-51)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from backend.kernel.geo import Box, Point, distance_m, gcj02_to_wgs84
from backend.policy.facts import Facts, Finding, Fix, Severity
from backend.policy.ruleset import RuleSet

WGS84_LIKE = ("wgs84", "cgcs2000")
"""Datums that need no conversion; for this use CGCS2000 equals WGS-84."""

KNOWN = ("wgs84", "gcj02", "cgcs2000")


PLACE_TYPES = ("urban", "rural", "mine_farm")
"""The classes of a site."""


class PlaceCode(StrEnum):
    """Where the fix lies."""

    INSIDE = "INSIDE"
    OUTSIDE = "OUTSIDE"
    UNCERTAIN = "UNCERTAIN"
    WEAK = "WEAK"
    MISSING = "MISSING"
    SWAPPED = "SWAPPED"
    EMPTY = "EMPTY"


@dataclass(frozen=True, slots=True)
class PlaceVerdict:
    """`point` is the fix in WGS-84, absent if missing, empty or swapped; `distance_m` also for premises without a point.

    Where the datum is unknown there is no point, `distance_m` is read as WGS-84 and `other_m` as GCJ-02: neither is
    converted, both are told.
    """

    code: PlaceCode
    distance_m: float | None
    point: Point | None
    radius_m: int
    accuracy_m: float | None
    other_m: float | None = None


def radius_of(place_type: str, rules: RuleSet) -> int:
    """How near counts as there, in metres; a class that the rule set does not name has the largest (B-50)."""
    return rules.geo.radius_m.get(place_type, max(rules.geo.radius_m.values()))


def judge_place(
    fix: Fix | None, site_point: Point | None, place_type: str, bbox: Box | None, rules: RuleSet
) -> PlaceVerdict:
    """Compare a fix with the premises; INSIDE and UNCERTAIN both pass B-50: the accuracy speaks for the officer.

    UNCERTAIN also says that nothing can be compared: premises without a point, or a datum that we do not know and that
    would decide. Longitude and latitude of 0 are what a device says that has no fix: EMPTY.
    """
    radius = radius_of(place_type, rules)
    if fix is None:
        return PlaceVerdict(PlaceCode.MISSING, None, None, radius, None)
    if is_empty(fix):
        return PlaceVerdict(PlaceCode.EMPTY, None, None, radius, fix.accuracy_m)
    if is_swapped(fix, bbox or rules.box):
        return PlaceVerdict(PlaceCode.SWAPPED, None, None, radius, fix.accuracy_m)
    if fix.datum not in KNOWN:
        return _either_way(fix, site_point, radius, rules)
    point = wgs84(fix)
    away = distance_m(point, site_point) if point and site_point else None
    return PlaceVerdict(_compare(away, fix.accuracy_m, radius, rules), away, point, radius, fix.accuracy_m)


def is_empty(fix: Fix) -> bool:
    """Whether the device gave zeros for a place that it does not know."""
    return fix.longitude == 0 and fix.latitude == 0


def is_swapped(fix: Fix, bbox: Box) -> bool:
    """Whether longitude and latitude changed places: impossible or outside as told, at home the other way round."""
    return not _holds(bbox, fix.longitude, fix.latitude) and _holds(bbox, fix.latitude, fix.longitude)


def wgs84(fix: Fix) -> Point | None:
    """The fix in WGS-84; GCJ-02 is converted here, once. None for an impossible place or an unknown datum (B-50)."""
    if abs(fix.longitude) > 180 or abs(fix.latitude) > 90:
        return None
    point = Point(fix.longitude, fix.latitude)
    if fix.datum == "gcj02":
        return gcj02_to_wgs84(point)
    return point if fix.datum in WGS84_LIKE else None


def place_sentence(verdict: PlaceVerdict) -> Facts:
    """The answer in one sentence, as a code with its facts: inside, outside, uncertain and why, or no place at all."""
    return {"code": f"place.{_case(verdict)}", **_measured(verdict)}


def _case(verdict: PlaceVerdict) -> str:
    if verdict.code is PlaceCode.WEAK and verdict.accuracy_m is None:
        return "NO_ACCURACY"
    if verdict.code is PlaceCode.UNCERTAIN and verdict.distance_m is None:
        return "NO_POINT"
    if verdict.code is PlaceCode.UNCERTAIN and verdict.other_m is not None:
        return "NO_DATUM"
    return str(verdict.code)


def place_finding(verdict: PlaceVerdict) -> Finding | None:
    """What the bureau should see of it (B-50, B-51)."""
    known = _measured(verdict)
    if verdict.code is PlaceCode.WEAK and verdict.accuracy_m is None:
        return Finding("ACCURACY_UNKNOWN", "B-50", Severity.INFO, known)
    if verdict.code is PlaceCode.UNCERTAIN and verdict.other_m is not None:
        return Finding("DATUM_UNKNOWN", "B-50", Severity.INFO, known)
    return {
        PlaceCode.OUTSIDE: Finding("OFF_SITE", "B-50", Severity.ALERT, known),
        PlaceCode.WEAK: Finding("WEAK_LOCATION", "B-50", Severity.INFO, known),
        PlaceCode.MISSING: Finding("NO_POSITION", "B-51", Severity.INFO, known),
        PlaceCode.EMPTY: Finding("POSITION_EMPTY", "B-51", Severity.INFO, {}),
        PlaceCode.SWAPPED: Finding("POSITION_SWAPPED", "B-50", Severity.REVIEW, known),
    }.get(verdict.code)


def _measured(verdict: PlaceVerdict) -> Facts:
    """The metres that are known, as sentences say them."""
    names = ("distance_m", "accuracy_m", "radius_m", "other_m")
    metres = {name: getattr(verdict, name) for name in names}
    return {name: round(each) for name, each in metres.items() if each is not None}


def _either_way(fix: Fix, site_point: Point | None, radius: int, rules: RuleSet) -> PlaceVerdict:
    """A fix of unknown datum, read both ways: certain only where both readings say the same."""
    as_told, converted = (wgs84(replace(fix, datum=datum)) for datum in KNOWN[:2])
    if site_point is None or as_told is None or converted is None:
        return PlaceVerdict(PlaceCode.UNCERTAIN, None, None, radius, fix.accuracy_m)
    away, other = distance_m(as_told, site_point), distance_m(converted, site_point)
    codes = {_compare(each, fix.accuracy_m, radius, rules) for each in (away, other)}
    code = codes.pop() if len(codes) == 1 else PlaceCode.UNCERTAIN
    return PlaceVerdict(code, away, None, radius, fix.accuracy_m, other)


def _compare(away: float | None, accuracy: float | None, radius: int, rules: RuleSet) -> PlaceCode:
    if accuracy is None or accuracy > rules.geo.max_accuracy_m:
        return PlaceCode.WEAK
    if away is None:
        return PlaceCode.UNCERTAIN
    if away <= radius:
        return PlaceCode.INSIDE
    return PlaceCode.UNCERTAIN if away - accuracy <= radius else PlaceCode.OUTSIDE


def _holds(bbox: Box, longitude: float, latitude: float) -> bool:
    return bbox.west <= longitude <= bbox.east and bbox.south <= latitude <= bbox.north
