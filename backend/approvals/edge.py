"""What the views of this package share: their blueprint, and the answer that something waits for a second person."""

from __future__ import annotations

from flask import Response, jsonify

from backend.approvals.answers import ApprovalAnswer, approval_answers
from backend.approvals.models import ApprovalRequest
from backend.kernel.http import Blueprint, actor, now, tx

blueprint = Blueprint("approvals", __name__, url_prefix="/api/v1")


def waits(asked: ApprovalRequest) -> Response:
    """202: nothing was done yet; this is the request that a second person decides."""
    response = jsonify(ApprovalAnswer().dump(approval_answers(tx(), actor(), [asked], now())[0]))
    response.status_code = 202
    response.headers["Cache-Control"] = "no-store"
    return response
