"""/observations: supervisors' sheets, what was added to them later, their photos (B-78)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.evidence.api import declared
from backend.evidence.queries import media_of_observation
from backend.evidence.schemas import MediaBody, MediaDeclared
from backend.evidence.service import Subject
from backend.identity import queries as people
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import (
    ClockSchema,
    Named,
    PageArgs,
    Paged,
    PositionSchema,
    PositionTold,
    Schema,
    UtcDateTime,
    page_of,
)
from backend.planning.schemas import said
from backend.supervision import sheets
from backend.supervision.attendance_api import blueprint
from backend.supervision.models import Observation, ObservationRemark

__all__ = ["blueprint"]


class SheetArgs(PageArgs):
    """Which sheets: `q` is a part of the place, of the words or of the supervisor's name."""

    sort = sheets.SORTING.field()


class SheetSchema(Schema):
    """A supervisor's sheet: twelve lines, a place, free text (B-78)."""

    IDENTITY_NUMBERS = "masked"

    inspection_id = fields.UUID(load_default=None, allow_none=True)
    enterprise_text = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)
    answers = fields.Dict(
        keys=fields.String(validate=validate.OneOf(sheets.LINES)),
        values=fields.String(validate=validate.OneOf(["yes", "no", "unseen"])),
        required=True,
    )
    text = fields.String(load_default="", validate=validate.Length(max=2000))


class RemarkSchema(Schema):
    """Words that come to a sheet after it was handed in; `at` is when they were written on the phone."""

    IDENTITY_NUMBERS = "masked"

    at = UtcDateTime(required=True)
    text = said(1000, required=True)


class RemarkTold(Schema):
    """A remark as it was handed in."""

    id = fields.UUID(required=True)
    at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)
    text = fields.String(required=True)


class ObservationSchema(Schema):
    """A sheet as handed in, and what was added later, the first to arrive first."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(allow_none=True)
    enterprise_text = fields.String(allow_none=True)
    at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)
    position = fields.Nested(PositionTold, allow_none=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    text = fields.String(required=True)
    supervisor = fields.Nested(Named, required=True)
    remarks = fields.List(fields.Nested(RemarkTold), required=True)


class SheetTold(ObservationSchema):
    """One sheet, with its photos: `/media/{id}` tells each."""

    photos = fields.List(fields.UUID(), required=True)


class ObservationPage(Paged):
    """A page of sheets."""

    items = fields.List(fields.Nested(ObservationSchema), required=True)


@blueprint.route("/observations", methods=["POST"])
@access("observation.submit")
@idempotent
@blueprint.arguments(SheetSchema)
@blueprint.response(201, ObservationSchema)
def submit_observation(sheet: dict[str, Any]) -> dict[str, Any]:
    """Hand in a sheet; it is locked from then on. The Idempotency-Key is its id."""
    row = sheets.observe(tx(), actor=actor(), now=now(), observation_id=idempotency_key(), sheet=_stored(sheet))
    return _told(row, actor().name, [])


@blueprint.route("/observations/<uuid:observation_id>/remarks", methods=["POST"])
@access("observation.submit")
@idempotent
@blueprint.arguments(RemarkSchema)
@blueprint.response(201, ObservationSchema)
def remark_on_observation(body: dict[str, Any], observation_id: UUID) -> dict[str, Any]:
    """Add a remark to my sheet, which stays as it was. The Idempotency-Key is its id."""
    key = idempotency_key()
    row = sheets.remark(tx(), actor=actor(), now=now(), remark_id=key, observation_id=observation_id, **body)
    return _told(row, actor().name, sheets.remarks_of(tx(), [row.id])[row.id])


@blueprint.route("/observations/<uuid:observation_id>/media", methods=["POST"])
@access("media.declare")
@idempotent
@blueprint.arguments(MediaBody)
@blueprint.response(201, MediaDeclared)
def declare_observation_media(body: dict[str, Any], observation_id: UUID) -> dict[str, Any]:
    """A photo of my sheet; its bytes follow by tus. The Idempotency-Key is its id."""
    sheet = sheets.own(tx(), actor(), observation_id)
    return declared(body, Subject(organ_id=actor().organ_id, region_path=sheet.region_path, observation_id=sheet.id))


@blueprint.route("/observations", methods=["GET"])
@access("observation.see")
@blueprint.arguments(SheetArgs, location="query")
@blueprint.response(200, ObservationPage)
def list_observations(args: dict[str, Any]) -> dict[str, Any]:
    """A supervisor's own sheets; the bureau sees those of its region."""
    rows, total = sheets.page(tx(), actor(), **args)
    found: list[Observation] = [row.Observation for row in rows]
    names = people.names(tx(), [each.supervisor_id for each in found])
    added = sheets.remarks_of(tx(), [each.id for each in found])
    items = [_told(each, names[each.supervisor_id], added[each.id]) for each in found]
    return page_of(items, total, args["page"], args["page_size"])


@blueprint.route("/observations/<uuid:observation_id>", methods=["GET"])
@access("observation.see")
@blueprint.response(200, SheetTold)
def show_observation(observation_id: UUID) -> dict[str, Any]:
    """One sheet with its twelve answers, photos and remarks."""
    row = sheets.one(tx(), actor(), observation_id)
    name = people.names(tx(), [row.supervisor_id])[row.supervisor_id]
    photos = [each.id for each in media_of_observation(tx(), row.id)]
    return {**_told(row, name, sheets.remarks_of(tx(), [row.id])[row.id]), "photos": photos}


def _stored(sheet: dict[str, Any]) -> dict[str, Any]:
    """The sheet with clock and position as JSON values."""
    position = PositionSchema().dump(sheet["position"]) if sheet["position"] else None
    return {**sheet, "clock": ClockSchema().dump(sheet["clock"]), "position": position}


def _told(row: Observation, supervisor: str, remarks: Sequence[ObservationRemark]) -> dict[str, Any]:
    same = ("id", "inspection_id", "enterprise_text", "at", "received_at", "position", "answers", "text")
    told = {name: getattr(row, name) for name in same}
    return {**told, "supervisor": {"id": row.supervisor_id, "name": supervisor}, "remarks": remarks}
