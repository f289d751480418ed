"""The place of an arrival as the desk shows it: a sentence, and what a sketch of it needs (B-50)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.inspections.models import CheckIn, Inspection
from backend.inspections.visits import fix
from backend.kernel.geo import Point
from backend.policy.place import KNOWN, PlaceCode, PlaceVerdict, judge_place, place_sentence, wgs84
from backend.policy.sentences import both
from backend.rulesets import service as rulesets


def place_of(tx: Session, inspection: Inspection) -> dict[str, Any] | None:
    """What was judged at arrival, and both points in WGS-84; None where nobody checked in."""
    arrival = tx.get(CheckIn, inspection.id)
    if arrival is None:
        return None
    row = enterprises.site(tx, inspection.site_id) if inspection.site_id else None
    premises = enterprises.point(row) if row is not None else None
    place_type = row.place_type if row is not None else "urban"
    verdict = _verdict(tx, inspection, arrival, premises, place_type)
    said = place_sentence(verdict)
    return {
        "point": _point(verdict.point), "premises": _point(premises), "accuracy_m": verdict.accuracy_m,
        "distance_m": verdict.distance_m, "radius_m": verdict.radius_m, "place_type": place_type,
        "datum": (arrival.position or {}).get("datum"), "place": str(verdict.code), "reason": arrival.position_reason,
        "sentence": both(str(said["code"]), said),
    }  # fmt: skip


def _verdict(
    tx: Session, inspection: Inspection, arrival: CheckIn, premises: Point | None, place_type: str
) -> PlaceVerdict:
    """As it stands in the file; only the radius and the second reading of an unknown datum are worked out again."""
    rules = rulesets.or_default(tx, inspection.region_code, inspection.arrived_at)
    told = fix(arrival.position)
    again = judge_place(told, premises, place_type, rules.box, rules)
    code = PlaceCode(arrival.place_verdict)
    shown = told is not None and told.datum in KNOWN and code not in (PlaceCode.SWAPPED, PlaceCode.EMPTY)
    point = wgs84(told) if shown and told is not None else None
    accuracy = told.accuracy_m if told is not None else None
    return PlaceVerdict(code, arrival.distance_m, point, again.radius_m, accuracy, again.other_m)


def _point(point: Point | None) -> dict[str, float] | None:
    return {"longitude": point.longitude, "latitude": point.latitude} if point else None
