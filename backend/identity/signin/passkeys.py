"""Passkeys: added in a session, used for signing in and for proving oneself again, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.events import PasskeyCloned
from backend.identity.models import Person
from backend.identity.problems import PASSKEY_KNOWN
from backend.identity.signin import challenges, webauthn_check
from backend.identity.signin.credentials import Passkey
from backend.identity.signin.webauthn_check import Made, Party
from backend.journal.record import record
from backend.kernel.transaction import CONSTRAINTS

CONSTRAINTS["uq_passkey_credential_id"] = PASSKEY_KNOWN

CLONED, WITHDRAWN = "cloned", "withdrawn"


def of_person(tx: Session, person_id: UUID) -> Sequence[Passkey]:
    """The passkeys that a person can use, the oldest first."""
    wanted = select(Passkey).where(Passkey.person_id == person_id, Passkey.revoked_at.is_(None))
    return tx.scalars(wanted.order_by(Passkey.made_at)).all()


def creation_options(party: Party, challenge: bytes, person: Person, known: Sequence[Passkey]) -> dict[str, Any]:
    """What the browser is asked to make."""
    return webauthn_check.creation_options(
        party, challenge, person_id=person.id.bytes, login=person.login or "", name=person.name,
        known=[each.credential_id for each in known],
    )  # fmt: skip


def request_options(party: Party, challenge: bytes, known: Sequence[Passkey]) -> dict[str, Any]:
    """What the browser is asked to sign."""
    return webauthn_check.request_options(party, challenge, [each.credential_id for each in known])


def register(tx: Session, credential: dict[str, Any], *, bound_to: bytes, party: Party, now: datetime) -> Made | None:
    """Check a new credential; its challenge is used up, whatever comes out. None: it is not sound."""
    challenge = webauthn_check.answered_challenge(credential)
    if not challenges.take(tx, challenge, challenges.REGISTER, bound_to=bound_to, now=now):
        return None
    return webauthn_check.made(credential, party, challenge)


def keep(tx: Session, made: Made, *, passkey_id: UUID, person_id: UUID, name: str, now: datetime) -> Passkey:
    """Add the credential to the person's passkeys. Raises PASSKEY_KNOWN, at the latest with the commit."""
    row = Passkey(
        id=passkey_id, person_id=person_id, credential_id=made.credential_id, public_key=made.public_key,
        sign_count=made.sign_count, name=name, synced=made.synced, made_at=now,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row


def use(
    tx: Session, credential: dict[str, Any], *, purpose: str, bound_to: bytes, party: Party, now: datetime
) -> Passkey | None:
    """The passkey that answered, if its answer is genuine; the challenge is used up either way.

    A counter that went back means that a copy exists: the passkey is revoked, told to others, and None returned. The
    caller commits before it refuses.
    """
    challenge = webauthn_check.answered_challenge(credential)
    if not challenges.take(tx, challenge, purpose, bound_to=bound_to, now=now):
        return None
    row = _usable(tx, webauthn_check.answering_id(credential))
    counter = webauthn_check.counter_of(credential, party, challenge, row.public_key) if row else None
    if row is None or counter is None:
        return None
    if _went_back(row.sign_count, counter):
        _cloned(tx, row, now)
        return None
    row.sign_count, row.last_used_at = counter, now
    return row


def revoke(tx: Session, person_id: UUID, passkey_id: UUID, now: datetime) -> bool:
    """The passkey opens nothing any more; False if the person has no such passkey."""
    row = tx.get(Passkey, passkey_id, with_for_update=True)
    if row is None or row.person_id != person_id:
        return False
    if row.revoked_at is None:
        row.revoked_at, row.revoked_why = now, WITHDRAWN
    return True


def _usable(tx: Session, credential_id: bytes) -> Passkey | None:
    """Locked, so that two answers at once are judged one after the other."""
    wanted = (
        select(Passkey).join(Person, Person.id == Passkey.person_id)
        .where(Passkey.credential_id == credential_id, Passkey.revoked_at.is_(None), Person.active)
    )  # fmt: skip
    return tx.execute(wanted.with_for_update(of=Passkey)).scalar_one_or_none()


def _went_back(known: int, told: int) -> bool:
    """Counters that stay 0 are normal for synced passkeys (WebAuthn 7.2 step 22)."""
    return (known > 0 or told > 0) and told <= known


def _cloned(tx: Session, row: Passkey, now: datetime) -> None:
    row.revoked_at, row.revoked_why = now, CLONED
    record(tx, PasskeyCloned(row.id, row.person_id, tx.get_one(Person, row.person_id).organ_id))
