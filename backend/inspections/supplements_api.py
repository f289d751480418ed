"""/inspections/{id}/supplements: the files that the enterprise added to its visit."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app

from backend.inspections import queries, supplements
from backend.inspections.follow_ups_api import blueprint
from backend.kernel.http import access, actor, gives, identify, own_transaction, owns_its_transaction, settings
from backend.kernel.problems import NOT_FOUND
from backend.storage.stores import store_named

__all__ = ["blueprint"]


@blueprint.route(
    "/inspections/<uuid:inspection_id>/supplements/<uuid:supplement_id>/files/<int:position>", methods=["GET"]
)
@access("inspection.see")
@gives("image/jpeg", "application/pdf")
@owns_its_transaction
def see_file(inspection_id: UUID, supplement_id: UUID, position: int) -> Response:
    """A photo, or a PDF to save: papers of strangers are not opened inside our pages."""
    identify()
    with own_transaction(read_only=True) as tx:
        visit = queries.inspection(tx, actor(), inspection_id)
        found = supplements.file(tx, visit.id, supplement_id, position) if visit is not None else None
    if found is None:
        raise NOT_FOUND()
    with store_named(found.store, settings()).open(found.key) as file:
        response = current_app.response_class(file.read(), mimetype=found.mime)
    how = "inline" if found.mime == "image/jpeg" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="supplement-{position}.{found.mime.rpartition("/")[2]}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
