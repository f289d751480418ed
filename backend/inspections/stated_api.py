"""/inspections/{id}/ground, its decision, and /stated-grounds: a ground stated after a visit on a quiet day (B-42)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.identity.edge import revoked_sender
from backend.inspections import quarantine, stated, stated_told
from backend.inspections.codeless_api import blueprint
from backend.inspections.stated_schemas import StandingTold, StatedArgs, StatedDecision, StatedList, StatedSchema
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx

__all__ = ["blueprint"]


@blueprint.route("/inspections/<uuid:inspection_id>/ground", methods=["POST"])
@access("ground.state")
@idempotent
@blueprint.arguments(StatedSchema)
@blueprint.response(201, StandingTold)
def state_ground(body: stated.Told, inspection_id: UUID) -> dict[str, Any]:
    """State the ground of a visit on a quiet day afterwards: once, within the term."""
    key = idempotency_key()
    told = stated.state(tx(), actor=actor(), now=now(), statement_id=key, inspection_id=inspection_id, told=body)
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    return told


@blueprint.route("/stated-grounds", methods=["GET"])
@access("ground.see")
@blueprint.arguments(StatedArgs, location="query")
@blueprint.response(200, StatedList)
def list_stated_grounds(args: dict[str, str]) -> dict[str, Any]:
    """Grounds that were stated afterwards, of the own organ, or of the region for the bureau."""
    return {"items": stated_told.listed(tx(), actor(), open_only=args["state"] == "open")}


@blueprint.route("/inspections/<uuid:inspection_id>/ground-decision", methods=["POST"])
@access("ground.decide")
@idempotent
@blueprint.arguments(StatedDecision)
@blueprint.response(200, StandingTold)
def decide_ground(body: dict[str, str], inspection_id: UUID) -> dict[str, Any]:
    """The bureau's answer, once: the violation stands, is excused, or the visit is judged again with the ground."""
    return stated.decide(tx(), actor=actor(), now=now(), inspection_id=inspection_id, **body)
