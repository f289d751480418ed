"""/enterprises: find one by name or identifier, enter or correct one by hand. Its page counts visits: it lives in `planning`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, post_load, validate
from sqlalchemy import Row

from backend.enterprises import correcting, queries, service
from backend.enterprises.correcting import Correction
from backend.enterprises.problems import HALF_A_PLACE, PLACE_SWAPPED
from backend.enterprises.service import Newcomer
from backend.enterprises.whitelist_api import blueprint
from backend.kernel.geo import Point, gcj02_to_wgs84
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import PageArgs, Schema, page_of
from backend.policy.place import PLACE_TYPES

__all__ = ["blueprint"]


class EnterpriseArgs(PageArgs):
    """Enterprises by name, pinyin or identifier."""

    sort = queries.SORTING.field()


class EnterpriseLine(Schema):
    """An enterprise in a list."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    identifier = fields.String(required=True)
    identifier_ok = fields.Boolean(required=True)
    scheme = fields.String(required=True)
    address = fields.String(required=True)


class EnterprisePage(Schema):
    """A page of enterprises."""

    items = fields.List(fields.Nested(EnterpriseLine), required=True)
    total = fields.Integer(required=True)
    total_capped = fields.Boolean(required=True)
    """The search stopped counting: there are `total` hits or more."""
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


POLE = 90
CORRECTED = ("identifier", "name", "address", "place_type")
NAME = [validate.Length(1, 200), validate.Regexp(r"(?s).*\S")]


class NewcomerBody(Schema):
    """An enterprise typed by hand; a place may be missing, never half of one."""

    identifier = fields.String(required=True, validate=validate.Length(1, 40))
    name = fields.String(required=True, validate=NAME)
    address = fields.String(load_default="", validate=validate.Length(max=300))
    place_type = fields.String(load_default="urban", validate=validate.OneOf(PLACE_TYPES))
    longitude = fields.Float(load_default=None, allow_none=True, allow_nan=False, validate=validate.Range(-180, 180))
    latitude = fields.Float(load_default=None, allow_none=True, allow_nan=False, validate=validate.Range(-90, 90))
    region_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 24))

    @post_load
    def as_newcomer(self, data: dict[str, Any], **_: Any) -> Newcomer:
        """Raises HALF_A_PLACE."""
        words = {name: data[name].strip() for name in ("identifier", "name", "address")}
        return Newcomer(**words, place_type=data["place_type"], point=_point(data), region=data["region_code"])


class CorrectionBody(Schema):
    """What changes of an enterprise. `version` is that of the form; a place is told whole, null twice takes it away."""

    version = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{16}\Z"))
    identifier = fields.String(validate=validate.Length(1, 40))
    name = fields.String(validate=NAME)
    address = fields.String(validate=validate.Length(max=300))
    place_type = fields.String(validate=validate.OneOf(PLACE_TYPES))
    longitude = fields.Float(allow_none=True, allow_nan=False, validate=validate.Range(-180, 180))
    latitude = fields.Float(allow_none=True, allow_nan=False, validate=validate.Range(-180, 180))
    """Up to 180, so that who changed the two places is told that, and not a range."""

    datum = fields.String(load_default="wgs84", validate=validate.OneOf(["wgs84", "gcj02"]))
    """GCJ-02 is what Chinese map services show; it is undone once, here."""

    @post_load
    def as_correction(self, data: dict[str, Any], **_: Any) -> Correction:
        """Raises HALF_A_PLACE, PLACE_SWAPPED."""
        words: dict[str, str] = {name: data[name].strip() for name in CORRECTED if name in data}
        point = _point(data)
        if point is not None and data["datum"] == "gcj02":
            point = gcj02_to_wgs84(point)
        return Correction(data["version"], words, (point,) if data.keys() & {"longitude", "latitude"} else None)


def _point(data: dict[str, Any]) -> Point | None:
    """Raises HALF_A_PLACE, and PLACE_SWAPPED for a latitude that there cannot be."""
    longitude, latitude = data.get("longitude"), data.get("latitude")
    if longitude is None and latitude is None:
        return None
    if longitude is None or latitude is None:
        raise HALF_A_PLACE(field="latitude" if latitude is None else "longitude")
    if abs(latitude) > POLE:
        raise PLACE_SWAPPED(field="longitude", longitude=longitude, latitude=latitude)
    return Point(longitude, latitude)


class EnterpriseForm(Schema):
    """What can be corrected of an enterprise, and what a form needs beside: metres per place type, the region's box."""

    id = fields.UUID(required=True)
    version = fields.String(required=True)
    name = fields.String(required=True)
    identifier = fields.String(required=True)
    identifier_ok = fields.Boolean(required=True)
    scheme = fields.String(required=True)
    address = fields.String(required=True)
    place_type = fields.String(required=True)
    longitude = fields.Float(required=True, allow_none=True)
    latitude = fields.Float(required=True, allow_none=True)
    radius_m = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    box = fields.List(fields.Float(), required=True)


@blueprint.route("/enterprises", methods=["GET"])
@access("enterprise.see")
@blueprint.arguments(EnterpriseArgs, location="query")
@blueprint.response(200, EnterprisePage)
def list_enterprises(args: dict[str, Any]) -> dict[str, Any]:
    """Enterprises of the caller's region: `q` is part of a name, or how an identifier begins."""
    q = args["q"].strip()
    rows, total = queries.search(tx(), actor().region_path, q, args["sort"], args["page"], args["page_size"])
    answer = page_of([_line(each) for each in rows], total, args["page"], args["page_size"])
    return {**answer, "total_capped": bool(q) and total == queries.MOST_HITS}


@blueprint.route("/enterprises", methods=["POST"])
@access("enterprise.write")
@idempotent
@blueprint.arguments(NewcomerBody)
@blueprint.response(201, EnterpriseLine)
def enter_enterprise(newcomer: Newcomer) -> dict[str, Any]:
    """Register one enterprise. `identifier_ok` is false where the check digit is wrong: kept, and marked (B-49)."""
    enterprise_id = idempotency_key()
    service.enter(tx(), actor=actor(), now=now(), enterprise_id=enterprise_id, newcomer=newcomer)
    row = queries.one(tx(), actor().region_path, enterprise_id)
    if row is None:
        raise NOT_FOUND()
    return _line(row)


@blueprint.route("/enterprises/<uuid:enterprise_id>/form", methods=["GET"])
@access("enterprise.write")
@blueprint.response(200, EnterpriseForm)
def enterprise_form(enterprise_id: UUID) -> dict[str, Any]:
    """The enterprise as a form begins with it."""
    return correcting.form(tx(), actor(), enterprise_id, now())


@blueprint.route("/enterprises/<uuid:enterprise_id>", methods=["PATCH"])
@access("enterprise.write")
@idempotent
@blueprint.arguments(CorrectionBody)
@blueprint.response(200, EnterpriseForm)
def correct_enterprise(correction: Correction, enterprise_id: UUID) -> dict[str, Any]:
    """Correct an enterprise. Refused with 409 where it no longer stands as the form showed it; a wrong digit is kept (B-49)."""
    return correcting.correct(tx(), actor=actor(), enterprise_id=enterprise_id, correction=correction, now=now())


def _line(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.enterprise_id, "name": row.enterprise_name, "identifier": row.identifier, "scheme": row.scheme,
        "identifier_ok": row.identifier_ok, "address": row.address,
    }  # fmt: skip
