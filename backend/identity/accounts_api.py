"""/people/…: sessions and devices of others, invitations, sealed identity numbers.

Answers that hold a secret are not kept for a second try with the same key: each try makes a new one.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from backend.identity import accounts, my_api
from backend.identity.edge import blueprint, gone, keys, secret
from backend.identity.models import Person
from backend.identity.page import SessionAnswer
from backend.identity.privacy import contacts
from backend.identity.signin import devices, invitations, proving, sessions, tries
from backend.kernel import limits
from backend.kernel.http import access, actor, address, now, own_transaction, owns_its_transaction, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Schema, UtcDateTime

UNKEPT = {"Cache-Control": "no-store"}


class InvitationAnswer(Schema):
    """The address to show as a QR code; it is told once."""

    url = fields.String(required=True)
    expires_at = UtcDateTime(required=True)


class InvitationAcceptance(Schema):
    """What an invited supervisor chooses."""

    token = fields.String(required=True, validate=validate.Length(1, 100))
    login = fields.String(required=True, validate=[validate.Length(2, 100), validate.Regexp(r"^\S+$")])
    password = fields.String(required=True, validate=validate.Length(1, 200))
    name = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 60))


class IdentityNumber(Schema):
    """A resident identity number (GB 11643); only an opening that two people agreed to tells it."""

    IDENTITY_NUMBERS = "taken"

    number = fields.String(required=True, validate=validate.Length(1, 40))


@blueprint.route("/people/<uuid:person_id>/sessions", methods=["GET"])
@access("person.session.see")
@blueprint.response(200, my_api.RunningSessions)
def see_sessions(person_id: UUID) -> dict[str, Any]:
    """Somebody's sessions."""
    return {"items": my_api.running(_person(person_id, "person.session.see").id)}


@blueprint.route("/people/<uuid:person_id>/sessions/<string:session_id>", methods=["DELETE"])
@access("person.session.revoke")
@blueprint.response(204)
def end_their_session(person_id: UUID, session_id: str) -> Response:
    """End somebody's session; its next request is refused."""
    if not sessions.end_one(tx(), _person(person_id, "person.session.revoke").id, session_id, now=now()):
        raise NOT_FOUND()
    return gone()


@blueprint.route("/people/<uuid:person_id>/sessions", methods=["DELETE"])
@access("person.session.revoke")
@blueprint.response(204)
def end_their_sessions(person_id: UUID) -> Response:
    """End all of somebody's sessions."""
    sessions.end_all(tx(), _person(person_id, "person.session.revoke").id, now=now())
    return gone()


@blueprint.route("/people/<uuid:person_id>/devices", methods=["GET"])
@access("person.session.see")
@blueprint.response(200, my_api.EnrolledDevices)
def see_devices(person_id: UUID) -> dict[str, Any]:
    """Somebody's devices."""
    return {"items": my_api.enrolled(_person(person_id, "person.session.see").id)}


@blueprint.route("/people/<uuid:person_id>/devices/<uuid:device_id>", methods=["DELETE"])
@access("person.device.revoke")
@blueprint.response(204)
def revoke_their_device(person_id: UUID, device_id: UUID) -> Response:
    """Somebody lost a phone: its key opens nothing any more, its sessions end, what it sends later is kept apart."""
    person = _person(person_id, "person.device.revoke")
    if devices.revoke(tx(), person.id, device_id, now()) is None:
        raise NOT_FOUND()
    return gone()


@blueprint.route("/people/<uuid:person_id>/invitation", methods=["POST"])
@access("invitation.make")
@blueprint.response(201, InvitationAnswer)
def invite(person_id: UUID) -> Any:
    """Invite a lay supervisor; an earlier invitation is void."""
    person = _person(person_id, "invitation.make")
    token, expires_at = invitations.invite(tx(), person, made_by=actor().person_id, now=now())
    return {"url": f"{settings().app_url}/app/join#{token}", "expires_at": expires_at}, 201, UNKEPT


@blueprint.route("/invitations/accept", methods=["POST"])
@access("public")
@owns_its_transaction
@blueprint.arguments(InvitationAcceptance)
@blueprint.alt_response(200, schema=SessionAnswer)
def accept_invitation(body: dict[str, Any]) -> Response:
    """Open the account that one was invited to, and sign in. A link that opens nothing is counted, five a minute."""
    with proving.on_record("invitation.accept"):
        with own_transaction() as tx:
            if not invitations.opens(tx, body["token"], now()):
                limits.insist(tx, tries.of_invitations(secret(), address()), now())
        with own_transaction() as tx:
            person = invitations.accept(tx, **body, memory_kib=settings().argon2_memory_kib, now=now())
            return proving.signed_in(tx, person, "password")


@blueprint.route("/people/<uuid:person_id>/identity-number", methods=["PUT"])
@access("person.number")
@blueprint.arguments(IdentityNumber)
@blueprint.response(204)
def seal_number(body: dict[str, str], person_id: UUID) -> Response:
    """Seal somebody's identity number to the administrator's bureau; the only place that takes one (B-102)."""
    person = _person(person_id, "person.number")
    contacts.keep_number(tx(), keys(), person.id, body["number"], actor().region, now())
    return gone()


def _person(person_id: UUID, action: str) -> Person:
    """Somebody to whom the actor may do this. Raises NOT_FOUND."""
    found = accounts.within_reach(tx(), actor(), action, person_id)
    if found is None:
        raise NOT_FOUND()
    return found[0]
