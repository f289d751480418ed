"""/alerts and /observations; what hangs on the same blueprint: /attendances."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.evidence.api import declared
from backend.evidence.schemas import MediaBody, MediaDeclared
from backend.evidence.service import Subject
from backend.identity import queries as people
from backend.inspections.stated_schemas import STATES
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
    Words,
    page_of,
)
from backend.supervision import queries, service
from backend.supervision.answers import alert_answers
from backend.supervision.attendance_api import blueprint
from backend.supervision.models import Alert, Observation

__all__ = ["blueprint"]


class AlertArgs(PageArgs):
    """Which alerts; none given means all."""

    state = fields.String(load_default=None, validate=validate.OneOf(["open", "taken", "closed"]))
    sort = queries.SORTING.field()


class GroundOfAlert(Schema):
    """How far the ground of a visit on a quiet day is, and until when one may be stated (B-42)."""

    state = fields.String(required=True, validate=validate.OneOf(STATES))
    until = fields.String(required=True)


class AlertSchema(Schema):
    """A broken rule with its clock and who answers for it (B-98)."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    rule = fields.String(required=True)
    severity = fields.String(required=True)
    sentence = fields.Nested(Words, required=True)
    facts = fields.Dict(required=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    item_id = fields.UUID(required=True, allow_none=True)
    plan_id = fields.UUID(required=True, allow_none=True)
    clue_id = fields.UUID(required=True, allow_none=True)
    enterprise_name = fields.String(required=True)
    organ = fields.Nested(Named, required=True)
    opened_at = fields.String(required=True)
    due_at = fields.String(required=True)
    state = fields.String(required=True)
    owner = fields.Nested(Named, allow_none=True)
    closed_at = fields.String(allow_none=True)
    close_reason = fields.String(allow_none=True)
    stated = fields.Nested(GroundOfAlert, required=True, allow_none=True)


class AlertPage(Paged):
    """A page of alerts."""

    items = fields.List(fields.Nested(AlertSchema), required=True)


class CloseReason(Schema):
    """Why an alert is closed; some words are needed."""

    reason = fields.String(required=True, validate=[validate.Length(max=1000), validate.Regexp(r"(?s).*\S.*\S")])


class SheetSchema(Schema):
    """A supervisor's sheet: twelve lines, a place, free text (B-78)."""

    IDENTITY_NUMBERS = "masked"

    inspection_id = fields.UUID(load_default=None, allow_none=True)
    enterprise_text = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)
    answers = fields.Dict(
        keys=fields.String(validate=validate.OneOf(service.LINES)),
        values=fields.String(validate=validate.OneOf(["yes", "no", "unseen"])),
        required=True,
    )
    text = fields.String(load_default="", validate=validate.Length(max=2000))


class ObservationSchema(Schema):
    """A sheet as handed in."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(allow_none=True)
    enterprise_text = fields.String(allow_none=True)
    at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)
    position = fields.Nested(PositionTold, allow_none=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    text = fields.String(required=True)
    supervisor = fields.Nested(Named, required=True)


class ObservationPage(Paged):
    """A page of sheets."""

    items = fields.List(fields.Nested(ObservationSchema), required=True)


@blueprint.route("/alerts", methods=["GET"])
@access("alert.see")
@blueprint.arguments(AlertArgs, location="query")
@blueprint.response(200, AlertPage)
def list_alerts(args: dict[str, Any]) -> dict[str, Any]:
    """Alerts by the time left: the bureau's of its region, a department's its own."""
    rows, total = queries.alerts(tx(), actor(), **args)
    return page_of(alert_answers(tx(), rows), total, args["page"], args["page_size"])


@blueprint.route("/alerts/<uuid:alert_id>/take", methods=["POST"])
@access("alert.answer")
@idempotent
@blueprint.response(200, AlertSchema)
def take_alert(alert_id: UUID) -> dict[str, Any]:
    """Deal with it."""
    return _alert(service.take(tx(), actor=actor(), alert_id=alert_id))


@blueprint.route("/alerts/<uuid:alert_id>/close", methods=["POST"])
@access("alert.close")
@idempotent
@blueprint.arguments(CloseReason)
@blueprint.response(200, AlertSchema)
def close_alert(body: dict[str, str], alert_id: UUID) -> dict[str, Any]:
    """Close it with a reason; the organ that is asked does not close its own."""
    return _alert(service.close(tx(), actor=actor(), now=now(), alert_id=alert_id, reason=body["reason"].strip()))


@blueprint.route("/observations", methods=["POST"])
@access("observation.submit")
@idempotent
@blueprint.arguments(SheetSchema)
@blueprint.response(201, ObservationSchema)
def submit_observation(sheet: dict[str, Any]) -> dict[str, Any]:
    """Hand in a sheet; it is locked from then on. The Idempotency-Key is its id."""
    row = service.observe(tx(), actor=actor(), now=now(), observation_id=idempotency_key(), sheet=_stored(sheet))
    return _observation(row, actor().name)


@blueprint.route("/observations/<uuid:observation_id>/media", methods=["POST"])
@access("media.declare")
@idempotent
@blueprint.arguments(MediaBody)
@blueprint.response(201, MediaDeclared)
def declare_observation_media(body: dict[str, Any], observation_id: UUID) -> dict[str, Any]:
    """A photo of my sheet; its bytes follow by tus. The Idempotency-Key is its id."""
    sheet = queries.own_observation(tx(), actor(), observation_id)
    return declared(body, Subject(organ_id=actor().organ_id, region_path=sheet.region_path, observation_id=sheet.id))


@blueprint.route("/observations", methods=["GET"])
@access("observation.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, ObservationPage)
def list_observations(args: dict[str, Any]) -> dict[str, Any]:
    """A supervisor's own sheets; the bureau sees those of its region."""
    rows, total = queries.observations(tx(), actor(), page=args["page"], page_size=args["page_size"])
    names = people.names(tx(), [row.supervisor_id for row in rows])
    items = [_observation(row, names[row.supervisor_id]) for row in rows]
    return page_of(items, total, args["page"], args["page_size"])


def _alert(row: Alert) -> dict[str, Any]:
    return alert_answers(tx(), [row])[0]


def _stored(sheet: dict[str, Any]) -> dict[str, Any]:
    """The sheet with clock and position as JSON values."""
    position = PositionSchema().dump(sheet["position"]) if sheet["position"] else None
    return {**sheet, "clock": ClockSchema().dump(sheet["clock"]), "position": position}


def _observation(row: Observation, supervisor: str) -> dict[str, Any]:
    same = ("id", "inspection_id", "enterprise_text", "at", "received_at", "position", "answers", "text")
    return {**{name: getattr(row, name) for name in same}, "supervisor": {"id": row.supervisor_id, "name": supervisor}}
