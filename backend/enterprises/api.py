"""/enterprises: find one by name or identifier, enter one by hand. Its page and calendar count visits, so they live in `planning`."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate
from sqlalchemy import Row

from backend.enterprises import queries, service
from backend.enterprises.problems import HALF_A_PLACE
from backend.enterprises.service import Newcomer
from backend.kernel.geo import Point
from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import PageArgs, Schema, page_of

blueprint = Blueprint("enterprises", __name__, url_prefix="/api/v1")


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


class NewcomerBody(Schema):
    """An enterprise typed by hand; a place may be missing, never half of one."""

    identifier = fields.String(required=True, validate=validate.Length(1, 40))
    name = fields.String(required=True, validate=[validate.Length(1, 200), validate.Regexp(r"(?s).*\S")])
    address = fields.String(load_default="", validate=validate.Length(max=300))
    place_type = fields.String(load_default="urban", validate=validate.OneOf(["urban", "rural", "mine_farm"]))
    longitude = fields.Float(load_default=None, allow_none=True, allow_nan=False, validate=validate.Range(-180, 180))
    latitude = fields.Float(load_default=None, allow_none=True, allow_nan=False, validate=validate.Range(-90, 90))
    region_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 24))

    @post_load
    def as_newcomer(self, data: dict[str, Any], **_: Any) -> Newcomer:
        """Raises HALF_A_PLACE."""
        if (data["longitude"] is None) != (data["latitude"] is None):
            raise HALF_A_PLACE(field="latitude" if data["latitude"] is None else "longitude")
        point = Point(data["longitude"], data["latitude"]) if data["longitude"] is not None else None
        words = {name: data[name].strip() for name in ("identifier", "name", "address")}
        return Newcomer(**words, place_type=data["place_type"], point=point, region=data["region_code"])


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


def _line(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.enterprise_id, "name": row.enterprise_name, "identifier": row.identifier, "scheme": row.scheme,
        "identifier_ok": row.identifier_ok, "address": row.address,
    }  # fmt: skip
