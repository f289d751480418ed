"""/organs/{id}/assistance and /assistance."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from backend.identity import queries as identity
from backend.identity.page import RegionLabel
from backend.kernel.clock import local_day
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import Schema, Told, day
from backend.registers import assistance
from backend.registers.wire import RegisterReason, blueprint, text


class AssistanceBody(Schema):
    """Where the organ goes, which local organ assists, by which paper, from which day to which, both included."""

    region_code = text(40, 1, required=True)
    local_organ = text(120, 1, required=True)
    document = text(200, 1, required=True)
    from_on = day(required=True)
    to_on = day(required=True)


class AssistanceAnswer(Told):
    """A record of assistance (B-21)."""

    id = fields.UUID(required=True)
    region = fields.Nested(RegionLabel, required=True)
    local_organ = fields.String(required=True)
    document = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)


class AssistanceList(Told):
    """The records of an organ."""

    items = fields.List(fields.Nested(AssistanceAnswer), required=True)


@blueprint.route("/organs/<uuid:organ_id>/assistance", methods=["GET"])
@access("assistance.see")
@blueprint.response(200, AssistanceList)
def list_assistance(organ_id: UUID) -> dict[str, Any]:
    """Where an organ goes outside its region with local help (B-21)."""
    return {"items": assistance.of_organ(tx(), actor(), organ_id, _today())}


@blueprint.route("/organs/<uuid:organ_id>/assistance", methods=["POST"])
@access("assistance.write")
@idempotent
@blueprint.arguments(AssistanceBody)
@blueprint.response(201, AssistanceAnswer)
def add_assistance(body: dict[str, Any], organ_id: UUID) -> dict[str, Any]:
    """Enter a record."""
    key = idempotency_key()
    return assistance.add(
        tx(), actor=actor(), assistance_id=key, organ_id=organ_id, now=now(), today=_today(), values=body
    )


@blueprint.route("/assistance/<uuid:assistance_id>/end", methods=["POST"])
@access("assistance.write")
@idempotent
@blueprint.arguments(RegisterReason)
@blueprint.response(200, AssistanceAnswer)
def end_assistance(body: dict[str, Any], assistance_id: UUID) -> dict[str, Any]:
    """It holds no more."""
    return assistance.end(tx(), actor=actor(), assistance_id=assistance_id, reason=body["reason"], today=_today())


def _today() -> Any:
    return local_day(now(), identity.region(tx(), actor().region).zone)
