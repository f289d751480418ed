"""/access: who may do this, and what may I do?"""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from backend.identity.access import page as access_page
from backend.identity.edge import blueprint
from backend.kernel.http import access, actor
from backend.kernel.schema import Schema, Told, Words


class RowOfTable(Told):
    """Who may do it, and to what."""

    roles = fields.List(fields.String(), required=True)
    who = fields.Nested(Words, required=True)
    on = fields.Nested(Words, required=True)


class ActionOfTable(Told):
    """An action with its rows, and what it wants besides."""

    action = fields.String(required=True)
    name = fields.Nested(Words, required=True)
    step_up = fields.Boolean(required=True)
    two_people = fields.Boolean(required=True)
    rows = fields.List(fields.Nested(RowOfTable), required=True)


class RoleOfTable(Told):
    """A role that the table speaks of."""

    role = fields.String(required=True)
    name = fields.Nested(Words, required=True)
    signs_in = fields.Boolean(required=True)


class AccessTable(Schema):
    """The whole table and the roles that it speaks of; `mine` are the actions open to the reader."""

    actions = fields.List(fields.Nested(ActionOfTable), required=True)
    roles = fields.List(fields.Nested(RoleOfTable), required=True)
    mine = fields.List(fields.String(), required=True)


class MyActions(Schema):
    """Actions open to the reader, on something at least."""

    actions = fields.List(fields.String(), required=True)


@blueprint.route("/access", methods=["GET"])
@access("access.see")
@blueprint.response(200, AccessTable)
def see_table() -> dict[str, Any]:
    """Who may do what, as the server decides it."""
    return {
        "actions": access_page.table(), "roles": access_page.roles(), "mine": access_page.actions_of(actor()),
    }  # fmt: skip


@blueprint.route("/access/mine", methods=["GET"])
@access("session.see")
@blueprint.response(200, MyActions)
def see_mine() -> dict[str, Any]:
    """What I may do; screens show doors and buttons by it."""
    return {"actions": access_page.actions_of(actor())}
