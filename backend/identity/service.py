"""Sign in and out, enrol a device, and the gate that every request passes."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.identity import queries
from backend.identity.access import may
from backend.identity.actor import Actor
from backend.identity.events import DeviceEnrolled
from backend.identity.models import Device, Organ, Person, Region, SignIn, SignInAttempt
from backend.identity.passwords import hash_password, password_fits
from backend.identity.problems import NOT_A_KEY, TOO_MANY, WRONG_PASSWORD
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_ALLOWED, NOT_SIGNED_IN
from backend.kernel.signing import key_id

TRIES = 10
WINDOW = timedelta(minutes=5)


class Gate:
    """Who is asking, and may they? `backend.app` hands this to the kernel."""

    def actor(self, tx: Session, token: str | None, now: datetime) -> Actor | None:
        """The actor behind a session cookie, or None."""
        return queries.actor_of(tx, token, now) if token else None

    def check(self, actor: Actor | None, action: str) -> None:
        """Raises NOT_SIGNED_IN or NOT_ALLOWED; 'public' is open to all."""
        if action == "public":
            return
        if actor is None:
            raise NOT_SIGNED_IN()
        if not may(actor, action):
            raise NOT_ALLOWED()


def throttle(tx: Session, *, login: str, now: datetime) -> None:
    """Slow down guessing of one account: ten wrong passwords in five minutes, then a pause. Raises TOO_MANY.

    The pause ends by itself, so strangers cannot lock an officer out for good.
    """
    if queries.wrong_passwords_since(tx, _login_hash(login), now - WINDOW) >= TRIES:
        raise TOO_MANY(field="login", seconds=int(WINDOW.total_seconds()))


def person_for(tx: Session, *, login: str, password: str, memory_kib: int) -> Person | None:
    """The person whose account and password these are, or None; both cases take the same time."""
    person = queries.person_by_login(tx, login)
    return person if password_fits(person.password_hash if person else None, password, memory_kib) else None


def note_wrong_password(tx: Session, *, login: str, now: datetime) -> None:
    """Count a wrong password; the account name is kept as a hash only."""
    tx.add(SignInAttempt(id=uuid7(), login_hash=_login_hash(login), at=now))


def sign_in(tx: Session, *, person: Person, now: datetime, hours: int) -> tuple[str, datetime]:
    """A new session: the token for the cookie (256 bits) and when it ends."""
    token, ends = secrets.token_urlsafe(32), now + timedelta(hours=hours)
    tx.add(SignIn(token_hash=queries.token_hash(token), person_id=person.id, created_at=now, expires_at=ends))
    return token, ends


def sign_out(tx: Session, *, token: str, now: datetime) -> None:
    """End the session; the next request with its cookie is refused."""
    tx.execute(update(SignIn).where(SignIn.token_hash == queries.token_hash(token)).values(ended_at=now))


def enrol_device(tx: Session, *, actor: Actor, now: datetime, device_id: UUID, public_key: bytes) -> Device:
    """Register a phone's signing key. The same key of the same person is one device. Raises NOT_A_KEY."""
    _refuse_other_curves(public_key)
    known = select(Device).where(Device.person_id == actor.person_id, Device.public_key == public_key)
    if device := tx.execute(known).scalar_one_or_none():
        return device
    device = Device(
        id=device_id, person_id=actor.person_id, kid=key_id(public_key), public_key=public_key, enrolled_at=now
    )
    tx.add(device)
    record(tx, DeviceEnrolled(device.id, actor.person_id, actor.organ_id, device.kid.hex()))
    return device


def add_person(
    tx: Session, *, person_id: UUID, organ_id: UUID, login: str, name: str, role: str, password: str, memory_kib: int
) -> Person:
    """Create an account; the login is kept in lower case."""
    encoded = hash_password(password, memory_kib)
    person = Person(id=person_id, organ_id=organ_id, login=login.lower(), name=name, role=role, password_hash=encoded)
    tx.add(person)
    return person


def add_region(tx: Session, region: Region) -> Region:
    """Create a region or bring it up to date; the code is its identity."""
    return tx.merge(region)


def add_organ(tx: Session, organ: Organ) -> Organ:
    """Create an organ or bring it up to date; the id is its identity."""
    return tx.merge(organ)


def wrong_password() -> Exception:
    """What a caller raises after it has counted the wrong password."""
    return WRONG_PASSWORD(field="password")


def _login_hash(login: str) -> bytes:
    return sha256(b"login\0" + login.strip().lower().encode()).digest()


def _refuse_other_curves(public_key: bytes) -> None:
    try:
        if len(public_key) != 65:
            raise ValueError("not 65 bytes")
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError as error:
        raise NOT_A_KEY(field="public_key") from error
