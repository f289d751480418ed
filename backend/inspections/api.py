"""/check-ins and /inspections: arriving, the course of the visit, leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.enterprises.queries import point
from backend.identity.edge import revoked_sender
from backend.inspections import course, page, quarantine, service
from backend.inspections.schemas import (
    CheckInAnswer,
    CheckInSchema,
    CheckOutAnswer,
    CheckOutSchema,
    InspectionAnswer,
    QuarantineDecided,
    QuarantineDecision,
    ResultAnswer,
    ResultSchema,
    StepAnswer,
    StepSchema,
)  # fmt: skip
from backend.inspections.stated_api import blueprint
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx

__all__ = ["blueprint"]


@blueprint.route("/check-ins", methods=["POST"])
@access("inspection.check_in")
@idempotent
@blueprint.arguments(CheckInSchema)
@blueprint.response(201, CheckInAnswer)
def check_in(arrival: service.Arrival) -> dict[str, Any]:
    """Record that officers arrived; never refused for a broken rule, which stands in the verdict instead."""
    if (device := revoked_sender()) is not None:
        arrival = replace(arrival, revoked_device_id=device.id)
    visit = service.check_in(tx(), actor=actor(), now=now(), inspection_id=idempotency_key(), arrival=arrival)
    return {
        "inspection_id": visit.inspection_id, "arrived_at": visit.arrived_at, "received_at": visit.received_at,
        "verdict": visit.verdict, "task_id": visit.task_id, "enterprise": _enterprise(visit),
    }  # fmt: skip


@blueprint.route("/inspections/<uuid:inspection_id>", methods=["GET"])
@access("inspection.see")
@blueprint.response(200, InspectionAnswer)
def see(inspection_id: UUID) -> dict[str, Any]:
    """A visit with its steps, people and verdicts."""
    return page.page(tx(), actor(), inspection_id)


@blueprint.route("/inspections/<uuid:inspection_id>/steps", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(StepSchema)
@blueprint.response(201, StepAnswer)
def record_step(step: course.StepTaken, inspection_id: UUID) -> dict[str, Any]:
    """Note a step; a second officer brings a new verdict."""
    row, verdict = course.record_step(
        tx(), actor=actor(), now=now(), step_id=idempotency_key(), inspection_id=inspection_id, step=step
    )
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    answer = {"id": row.id, "inspection_id": row.inspection_id, "kind": row.kind, "at": row.at}
    return {**answer, "person_id": row.person_id, "note": row.note, **({"verdict": verdict} if verdict else {})}


@blueprint.route("/inspections/<uuid:inspection_id>/result", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(ResultSchema)
@blueprint.response(201, ResultAnswer)
def file_result(filing: course.Filing, inspection_id: UUID) -> Any:
    """Say what the visit ended with (B-66)."""
    key = idempotency_key()
    filed = course.file_result(
        tx(), actor=actor(), now=now(), result_id=key, inspection_id=inspection_id, filing=filing
    )
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    return filed


@blueprint.route("/inspections/<uuid:inspection_id>/check-out", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(CheckOutSchema)
@blueprint.response(201, CheckOutAnswer)
def check_out(body: dict[str, Any], inspection_id: UUID) -> dict[str, Any]:
    """Record the departure (B-53)."""
    key = idempotency_key()
    left = course.check_out(tx(), actor=actor(), now=now(), check_out_id=key, inspection_id=inspection_id, **body)
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    return {"inspection_id": left.id, "state": left.state, "arrived_at": left.arrived_at, "left_at": left.left_at}


@blueprint.route("/inspections/<uuid:inspection_id>/quarantine-decision", methods=["POST"])
@access("quarantine.decide")
@idempotent
@blueprint.arguments(QuarantineDecision)
@blueprint.response(200, QuarantineDecided)
def decide_quarantine(body: dict[str, str], inspection_id: UUID) -> dict[str, Any]:
    """Say whether a visit counts that came from a revoked device (B-93)."""
    return {"verdict": quarantine.decide(tx(), actor=actor(), now=now(), inspection_id=inspection_id, **body)}


def _enterprise(visit: service.CheckedInVisit) -> dict[str, Any] | None:
    row = visit.door.row
    if row is None:
        return None
    place = point(row)
    return {
        "id": str(row.enterprise_id), "name": row.enterprise_name, "identifier": row.identifier, "scheme": row.scheme,
        "address": row.address, "site_id": str(row.site_id),
        "point": {"longitude": place.longitude, "latitude": place.latitude} if place else None,
    }  # fmt: skip
