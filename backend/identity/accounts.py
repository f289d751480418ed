"""Accounts of people: passwords set and given, and erasure when two people agreed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.identity import people
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.events import PasswordGiven, PersonErased
from backend.identity.models import Organ, Person, Region, SignIn
from backend.identity.privacy import contacts
from backend.identity.problems import ENDED, NO_ACCOUNT, PASSWORD_REFUSED
from backend.identity.signin import sessions
from backend.identity.signin.credentials import Invitation, KnownBrowser, Passkey
from backend.identity.signin.passwords import hash_password, one_time_password, why_refused
from backend.identity.views import service as views
from backend.journal.record import record

ONE_TIME_LIFE = timedelta(hours=72)
ERASED_NAME = "已注销人员"


def within_reach(tx: Session, actor: Actor, action: str, person_id: UUID) -> tuple[Person, str] | None:
    """Somebody to whom the actor may do this, with the path of their region; None: not found, or not theirs."""
    wanted: Any = (
        select(Person, Region.path).join(Organ, Organ.id == Person.organ_id)
        .join(Region, Region.code == Organ.region_code).where(Person.id == person_id)
    )  # fmt: skip
    row = tx.execute(visible(wanted, actor, action, region_path=Region.path)).one_or_none()
    return (row[0], row[1]) if row else None


def set_password(
    tx: Session, person: Person, password: str, *, memory_kib: int, now: datetime, but: bytes | None = None
) -> None:
    """A password of the person's own choice; all sessions `but` this one end. Raises PASSWORD_REFUSED."""
    if why := why_refused(password, person.login or ""):
        raise PASSWORD_REFUSED(field="new", **why)
    person.password_hash, person.one_time_until = hash_password(password, memory_kib), None
    sessions.end_all(tx, person.id, now=now, but=but)


def give_one_time_password(tx: Session, person: Person, *, memory_kib: int, now: datetime) -> str:
    """A password that holds for 72 hours and must be changed; every session ends. Raises NO_ACCOUNT, ENDED."""
    if person.login is None:
        raise NO_ACCOUNT()
    if not person.active:
        raise ENDED()
    given = one_time_password()
    person.password_hash, person.one_time_until = hash_password(given, memory_kib), now + ONE_TIME_LIFE
    sessions.end_all(tx, person.id, now=now)
    return given


def tell_reset(tx: Session, person: Person, by: UUID) -> None:
    """Whoever is concerned hears that somebody else set this password."""
    record(tx, PasswordGiven(person.id, person.organ_id, person.role, by))


def has_ended(tx: Session, person_id: UUID) -> bool:
    """Whether the person left."""
    return not tx.get_one(Person, person_id, populate_existing=True).active


def erase(tx: Session, person_id: UUID, now: datetime) -> None:
    """Nothing that names the person stays but what the law keeps: the evidence of their visits, under their id.

    Called when two people agreed (`person.erase`). A second time changes nothing.
    """
    person = tx.get_one(Person, person_id, with_for_update=True)
    if person.active:
        people.end(tx, person, ERASED_NAME, now)
    person.name, person.login, person.password_hash, person.one_time_until = ERASED_NAME, None, None, None
    person.number, person.post, person.qualification, person.employer, person.ended_reason = None, "", "", "", None
    person.erased_at = person.erased_at or now
    contacts.forget(tx, person_id)
    views.forget(tx, person_id)
    for table in (Passkey, KnownBrowser, Invitation):
        tx.execute(delete(table).where(table.person_id == person_id))
    tx.execute(update(SignIn).where(SignIn.person_id == person_id).values(browser=""))
    record(tx, PersonErased(person_id))
