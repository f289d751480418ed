"""Devices: a phone's signing key is enrolled, listed, revoked, and never enrolled again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.identity.events import DeviceEnrolled, DeviceRevoked
from backend.identity.models import Device, Person, SignIn
from backend.identity.problems import DEVICE_REVOKED, NOT_A_KEY
from backend.identity.signin import sessions
from backend.journal.record import record
from backend.kernel.signing import key_id

HEADER = "Lm-Device"
"""What a phone's outbox sends with each operation: the id under which its key was enrolled."""


def enrol(tx: Session, *, actor: Actor, now: datetime, device_id: UUID, public_key: bytes, browser: str = "") -> Device:
    """Register a phone's signing key; from now on the session is that device's.

    The same key of the same person is one device. Raises NOT_A_KEY; DEVICE_REVOKED for a key that was revoked once.
    """
    _refuse_other_curves(public_key)
    device = _known(tx, actor.person_id, public_key) or _add(tx, actor, now, device_id, public_key, browser)
    tx.flush()
    tx.execute(update(SignIn).where(SignIn.token_hash == actor.session_id).values(device_id=device.id))
    return device


def mine(tx: Session, person_id: UUID) -> Sequence[Device]:
    """All devices of a person, the newest first, revoked ones too."""
    return tx.scalars(select(Device).where(Device.person_id == person_id).order_by(Device.enrolled_at.desc())).all()


def revoke(tx: Session, person_id: UUID, device_id: UUID, now: datetime) -> Device | None:
    """The device signs nothing any more and its sessions end; what it sends later is kept apart. None: not theirs."""
    wanted = select(Device).where(Device.id == device_id, Device.person_id == person_id).with_for_update()
    device = tx.execute(wanted).scalar_one_or_none()
    if device is None or device.revoked_at is not None:
        return device
    device.revoked_at = now
    sessions.end(tx, SignIn.device_id == device.id, now=now)
    record(tx, DeviceRevoked(device.id, person_id, tx.get_one(Person, person_id).organ_id, device.kid.hex()))
    return device


def revoked_sender(tx: Session, person_id: UUID, header: str | None) -> Device | None:
    """The revoked device of this person that an operation says it comes from, if it does.

    An id that nobody knows, or that is somebody else's, says nothing: an operation is never refused for its header.
    """
    try:
        device = tx.get(Device, UUID(header)) if header else None
    except ValueError:
        return None
    return device if device and device.person_id == person_id and device.revoked_at is not None else None


def _known(tx: Session, person_id: UUID, public_key: bytes) -> Device | None:
    """The person's own device with this key. Raises DEVICE_REVOKED if it, or without it anybody's, was revoked."""
    found = tx.scalars(select(Device).where(Device.public_key == public_key)).all()
    own = next((each for each in found if each.person_id == person_id), None)
    if any(each.revoked_at is not None for each in ([own] if own else found)):
        raise DEVICE_REVOKED(field="public_key")
    return own


def _add(tx: Session, actor: Actor, now: datetime, device_id: UUID, public_key: bytes, browser: str) -> Device:
    device = Device(
        id=device_id, person_id=actor.person_id, kid=key_id(public_key), public_key=public_key, enrolled_at=now,
        browser=browser,
    )  # fmt: skip
    tx.add(device)
    record(tx, DeviceEnrolled(device.id, actor.person_id, actor.organ_id, device.kid.hex()))
    return device


def _refuse_other_curves(public_key: bytes) -> None:
    try:
        if len(public_key) != 65:
            raise ValueError("not 65 bytes")
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError as error:
        raise NOT_A_KEY(field="public_key") from error
