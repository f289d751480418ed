"""/inspections/{id}/records and /signatures: the on-site record as it was locked, and who signed it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.identity.edge import revoked_sender
from backend.inspections import quarantine, records
from backend.inspections.checklist_api import blueprint
from backend.inspections.record_schemas import RecordAnswer, RecordSchema, SignatureAnswer, SignatureSchema
from backend.inspections.recorded import recorded
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx

__all__ = ["blueprint"]


@blueprint.route("/inspections/<uuid:inspection_id>/records", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(RecordSchema)
@blueprint.response(201, RecordAnswer)
def write_record(locked: records.Locked, inspection_id: UUID) -> Any:
    """Keep the record as it was locked; other content is a new version, and the earlier one stays."""
    key = idempotency_key()
    row = records.write(tx(), actor=actor(), now=now(), record_id=key, inspection_id=inspection_id, locked=locked)
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    return row


@blueprint.route("/inspections/<uuid:inspection_id>/signatures", methods=["POST"])
@access("inspection.record")
@idempotent
@blueprint.arguments(SignatureSchema)
@blueprint.response(201, SignatureAnswer)
def sign_record(signing: records.Signing, inspection_id: UUID) -> Any:
    """Keep a signature, or the refusal of one with its reason (B-67)."""
    key = idempotency_key()
    row = records.sign(tx(), actor=actor(), now=now(), signature_id=key, inspection_id=inspection_id, signing=signing)
    quarantine.note(tx(), inspection_id, revoked_sender(), now())
    tx().flush()  # the picture may have been sealed before
    return {
        "id": row.id, "record_id": row.record_id, "role": row.role, "name": row.name, "refused": row.refused, "how": row.how,
        "at": row.at, "picture": recorded().pictures(tx(), inspection_id).get(row.id),
    }  # fmt: skip
