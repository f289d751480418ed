"""/visits and /map."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, current_app, jsonify
from marshmallow import fields, validate

from backend.identity import queries as identity
from backend.identity.queries import token_hash
from backend.kernel.http import SESSION, Blueprint, access, actor, cookie, gives, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import PageArgs, Schema, Words, page_of
from backend.kernel.schema import day as calendar_day
from backend.monitoring import daily, tiles, told
from backend.monitoring.answers import visit_detail, visit_rows
from backend.monitoring.cursor import cursors
from backend.monitoring.problems import BAD_BOX, NO_SUCH_TILE
from backend.monitoring.schemas import VisitDetail, VisitPage

blueprint = Blueprint("monitoring", __name__, url_prefix="/api/v1")
TILE_SECONDS = 5


class DayArgs(Schema):
    """A local day; today when left out."""

    day = calendar_day(load_default=None, allow_none=True)


class VisitArgs(PageArgs):
    """Which visits of a day."""

    day = calendar_day(load_default=None, allow_none=True)
    mark = fields.String(load_default=None, validate=validate.OneOf(daily.MARKS))
    state = fields.String(load_default=None, validate=validate.OneOf(["planned", "ongoing", "left", "closed"]))
    organ_id = fields.UUID(load_default=None)
    bbox = fields.String(load_default=None, validate=validate.Length(max=200))
    unsealed = fields.Boolean(load_default=False)
    """Only visits whose files are not all in the store."""
    sort = daily.SORTING.field()


class BaseMap(Schema):
    """What lies under the marks: the invented town of the demo, or nothing but a net of degrees."""

    kind = fields.String(required=True, validate=validate.OneOf(["demo", "none"]))
    geojson_url = fields.String(required=True, allow_none=True)
    bounds = fields.List(fields.Float(), required=True)
    label = fields.Nested(Words, required=True)


@blueprint.route("/visits", methods=["GET"])
@access("visit.see")
@blueprint.arguments(VisitArgs, location="query")
@blueprint.response(200, VisitPage)
def list_visits(args: dict[str, Any]) -> dict[str, Any]:
    """The visits of a day, planned and come; `as_of` continues in /events?after=."""
    as_of = cursors(settings().data_dir).seal(told.last_seq(tx()), token_hash(cookie(SESSION)))
    zone = _zone()
    day = args["day"] or _today(zone)
    visits = daily.visits_of_day(actor(), day, zone, organ_id=args["organ_id"])
    filters = daily.Filters(args["mark"], args["state"], args["q"], _box(args["bbox"]), args["unsealed"])
    asked = {name: args[name] for name in ("sort", "page", "page_size")}
    rows, total = daily.page_of_visits(tx(), visits, filters, **asked)
    page = page_of(visit_rows(tx(), rows, now()), total, args["page"], args["page_size"])
    return {**page, "day": day, "counts": daily.counts(tx(), visits), "as_of": as_of}


@blueprint.route("/visits/<uuid:inspection_id>", methods=["GET"])
@access("visit.see")
@blueprint.response(200, VisitDetail)
def see_visit(inspection_id: UUID) -> Response:
    """One visit in full."""
    row = daily.visit(tx(), actor(), inspection_id)
    if row is None:
        raise NOT_FOUND()
    return jsonify(visit_detail(tx(), actor(), row, now(), settings()))


@blueprint.route("/map/<int:z>/<int:x>/<int:y>.mvt", methods=["GET"])
@access("map.see")
@blueprint.arguments(DayArgs, location="query")
@gives("application/vnd.mapbox-vector-tile")
def see_tile(args: dict[str, Any], z: int, x: int, y: int) -> Response:
    """A vector tile with the layers `visits` and `places`: only what this person may see."""
    if z > tiles.HIGHEST or x >= 1 << z or y >= 1 << z:
        raise NO_SUCH_TILE()
    content = tiles.tile(tx(), actor(), z, x, y, day=args["day"] or _today(_zone()))
    response = current_app.response_class(content, mimetype="application/vnd.mapbox-vector-tile")
    response.headers["Cache-Control"] = f"private, max-age={TILE_SECONDS}"
    return response


@blueprint.route("/map/base", methods=["GET"])
@access("map.see")
@blueprint.response(200, BaseMap)
def base_map() -> dict[str, Any]:
    """What to draw under the marks, and where to look first. No outline of land or border is shipped (B-100)."""
    region = identity.region(tx(), actor().region)
    bounds = [region.west, region.south, region.east, region.north]
    if region.demo:
        label = {"zh": "虚构示例地图", "en": "Invented sample map"}
        return {"kind": "demo", "geojson_url": "/basemap/demo.json", "bounds": bounds, "label": label}
    label = {"zh": "经纬网，无底图", "en": "Graticule, no base map"}
    return {"kind": "none", "geojson_url": None, "bounds": bounds, "label": label}


def _zone() -> ZoneInfo:
    return ZoneInfo(actor().zone)


def _today(zone: ZoneInfo) -> date:
    return now().astimezone(zone).date()


def _box(text: str | None) -> daily.Box | None:
    """The box of the query. Raises BAD_BOX."""
    if not text:
        return None
    try:
        west, south, east, north = (float(each) for each in text.split(","))
    except ValueError as error:
        raise BAD_BOX(field="bbox") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BAD_BOX(field="bbox")
    return daily.Box(west, south, east, north)
