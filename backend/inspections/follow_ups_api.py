"""/follow-ups: what waits to be looked at again, and asking for it (B-32)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.inspections import follow_ups
from backend.inspections.follow_up_schemas import FollowUps, FollowUpSchema
from backend.inspections.records_api import blueprint
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, settings, tx
from backend.planning.answers import task_answers
from backend.planning.task_schemas import TaskAnswer

__all__ = ["blueprint"]


@blueprint.route("/follow-ups", methods=["GET"])
@access("inspection.see")
@blueprint.response(200, FollowUps)
def list_follow_ups() -> dict[str, Any]:
    """What was ordered to be put right and waits for its follow-up; officers see that of their own visits."""
    return {"items": follow_ups.waiting(tx(), actor(), now())}


@blueprint.route("/inspections/<uuid:inspection_id>/follow-up", methods=["POST"])
@access("task.follow_up")
@idempotent
@blueprint.arguments(FollowUpSchema)
@blueprint.response(201, TaskAnswer)
def ask_follow_up(body: follow_ups.Asked, inspection_id: UUID) -> dict[str, Any]:
    """Plan the follow-up of one's own visit; the head decides, as on every plan."""
    key = idempotency_key()
    task = follow_ups.ask(tx(), actor=actor(), now=now(), task_id=key, inspection_id=inspection_id, asked=body)
    tx().flush()  # the parts are read back by Core
    return task_answers(tx(), [task], now(), settings().public_url)[0]
