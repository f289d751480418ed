"""/alerts; what hangs on the same blueprint: /attendances, /observations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.inspections.stated_schemas import STATES
from backend.kernel.http import access, actor, idempotent, now, tx
from backend.kernel.schema import Named, PageArgs, Paged, Schema, Words, page_of
from backend.supervision import queries, service
from backend.supervision.answers import alert_answers
from backend.supervision.models import Alert
from backend.supervision.sheets_api import blueprint

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


def _alert(row: Alert) -> dict[str, Any]:
    return alert_answers(tx(), [row])[0]
