"""/passkeys and /session/passkey: adding, listing and withdrawing passkeys, and signing in with one."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from marshmallow import fields, validate

from backend.identity.actor import Actor
from backend.identity.edge import CEREMONY, blueprint, gone, party, secret, set_cookie
from backend.identity.models import Person
from backend.identity.page import SessionAnswer
from backend.identity.problems import PASSKEY_NOT_ADDED, PASSKEY_REFUSED
from backend.identity.queries import token_hash
from backend.identity.signin import challenges, passkeys, proving, tries
from backend.identity.signin.challenges import REGISTER, SIGN_IN
from backend.kernel.http import (
    access,
    actor,
    address,
    cookie,
    idempotency_key,
    identify,
    keyed,
    now,
    own_transaction,
    owns_its_transaction,
    tx,
)
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Schema, UtcDateTime


class Options(Schema):
    """For `navigator.credentials`, with binary values in base64url."""

    options = fields.Dict(required=True)


class NewPasskey(Schema):
    """What `navigator.credentials.create` gave, as JSON, and how the owner calls it."""

    credential = fields.Dict(keys=fields.String(), required=True)
    name = fields.String(load_default="", validate=validate.Length(max=60))


class UsedPasskey(Schema):
    """What `navigator.credentials.get` gave, as JSON."""

    credential = fields.Dict(keys=fields.String(), required=True)


class PasskeyAnswer(Schema):
    """A passkey that can be used."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    synced = fields.Boolean(required=True)
    made_at = UtcDateTime(required=True)
    last_used_at = UtcDateTime(required=True, allow_none=True)


@blueprint.route("/passkeys/options", methods=["POST"])
@access("passkey.enrol")
@owns_its_transaction
@blueprint.response(200, Options)
def passkey_options() -> dict[str, Any]:
    """What the browser is asked to make; once, within two minutes, in this session."""
    who: Actor = identify()
    with own_transaction() as tx:
        challenge = challenges.make(tx, REGISTER, bound_to=who.session_id or b"", now=now())
        person, known = tx.get_one(Person, who.person_id), passkeys.of_person(tx, who.person_id)
        return {"options": passkeys.creation_options(party(), challenge, person, known)}


@blueprint.route("/passkeys", methods=["POST"])
@access("passkey.enrol")
@keyed
@owns_its_transaction
@blueprint.arguments(NewPasskey)
@blueprint.response(201, PasskeyAnswer)
def add_passkey(body: dict[str, Any]) -> Any:
    """Add a passkey. The challenge is used up also where the passkey is refused."""
    who: Actor = identify()
    with own_transaction() as tx:
        bound = who.session_id or b""
        made = passkeys.register(tx, body["credential"], bound_to=bound, party=party(), now=now())
    if made is None:
        raise PASSKEY_NOT_ADDED(field="credential")
    with own_transaction() as tx:
        key = idempotency_key()
        return passkeys.keep(tx, made, passkey_id=key, person_id=who.person_id, name=body["name"], now=now())


@blueprint.route("/passkeys", methods=["GET"])
@access("passkey.list")
@blueprint.response(200, Schema.from_dict({"items": fields.List(fields.Nested(PasskeyAnswer))}, name="Passkeys"))
def list_passkeys() -> dict[str, Any]:
    """One's own passkeys."""
    return {"items": passkeys.of_person(tx(), actor().person_id)}


@blueprint.route("/passkeys/<uuid:passkey_id>", methods=["DELETE"])
@access("passkey.revoke")
@blueprint.response(204)
def withdraw_passkey(passkey_id: UUID) -> Response:
    """The passkey opens nothing any more."""
    if not passkeys.revoke(tx(), actor().person_id, passkey_id, now()):
        raise NOT_FOUND()
    return gone()


@blueprint.route("/session/passkey/options", methods=["POST"])
@access("public")
@owns_its_transaction
@blueprint.response(200, Options)
def sign_in_options() -> Response:
    """What a passkey must answer to; once, within two minutes, in this browser. Tells nothing about accounts."""
    ceremony = secrets.token_urlsafe(32)
    with own_transaction() as tx:
        tries.reserve(tx, tries.of_ceremonies(secret(), address()), now())
        challenge = challenges.make(tx, SIGN_IN, bound_to=token_hash(ceremony), now=now())
    response = jsonify(options=passkeys.request_options(party(), challenge, ()))
    set_cookie(response, CEREMONY, ceremony, int(challenges.LIFE.total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/session/passkey", methods=["POST"])
@access("public")
@owns_its_transaction
@blueprint.arguments(UsedPasskey)
@blueprint.response(200, SessionAnswer)
def sign_in_with_passkey(body: dict[str, Any]) -> Response:
    """Sign in with a passkey; sets the session cookie."""
    with proving.on_record("session.open.passkey"):
        with own_transaction() as tx:
            bound = token_hash(cookie(CEREMONY))
            used = passkeys.use(tx, body["credential"], purpose=SIGN_IN, bound_to=bound, party=party(), now=now())
            if used is not None:
                return proving.signed_in(tx, tx.get_one(Person, used.person_id), "passkey")
        raise PASSKEY_REFUSED(field="credential")
