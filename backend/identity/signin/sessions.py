"""Sessions: opened with a proof, listed for their owner, ended at once, proved again for what weighs more."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.identity.models import Device, Person, SignIn
from backend.identity.queries import not_ended, running, token_hash

SHORT = 8
"""Bytes of a session's hash that name it to people: enough to tell one's own apart, useless for signing in."""

TOUCH = timedelta(minutes=1)
"""How finely the last request of a session is kept: not every request has to write."""


UNDER_WAY = timedelta(seconds=10)
"""For so long requests that left the browser before its new token came are still answered."""

IN_THE_FIELD = ("officer", "supervisor")
ADMINISTRATORS = ("admin", "maintenance")
ADMIN_HOURS = 8


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: the token for the cookie (256 bits), and when it ends."""

    token: str
    expires_at: datetime
    hours: int


def open_session(
    tx: Session, person: Person, *, proof: str, browser: str, now: datetime, settings: Settings, instead_of: str | None
) -> Opened:
    """A session that was proved just now. The one that this browser held before ends: no session outlives a sign-in."""
    if instead_of:
        end(tx, SignIn.token_hash == token_hash(instead_of), now=now)
    hours, idle = limits(settings, person.role)
    token, ends = secrets.token_urlsafe(32), now + timedelta(hours=hours)
    tx.add(SignIn(
        token_hash=token_hash(token), person_id=person.id, created_at=now, expires_at=ends, idle_minutes=idle,
        seen_at=now if idle else None, proof=proof, stepped_up_at=now, browser=browser,
    ))  # fmt: skip
    return Opened(token, ends, hours)


def limits(settings: Settings, role: str) -> tuple[int, int | None]:
    """For how many hours a session of this role lasts, and how many minutes it may rest; None: as long as it lasts.

    A phone in a basement rests for hours, and its own lock guards it; a desk is left alone in an office.
    """
    if role in IN_THE_FIELD:
        return settings.session_hours, None
    if role in ADMINISTRATORS:
        return min(settings.session_hours, ADMIN_HOURS), settings.admin_idle_minutes or None
    return settings.session_hours, settings.session_idle_minutes or None


def end(tx: Session, *which: Any, now: datetime) -> int:
    """End the sessions that these conditions name; the next request of each is refused. Returns how many there were."""
    ended = update(SignIn).where(not_ended(now), *which).values(ended_at=now)
    return len(tx.execute(ended.returning(SignIn.token_hash)).all())


def end_all(tx: Session, person_id: UUID, *, now: datetime, but: bytes | None = None) -> int:
    """End every session of a person, `but` one."""
    spared = [SignIn.token_hash != but] if but is not None else []
    return end(tx, SignIn.person_id == person_id, *spared, now=now)


def end_one(tx: Session, person_id: UUID, name: str, *, now: datetime) -> bool:
    """End the person's session of this name; False where there is no such session running."""
    try:
        wanted = bytes.fromhex(name)
    except ValueError:
        return False
    short = func.substring(SignIn.token_hash, 1, SHORT)
    return end(tx, SignIn.person_id == person_id, SignIn.expires_at > now, short == wanted, now=now) > 0


def running_of(tx: Session, person_id: UUID, now: datetime) -> Sequence[tuple[SignIn, Device | None]]:
    """The sessions of a person that run, the newest first, each with its device."""
    wanted = select(SignIn, Device).outerjoin(Device, Device.id == SignIn.device_id)
    mine = wanted.where(SignIn.person_id == person_id, running(now), SignIn.ended_at.is_(None))
    return [(row[0], row[1]) for row in tx.execute(mine.order_by(SignIn.created_at.desc()))]


def named(session: SignIn) -> str:
    """How people call a session."""
    return session.token_hash[:SHORT].hex()


def step_up(tx: Session, session_id: bytes, now: datetime) -> Opened:
    """Its owner proved once more who they are: the session goes on under a new token, and only that has the proof.

    Whoever took the old token gains nothing; what is under way with it may end within `UNDER_WAY`.
    """
    old = tx.get_one(SignIn, session_id, with_for_update=True)
    token = secrets.token_urlsafe(32)
    same = ("person_id", "created_at", "expires_at", "idle_minutes", "proof", "device_id", "browser")
    seen_at = now if old.idle_minutes else None
    kept = {name: getattr(old, name) for name in same}
    tx.add(SignIn(token_hash=token_hash(token), stepped_up_at=now, seen_at=seen_at, **kept))
    old.ended_at, old.stepped_up_at = min(old.ended_at or now + UNDER_WAY, now + UNDER_WAY), None
    return Opened(token, old.expires_at, ceil((old.expires_at - now).total_seconds() / 3600))


def touch(tx: Session, session_id: bytes, now: datetime) -> None:
    """Note that the session was used."""
    tx.execute(update(SignIn).where(SignIn.token_hash == session_id).values(seen_at=now))
