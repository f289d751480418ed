"""/abort-notes and /inspections/{id}/abort-note: the leader explains visits that were broken off in a row (B-33)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.inspections import abort_notes
from backend.inspections.supplements_api import blueprint
from backend.inspections.told_schemas import AbortNoteTold
from backend.kernel.http import access, actor, idempotent, now, tx
from backend.kernel.schema import Schema
from backend.planning.schemas import said

__all__ = ["blueprint"]


class AbortNoteSchema(Schema):
    """What the leader says to it."""

    IDENTITY_NUMBERS = "masked"

    note = said(1000, required=True)


class AbortNoteArgs(Schema):
    """Those that nobody has explained, or all."""

    state = fields.String(load_default="open", validate=validate.OneOf(["open", "all"]))


class AbortNoteList(Schema):
    """Those of the own organ, or of the region for the bureau: 200 at most."""

    items = fields.List(fields.Nested(AbortNoteTold), required=True)


@blueprint.route("/abort-notes", methods=["GET"])
@access("abort_note.see")
@blueprint.arguments(AbortNoteArgs, location="query")
@blueprint.response(200, AbortNoteList)
def list_abort_notes(args: dict[str, str]) -> dict[str, Any]:
    """Visits broken off twice in a row or more, and what the leader said to it."""
    return {"items": abort_notes.listed(tx(), actor(), open_only=args["state"] == "open")}


@blueprint.route("/inspections/<uuid:inspection_id>/abort-note", methods=["POST"])
@access("abort_note.write")
@idempotent
@blueprint.arguments(AbortNoteSchema)
@blueprint.response(201, AbortNoteTold)
def give_abort_note(body: dict[str, str], inspection_id: UUID) -> dict[str, Any]:
    """The leader's note, once."""
    return abort_notes.give(tx(), actor=actor(), now=now(), inspection_id=inspection_id, **body)
