"""/enterprises: find one by name or identifier. Its page and calendar count visits, so they live in `planning`."""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from sqlalchemy import Row

from backend.enterprises import queries
from backend.kernel.http import Blueprint, access, actor, tx
from backend.kernel.schema import PageArgs, Schema, page_of

blueprint = Blueprint("enterprises", __name__, url_prefix="/api/v1")


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
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


@blueprint.route("/enterprises", methods=["GET"])
@access("enterprise.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, EnterprisePage)
def list_enterprises(args: dict[str, Any]) -> dict[str, Any]:
    """Enterprises of the caller's region: `q` is part of a name, or how an identifier begins."""
    q = args["q"].strip()
    rows, total = queries.search(tx(), actor().region_path, q, args["page"], args["page_size"])
    return page_of([_line(each) for each in rows], total, args["page"], args["page_size"])


def _line(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.enterprise_id, "name": row.enterprise_name, "identifier": row.identifier, "scheme": row.scheme,
        "identifier_ok": row.identifier_ok, "address": row.address,
    }  # fmt: skip
