"""Invitations: how a lay supervisor gets an account, once, from a QR code, within 72 hours (B-76)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from backend.identity import accounts
from backend.identity.models import Person
from backend.identity.problems import ENDED, INVITATION_OVER, LOGIN_TAKEN, NOT_A_SUPERVISOR
from backend.identity.queries import token_hash
from backend.identity.signin.credentials import Invitation
from backend.kernel.ids import uuid7
from backend.kernel.transaction import CONSTRAINTS

CONSTRAINTS["uq_person_login"] = LOGIN_TAKEN

LIFE = timedelta(hours=72)


def invite(tx: Session, person: Person, *, made_by: UUID, now: datetime) -> tuple[str, datetime]:
    """A token that opens one account, and when it expires; the one before is void. Raises NOT_A_SUPERVISOR, ENDED."""
    if person.role != "supervisor":
        raise NOT_A_SUPERVISOR()
    if not person.active:
        raise ENDED()
    _void(tx, person.id, now)
    token, expires_at = secrets.token_urlsafe(32), now + LIFE
    tx.add(Invitation(
        id=uuid7(), token_hash=token_hash(token), person_id=person.id, made_by=made_by, made_at=now, expires_at=expires_at,
    ))  # fmt: skip
    return token, expires_at


def accept(
    tx: Session, *, token: str, login: str, password: str, name: str | None, memory_kib: int, now: datetime
) -> Person:
    """The account of whom the token invites; the token is used up.

    Raises INVITATION_OVER alike for used, expired, replaced and unknown ones; LOGIN_TAKEN; PASSWORD_REFUSED.
    """
    person = _invited(tx, token, now)
    person.login, person.name = login.strip().lower(), (name or "").strip() or person.name
    taken = select(Person.id).where(Person.login == person.login, Person.id != person.id)
    with tx.no_autoflush:
        if tx.execute(taken).first() is not None:
            raise LOGIN_TAKEN(field="login")
    accounts.set_password(tx, person, password, memory_kib=memory_kib, now=now)
    _void(tx, person.id, now)
    return person


def opens(tx: Session, token: str, now: datetime) -> bool:
    """Whether an invitation of this token is open at this moment."""
    return tx.scalar(_open(token, now)) is not None


def _open(token: str, now: datetime) -> Select[Invitation]:
    hashed = token_hash(token)
    return select(Invitation).where(
        Invitation.token_hash == hashed, Invitation.ended_at.is_(None), Invitation.expires_at > now
    )


def _invited(tx: Session, token: str, now: datetime) -> Person:
    invitation = tx.execute(_open(token, now).with_for_update()).scalar_one_or_none()
    person = tx.get(Person, invitation.person_id, with_for_update=True) if invitation else None
    if person is None or not person.active or person.role != "supervisor":
        raise INVITATION_OVER(field="token")
    return person


def _void(tx: Session, person_id: UUID, now: datetime) -> None:
    running = update(Invitation).where(Invitation.person_id == person_id, Invitation.ended_at.is_(None))
    tx.execute(running.values(ended_at=now))
