"""/inspections/{id}/codeless: why a visit began without a visit code (B-54)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, post_load, validate

from backend.identity.edge import revoked_sender
from backend.inspections import codeless, quarantine
from backend.inspections.abort_notes_api import blueprint
from backend.inspections.told_schemas import CodelessTold
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import Schema, UtcDateTime
from backend.planning.schemas import said
from backend.policy.codeless import REASONS

__all__ = ["blueprint"]


class CodelessSchema(Schema):
    """The reason, and what there is to say about it."""

    IDENTITY_NUMBERS = "masked"

    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    words = said(1000, required=True)
    at = UtcDateTime(required=True)

    @post_load
    def as_report(self, data: dict[str, Any], **_: Any) -> codeless.Report:
        return codeless.Report(**data)


@blueprint.route("/inspections/<uuid:inspection_id>/codeless", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(CodelessSchema)
@blueprint.response(201, CodelessTold)
def report_codeless(body: codeless.Report, inspection_id: UUID) -> dict[str, Any]:
    """Say why there was no code: once; it is the report to the bureau."""
    key = idempotency_key()
    told = codeless.report(tx(), actor=actor(), now=now(), report_id=key, inspection_id=inspection_id, report=body)
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    return told
