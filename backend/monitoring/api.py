"""/visits and /map."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, current_app, jsonify
from marshmallow import INCLUDE, fields, validate

from backend.identity import queries as identity
from backend.identity.queries import token_hash
from backend.kernel.http import SESSION, Blueprint, access, actor, cookie, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import PageArgs, Schema, page_of
from backend.kernel.schema import day as calendar_day
from backend.monitoring import daily, tiles, told
from backend.monitoring.answers import visit_detail, visit_rows
from backend.monitoring.cursor import cursors
from backend.monitoring.problems import BAD_BOX, NO_SUCH_TILE

blueprint = Blueprint("monitoring", __name__, url_prefix="/api/v1")
TILE_SECONDS = 5


class DayArgs(Schema):
    """A local day; today when left out."""

    day = calendar_day(load_default=None, allow_none=True)


class VisitArgs(PageArgs):
    """Which visits of a day."""

    day = calendar_day(load_default=None, allow_none=True)
    mark = fields.String(load_default=None, validate=validate.OneOf(daily.MARKS))
    state = fields.String(load_default=None, validate=validate.OneOf(["planned", "ongoing", "left"]))
    organ_id = fields.UUID(load_default=None)
    bbox = fields.String(load_default=None, validate=validate.Length(max=200))
    sort = daily.SORTING.field()


class VisitPage(Schema):
    """A page of visits, the day's counts, and the place in the live stream from which to follow."""

    items = fields.List(fields.Dict(), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    day = fields.Date(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    as_of = fields.String(required=True)


class VisitDetail(Schema):
    """One visit in full: the row of the list, and what belongs to it. Parts are only ever added."""

    class Meta:
        unknown = INCLUDE

    id = fields.UUID(required=True, allow_none=True)
    task = fields.Dict(required=True, allow_none=True)
    timeline = fields.List(fields.Dict(), required=True)
    completeness = fields.Dict(required=True, allow_none=True)
    verdict = fields.Dict(required=True, allow_none=True)
    verdicts = fields.List(fields.Dict(), required=True)
    position = fields.Dict(required=True, allow_none=True)
    officers = fields.List(fields.Dict(), required=True)
    media = fields.List(fields.Dict(), required=True)
    checklist = fields.List(fields.Dict(), required=True)
    records = fields.List(fields.Dict(), required=True)
    result = fields.Dict(required=True, allow_none=True)
    rating = fields.Dict(required=True, allow_none=True)
    alerts = fields.List(fields.Dict(), required=True)


class BaseMap(Schema):
    """What lies under the marks: the invented town of the demo, or nothing but a net of degrees."""

    kind = fields.String(required=True, validate=validate.OneOf(["demo", "none"]))
    geojson_url = fields.String(required=True, allow_none=True)
    bounds = fields.List(fields.Float(), required=True)
    label = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


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
    filters = daily.Filters(mark=args["mark"], state=args["state"], q=args["q"], box=_box(args["bbox"]))
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
@blueprint.response(200, content_type="application/vnd.mapbox-vector-tile")
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
