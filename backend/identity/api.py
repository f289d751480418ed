"""/session, /devices, /reach; the other doors of this package are in the modules that it names."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from backend.identity import accounts_api, my_api, page, service
from backend.identity.access import api as access_api
from backend.identity.edge import blueprint as blueprint
from backend.identity.edge import browser, gone
from backend.identity.models import Person, SignIn
from backend.identity.privacy import me_api
from backend.identity.problems import NOT_A_KEY, WRONG_PASSWORD
from backend.identity.signin import devices, passkey_api, proving, sessions, step_up_api, tries
from backend.identity.views import api as views_api
from backend.kernel.base64url import read_base64url
from backend.kernel.http import (
    SESSION,
    access,
    actor,
    idempotency_key,
    idempotent,
    now,
    own_transaction,
    owns_its_transaction,
    settings,
    tx,
)
from backend.kernel.schema import Schema, UtcDateTime

DOORS = (access_api, accounts_api, me_api, my_api, passkey_api, step_up_api, views_api)
"""Their views join the blueprint when they are imported."""


class Credentials(Schema):
    """An account name and its password."""

    login = fields.String(required=True, validate=validate.Length(1, 100))
    password = fields.String(required=True, validate=validate.Length(1, 200))


class DeviceKey(Schema):
    """A P-256 public key, 65 bytes (0x04 ‖ x ‖ y), base64url."""

    public_key = fields.String(required=True, validate=validate.Length(1, 200))


class DeviceAnswer(Schema):
    """The enrolled device; `kid` is 8 hex characters."""

    id = fields.UUID(required=True)
    kid = fields.String(required=True)


class Nonce(Schema):
    """Anything that the caller will recognise; a captive portal cannot echo it."""

    nonce = fields.String(load_default="", validate=validate.Length(max=64))


@blueprint.route("/session", methods=["POST"])
@access("public")
@owns_its_transaction
@blueprint.arguments(Credentials)
@blueprint.response(200, page.SessionAnswer)
def sign_in(credentials: dict[str, str]) -> Response:
    """Sign in with account and password; sets the session cookie.

    The try is counted in a transaction of its own, before the password is looked at.
    """
    with proving.on_record("session.open", login=credentials["login"]):
        with own_transaction() as tx:
            counted = proving.buckets(tx, credentials["login"])
            tries.reserve(tx, counted, now())
        with own_transaction() as tx:
            person = service.person_for(tx, **credentials, memory_kib=settings().argon2_memory_kib, now=now())
            if person is not None:
                tries.give_back(tx, counted, now())
                return proving.signed_in(tx, person, "password")
        raise WRONG_PASSWORD(field="password")


@blueprint.route("/session", methods=["GET"])
@access("session.see")
@blueprint.response(200, page.SessionAnswer)
def see_session() -> dict[str, Any]:
    """Who am I, until when, and what is still asked of me?"""
    person, session = tx().get_one(Person, actor().person_id), tx().get_one(SignIn, actor().session_id)
    return page.of_session(tx(), person, session)


@blueprint.route("/session", methods=["DELETE"])
@access("session.end")
@blueprint.response(204)
def sign_out() -> Response:
    """End this session at once."""
    sessions.end(tx(), SignIn.token_hash == actor().session_id, now=now())
    response = gone()
    response.delete_cookie(settings().cookie(SESSION), secure=settings().cookie_secure)
    return response


@blueprint.route("/devices", methods=["POST"])
@access("device.enrol")
@idempotent
@blueprint.arguments(DeviceKey)
@blueprint.response(201, DeviceAnswer)
def enrol_device(body: dict[str, str]) -> dict[str, Any]:
    """Enrol this phone's signing key; the session is that phone's from now on."""
    text = body["public_key"]
    try:
        key = read_base64url(text)
    except ValueError as error:
        raise NOT_A_KEY(field="public_key") from error
    device = devices.enrol(
        tx(), actor=actor(), now=now(), device_id=idempotency_key(), public_key=key, browser=browser()
    )
    return {"id": device.id, "kid": device.kid.hex()}


@blueprint.route("/reach", methods=["GET"])
@access("public")
@owns_its_transaction
@blueprint.arguments(Nonce, location="query")
@blueprint.response(200, Schema.from_dict({"nonce": fields.String(), "time": UtcDateTime()}, name="Reach"))
def reach(args: dict[str, str]) -> dict[str, Any]:
    """Can the server be reached? Echoes the nonce and tells the time."""
    return {"nonce": args["nonce"], "time": now()}
