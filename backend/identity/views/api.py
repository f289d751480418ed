"""/me/views: lists of the desk as somebody wants to find them again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, post_load, validate

from backend.identity.edge import blueprint, gone
from backend.identity.views import service
from backend.identity.views.addresses import LISTS, LONGEST
from backend.identity.views.models import SavedView
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import Schema

NAMED = [validate.Length(1, 20), validate.Regexp(r"[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*\Z")]


class ViewChange(Schema):
    """What may change of a view."""

    name = fields.String(validate=NAMED)
    address = fields.String(validate=validate.Length(max=LONGEST))
    opens = fields.Boolean()

    @post_load
    def trimmed(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "name": data["name"].strip()} if "name" in data else data


class ViewBody(ViewChange):
    """A new view: the search, filters and order of a list's address, under a name of at most 20 characters."""

    list = fields.String(required=True, validate=validate.OneOf(sorted(LISTS)))
    name = fields.String(required=True, validate=NAMED)
    address = fields.String(required=True, validate=validate.Length(max=LONGEST))
    opens = fields.Boolean(load_default=False)


class ViewAnswer(Schema):
    """A view; where `opens` is true the list begins with it."""

    id = fields.UUID(required=True)
    list = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)
    opens = fields.Boolean(required=True)


SavedViews = Schema.from_dict({"items": fields.List(fields.Nested(ViewAnswer))}, name="SavedViews")


@blueprint.route("/me/views", methods=["GET"])
@access("view.see")
@blueprint.response(200, SavedViews)
def list_views() -> dict[str, Any]:
    """One's own views of all lists, at most 30."""
    return {"items": service.kept(tx(), actor().person_id)}


@blueprint.route("/me/views", methods=["POST"])
@access("view.write")
@idempotent
@blueprint.arguments(ViewBody)
@blueprint.response(201, ViewAnswer)
def keep_view(body: dict[str, Any]) -> SavedView:
    """Keep a list as it is narrowed and sorted now."""
    return service.keep(tx(), actor().person_id, idempotency_key(), now(), body)


@blueprint.route("/me/views/<uuid:view_id>", methods=["PATCH"])
@access("view.write")
@idempotent
@blueprint.arguments(ViewChange)
@blueprint.response(200, ViewAnswer)
def change_view(body: dict[str, Any], view_id: UUID) -> SavedView:
    """Rename it, keep the list as it is now, or make it the one that the list opens with."""
    return service.change(tx(), actor().person_id, view_id, body)


@blueprint.route("/me/views/<uuid:view_id>", methods=["DELETE"])
@access("view.write")
@blueprint.response(204)
def drop_view(view_id: UUID) -> Response:
    """The view is gone; whoever made a mistake keeps it anew."""
    service.drop(tx(), actor().person_id, view_id)
    return gone()
