"""/people/{id}/conflicts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app

from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import Schema, day
from backend.registers import conflicts
from backend.registers.schemas import ConflictAnswer, ConflictList
from backend.registers.wire import blueprint, text


class ConflictBody(Schema):
    """An enterprise by its identifier, why, and for how long (no end: for good)."""

    identifier = text(40, 1, required=True)
    reason = text(300, 1, required=True)
    from_on = day(required=True)
    to_on = day(load_default=None, allow_none=True)


@blueprint.route("/people/<uuid:person_id>/conflicts", methods=["GET"])
@access("conflict.see")
@blueprint.response(200, ConflictList)
def list_conflicts(person_id: UUID) -> dict[str, Any]:
    """Whom this person may not visit (B-13)."""
    return {"items": conflicts.of_person(tx(), actor(), person_id)}


@blueprint.route("/people/<uuid:person_id>/conflicts", methods=["POST"])
@access("conflict.write")
@idempotent
@blueprint.arguments(ConflictBody)
@blueprint.response(201, ConflictAnswer)
def add_conflict(body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Put an enterprise on the list."""
    return conflicts.answer(
        conflicts.add(tx(), actor=actor(), conflict_id=idempotency_key(), person_id=person_id, now=now(), values=body)
    )


@blueprint.route("/conflicts/<uuid:conflict_id>", methods=["DELETE"])
@access("conflict.write")
@blueprint.response(204)
def remove_conflict(conflict_id: UUID) -> Response:
    """Take an enterprise off the list."""
    conflicts.remove(tx(), actor=actor(), conflict_id=conflict_id)
    return current_app.response_class(status=204)
