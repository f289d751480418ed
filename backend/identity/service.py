"""The gate that every request passes, who may sign in, and how people and places come to be."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries
from backend.identity.access.table import STEP_UP, Thing, may, proved_lately
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.identity.problems import PASSWORD_CHANGE_NEEDED, STEP_UP_NEEDED
from backend.identity.signin.passwords import hash_password, password_fits
from backend.kernel.claims import Claim
from backend.kernel.problems import NOT_ALLOWED, NOT_FOUND, NOT_SIGNED_IN

BEFORE_THE_CHANGE = frozenset({"session.see", "session.end", "me.password", "me.notice"})
"""What a one-time password opens."""

FACTS = frozenset({"inspection.check_in", "inspection.record", "media.declare", "upload.write", "observation.submit"})
"""What happened is taken from whoever is signed in, also before the password was changed."""


class Gate:
    """Who is asking, and may they? `backend.app` hands this to the kernel."""

    def actor(self, tx: Session, token: str | None, now: datetime, claim: Claim | None = None) -> Actor | None:
        """The actor behind a session cookie, or None; the claim is made for them on the way."""
        return queries.actor_of(tx, token, now, claim) if token else None

    def check(self, actor: Actor | None, action: str, now: datetime, thing: Thing | None = None) -> None:
        """Raises NOT_SIGNED_IN, NOT_ALLOWED, PASSWORD_CHANGE_NEEDED or STEP_UP_NEEDED; 'public' is open to all.

        Somebody else's thing is not found: raises NOT_FOUND where the action is open, but not on this thing.
        """
        if action == "public":
            return
        if actor is None:
            raise NOT_SIGNED_IN()
        if not may(actor, action):
            raise NOT_ALLOWED()
        if thing is not None and not may(actor, action, thing):
            raise NOT_FOUND()
        if actor.password_given and action not in BEFORE_THE_CHANGE | FACTS:
            raise PASSWORD_CHANGE_NEEDED()
        if action in STEP_UP and not proved_lately(actor, now):
            raise STEP_UP_NEEDED()


def person_for(tx: Session, *, login: str, password: str, memory_kib: int, now: datetime) -> Person | None:
    """The person whose account and password these are, or None; all cases take the same time."""
    person = queries.person_by_login(tx, login)
    if not password_fits(person.password_hash if person else None, password, memory_kib) or person is None:
        return None
    return person if person.one_time_until is None or now < person.one_time_until else None


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
