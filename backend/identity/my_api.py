"""/sessions and /devices: what is signed in and enrolled in one's own name, and an end to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from backend.identity.edge import blueprint, gone
from backend.identity.models import Device, SignIn
from backend.identity.signin import devices, sessions
from backend.kernel.http import access, actor, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Schema, UtcDateTime


class EnrolledDevice(Schema):
    """A device; `kid` is the short name of its key, 8 hex characters."""

    id = fields.UUID(required=True)
    kid = fields.String(required=True)
    browser = fields.String(required=True)
    enrolled_at = UtcDateTime(required=True)
    revoked_at = UtcDateTime(required=True, allow_none=True)


class RunningSession(Schema):
    """A session that runs; `id` is short and opens nothing."""

    id = fields.String(required=True)
    current = fields.Boolean(required=True)
    created_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)
    browser = fields.String(required=True)
    assurance = fields.String(required=True)
    device = fields.Nested(EnrolledDevice, required=True, allow_none=True)


RunningSessions = Schema.from_dict({"items": fields.List(fields.Nested(RunningSession))}, name="RunningSessions")
EnrolledDevices = Schema.from_dict({"items": fields.List(fields.Nested(EnrolledDevice))}, name="EnrolledDevices")


@blueprint.route("/sessions", methods=["GET"])
@access("session.list")
@blueprint.response(200, RunningSessions)
def list_sessions() -> dict[str, Any]:
    """One's own sessions, the newest first."""
    return {"items": running(actor().person_id)}


@blueprint.route("/sessions/<string:session_id>", methods=["DELETE"])
@access("session.revoke")
@blueprint.response(204)
def end_session(session_id: str) -> Response:
    """End one of one's own sessions; its next request is refused."""
    if not sessions.end_one(tx(), actor().person_id, session_id, now=now()):
        raise NOT_FOUND()
    return gone()


@blueprint.route("/devices", methods=["GET"])
@access("device.list")
@blueprint.response(200, EnrolledDevices)
def list_devices() -> dict[str, Any]:
    """One's own devices, the newest first, revoked ones too."""
    return {"items": enrolled(actor().person_id)}


@blueprint.route("/devices/<uuid:device_id>", methods=["DELETE"])
@access("device.revoke")
@blueprint.response(204)
def revoke_device(device_id: UUID) -> Response:
    """A lost phone: its key opens nothing any more, its sessions end, what it sends later is kept apart."""
    if devices.revoke(tx(), actor().person_id, device_id, now()) is None:
        raise NOT_FOUND()
    return gone()


def running(person_id: UUID) -> list[dict[str, Any]]:
    """The sessions of a person, as RunningSession says them."""
    return [_session(session, device) for session, device in sessions.running_of(tx(), person_id, now())]


def enrolled(person_id: UUID) -> list[dict[str, Any]]:
    """The devices of a person, as EnrolledDevice says them."""
    return [_device(each) for each in devices.mine(tx(), person_id)]


def _session(session: SignIn, device: Device | None) -> dict[str, Any]:
    return {
        "id": sessions.named(session), "current": session.token_hash == actor().session_id,
        "created_at": session.created_at, "expires_at": session.expires_at, "browser": session.browser,
        "assurance": session.proof, "device": _device(device) if device else None,
    }  # fmt: skip


def _device(device: Device) -> dict[str, Any]:
    return {
        "id": device.id, "kid": device.kid.hex(), "browser": device.browser, "enrolled_at": device.enrolled_at,
        "revoked_at": device.revoked_at,
    }  # fmt: skip
