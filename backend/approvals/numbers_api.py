"""/people/…/identity-number/unsealing and /number-unsealings: asking, and after a second person's yes, looking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from backend.approvals import numbers
from backend.approvals.answers import ApprovalAnswer, OpeningReason, approval_answers, told_once
from backend.approvals.edge import blueprint
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, settings, tx
from backend.kernel.noting import say
from backend.kernel.schema import Schema


class OpenedNumberAnswer(Schema):
    """An identity number; the only answer that tells one."""

    number = fields.String(required=True)
    openings = fields.Integer(required=True)


@blueprint.route("/people/<uuid:person_id>/identity-number/unsealing", methods=["POST"])
@access("person.number.unseal")
@idempotent
@blueprint.arguments(OpeningReason)
@blueprint.response(201, ApprovalAnswer)
def ask_for_number(body: dict[str, str], person_id: UUID) -> dict[str, Any]:
    """Ask to open somebody's identity number; somebody else of the bureau decides (B-102)."""
    say(purpose=body["reason"])
    row = numbers.ask(tx(), actor=actor(), now=now(), request_id=idempotency_key(), person_id=person_id, **body)
    return approval_answers(tx(), actor(), [row], now())[0]


@blueprint.route("/number-unsealings/<uuid:request_id>/openings", methods=["POST"])
@access("person.number.open")
@blueprint.response(200, OpenedNumberAnswer)
def open_number(request_id: UUID) -> Response:
    """Read the number. Not repeated by key: each reading is one opening, and no answer with a number in it is kept."""
    opened = numbers.open_number(
        tx(), request_id=request_id, actor=actor(), now=now(), keys=settings().data_dir / "keys"
    )
    told = {"number": opened.number, "openings": opened.openings}
    return told_once(told, reason=opened.reason, object_id=opened.person_id)
