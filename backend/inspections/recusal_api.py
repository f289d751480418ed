"""/inspections/{id}/recusal and /recusals: asking that an officer stand aside, and the head's answer (B-13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, post_load, validate

from backend.inspections import recusals
from backend.inspections.said_schemas import RecusalAnswer
from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import Schema, UtcDateTime
from backend.planning.schemas import text

blueprint = Blueprint("inspections", __name__, url_prefix="/api/v1")


class RecusalSchema(Schema):
    """What the enterprise asks for, and when it said so."""

    person_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, 500))
    at = UtcDateTime(required=True)

    @post_load
    def as_request(self, data: dict[str, Any], **_: Any) -> recusals.Request:
        return recusals.Request(**data)


class RecusalDecision(Schema):
    """Whether the officer stands aside."""

    decision = fields.String(required=True, validate=validate.OneOf(["granted", "refused"]))
    note = text(500, load_default="")


class RecusalArgs(Schema):
    """Those that nobody has answered, or all."""

    state = fields.String(load_default="open", validate=validate.OneOf(["open", "all"]))


class RecusalList(Schema):
    """Requests, newest first."""

    items = fields.List(fields.Nested(RecusalAnswer), required=True)


@blueprint.route("/inspections/<uuid:inspection_id>/recusal", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(RecusalSchema)
@blueprint.response(201, RecusalAnswer)
def request_recusal(body: recusals.Request, inspection_id: UUID) -> dict[str, Any]:
    """The enterprise asks that an officer stand aside; the head is told and the visit goes on."""
    key = idempotency_key()
    row = recusals.request(tx(), actor=actor(), now=now(), recusal_id=key, inspection_id=inspection_id, request=body)
    return recusals.answers(tx(), [row])[0]


@blueprint.route("/recusals", methods=["GET"])
@access("recusal.see")
@blueprint.arguments(RecusalArgs, location="query")
@blueprint.response(200, RecusalList)
def list_recusals(args: dict[str, str]) -> dict[str, Any]:
    """Requests of the own organ, or of the region for the bureau."""
    return {"items": recusals.listed(tx(), actor(), open_only=args["state"] == "open")}


@blueprint.route("/recusals/<uuid:recusal_id>/decision", methods=["POST"])
@access("recusal.decide")
@idempotent
@blueprint.arguments(RecusalDecision)
@blueprint.response(200, RecusalAnswer)
def decide_recusal(body: dict[str, str], recusal_id: UUID) -> dict[str, Any]:
    """The head's answer, once."""
    row = recusals.decide(tx(), actor=actor(), now=now(), recusal_id=recusal_id, **body)
    return recusals.answers(tx(), [row])[0]
