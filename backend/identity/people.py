"""The register of people: enter, correct, give a role, end, restore. Nobody is ever deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from backend.identity.models import Person, SignIn
from backend.identity.queries import not_ended
from backend.identity.roles import ROLES
from backend.identity.signin.credentials import Invitation


def enter(tx: Session, *, person_id: UUID, organ_id: UUID, values: Mapping[str, Any]) -> Person:
    """Somebody new, without a password: an administrator's reset or an invitation gives the first one."""
    person = Person(id=person_id, organ_id=organ_id, active=True, version=1, **values)
    tx.add(person)
    tx.flush()
    return person


def enter_many(tx: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many new people at once; each row says its `id` and `pinyin` as well."""
    if rows:
        tx.execute(insert(Person), [{"active": True, "version": 1, **row} for row in rows])


def locked(tx: Session, person_id: UUID) -> Person:
    """The person, whom nobody else changes before we commit."""
    wanted = select(Person).where(Person.id == person_id).with_for_update()
    return tx.scalars(wanted.execution_options(populate_existing=True)).one()


def correct(tx: Session, person: Person, values: Mapping[str, Any]) -> bool:
    """Take over what differs, as one new version; False if nothing does."""
    differing = {name: value for name, value in values.items() if getattr(person, name) != value}
    for name, value in differing.items():
        setattr(person, name, value)
    if differing:
        person.version += 1
        tx.flush()
    return bool(differing)


def give_role(tx: Session, person: Person, role: str, now: datetime) -> None:
    """From the next request on the person acts in this role; one who stands in a register only loses the account."""
    if not ROLES[role].signs_in:
        correct(tx, person, {"login": None, "password_hash": None, "one_time_until": None})
        end_sessions(tx, person.id, now)
    correct(tx, person, {"role": role})


def end(tx: Session, person: Person, reason: str, now: datetime) -> None:
    """The person left: no session goes on, no account opens; what they did stays theirs.

    What was given to them to begin with, a one-time password or an invitation, is over also when they come back.
    """
    correct(tx, person, {"active": False, "ended_at": now, "ended_reason": reason})
    if person.one_time_until is not None:
        person.one_time_until = min(person.one_time_until, now)
    given = update(Invitation).where(Invitation.person_id == person.id, Invitation.ended_at.is_(None))
    tx.execute(given.values(ended_at=now))
    end_sessions(tx, person.id, now)


def restore(tx: Session, person: Person) -> None:
    """The person is back; they sign in anew."""
    correct(tx, person, {"active": True, "ended_at": None, "ended_reason": None})


def end_sessions(tx: Session, person_id: UUID, now: datetime) -> None:
    """Every open session of the person ends with the next request."""
    running = update(SignIn).where(SignIn.person_id == person_id, not_ended(now), SignIn.expires_at > now)
    tx.execute(running.values(ended_at=now))
