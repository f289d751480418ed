"""Unsealing the words of a rating: ask, and after a second person's yes, open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from backend.approvals.answers import ApprovalAnswer, OpeningReason, approval_answers, told_once
from backend.feedback import unsealing
from backend.inspections import queries as visits
from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, settings, tx
from backend.kernel.noting import say
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Schema

blueprint = Blueprint("feedback", __name__, url_prefix="/api/v1")


class OpenedWords(Schema):
    """The words of the enterprise."""

    words = fields.String(required=True)
    openings = fields.Integer(required=True)


@blueprint.route("/inspections/<uuid:inspection_id>/rating/unsealing", methods=["POST"])
@access("feedback.unseal")
@idempotent
@blueprint.arguments(OpeningReason)
@blueprint.response(201, ApprovalAnswer)
def ask(body: dict[str, str], inspection_id: UUID) -> dict[str, Any]:
    """Ask to open the words of a rating; somebody else of the bureau decides (B-102)."""
    visit = visits.inspection(tx(), actor(), inspection_id)
    if visit is None:
        raise NOT_FOUND()
    say(purpose=body["reason"])
    place = unsealing.RatedPlace(visit.id, visit.region_code, visit.region_path)
    row = unsealing.ask(tx(), place, actor=actor(), now=now(), request_id=idempotency_key(), **body)
    return approval_answers(tx(), actor(), [row], now())[0]


@blueprint.route("/unsealings/<uuid:request_id>/openings", methods=["POST"])
@access("feedback.open")
@blueprint.response(200, OpenedWords)
def open_words(request_id: UUID) -> Response:
    """Read the words. Not repeated by key: each reading is one opening, and no answer with words in it is kept."""
    opened = unsealing.open_words(
        tx(), request_id=request_id, actor=actor(), now=now(), keys=settings().data_dir / "keys"
    )
    told = {"words": opened.words, "openings": opened.openings}
    return told_once(told, reason=opened.reason, object_id=opened.inspection_id)
