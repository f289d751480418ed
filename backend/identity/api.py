"""/session, /devices, /reach."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from typing import Any

from flask import Response, current_app, jsonify, request
from marshmallow import fields, validate

from backend.identity import queries, service
from backend.identity.models import Person
from backend.identity.problems import NOT_A_KEY
from backend.kernel.http import (
    Blueprint,
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
from backend.kernel.schema import Schema, UtcDateTime, rfc3339

blueprint = Blueprint("identity", __name__, url_prefix="/api/v1")
COOKIE = "lm_session"


class Credentials(Schema):
    """An account name and its password."""

    login = fields.String(required=True, validate=validate.Length(1, 100))
    password = fields.String(required=True, validate=validate.Length(1, 200))


class SessionAnswer(Schema):
    """Who is signed in and until when."""

    person = fields.Dict(required=True)
    expires_at = UtcDateTime(required=True, allow_none=True)


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
def sign_in(credentials: dict[str, str]) -> Response:
    """Sign in with account and password; sets the session cookie.

    The wrong password is counted in a transaction of its own, so that the refusal does not undo the counting.
    """
    with own_transaction() as tx:
        service.throttle(tx, login=credentials["login"], now=now())
        person = service.person_for(tx, **credentials, memory_kib=settings().argon2_memory_kib)
        if person is not None:
            token, ends = service.sign_in(tx, person=person, now=now(), hours=settings().session_hours)
            return _with_cookie({"person": _person(tx, person), "expires_at": rfc3339(ends)}, token)
        service.note_wrong_password(tx, login=credentials["login"], now=now())
    raise service.wrong_password()


@blueprint.route("/session", methods=["GET"])
@access("session.see")
@blueprint.response(200, SessionAnswer)
def see_session() -> dict[str, Any]:
    """Who am I?"""
    person = tx().get_one(Person, actor().person_id)
    return {"person": _person(tx(), person), "expires_at": None}


@blueprint.route("/session", methods=["DELETE"])
@access("session.end")
@blueprint.response(204)
def sign_out() -> Response:
    """End this session at once."""
    service.sign_out(tx(), token=request.cookies[COOKIE], now=now())
    response = current_app.response_class(status=204)
    response.delete_cookie(COOKIE)
    return response


@blueprint.route("/devices", methods=["POST"])
@access("device.enrol")
@idempotent
@blueprint.arguments(DeviceKey)
@blueprint.response(201, DeviceAnswer)
def enrol_device(body: dict[str, str]) -> dict[str, Any]:
    """Enrol this phone's signing key."""
    text = body["public_key"]
    try:
        key = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError) as error:
        raise NOT_A_KEY(field="public_key") from error
    device = service.enrol_device(tx(), actor=actor(), now=now(), device_id=idempotency_key(), public_key=key)
    return {"id": device.id, "kid": device.kid.hex()}


@blueprint.route("/reach", methods=["GET"])
@access("public")
@owns_its_transaction
@blueprint.arguments(Nonce, location="query")
@blueprint.response(200, Schema.from_dict({"nonce": fields.String(), "time": UtcDateTime()}, name="Reach"))
def reach(args: dict[str, str]) -> dict[str, Any]:
    """Can the server be reached? Echoes the nonce and tells the time."""
    return {"nonce": args["nonce"], "time": now()}


def _with_cookie(body: dict[str, Any], token: str) -> Response:
    response = jsonify(body)
    hours = settings().session_hours
    response.set_cookie(
        COOKIE, token, max_age=hours * 3600, httponly=True, samesite="Lax", secure=settings().cookie_secure, path="/"
    )
    return response


def _person(tx: Any, person: Person) -> dict[str, Any]:
    organ = queries.organ(tx, person.organ_id)
    region = queries.region(tx, organ.region_code)
    return {
        "id": str(person.id),
        "name": person.name,
        "role": person.role,
        "language": person.language,
        "organ": {"id": str(organ.id), "name": organ.name, "name_en": organ.name_en},
        "region": {"code": region.code, "name": region.name, "zone": region.zone, "demo": region.demo},
    }
