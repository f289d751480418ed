"""Browsers: how one is called, and which accounts were signed in there before."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.models import Person
from backend.identity.queries import token_hash
from backend.identity.signin.credentials import KnownBrowser

_PROGRAMS = (
    ("MicroMessenger", "WeChat"), ("HuaweiBrowser", "Huawei Browser"), ("Edg", "Edge"), ("Firefox", "Firefox"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("OpenHarmony", "HarmonyOS"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"),
    ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def called(user_agent: str) -> str:
    """A name that its owner recognises, 'Chrome · Android'; nothing finer is kept."""
    names = (_first(_PROGRAMS, user_agent), _first(_SYSTEMS, user_agent))
    return " · ".join(name for name in names if name)


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for word, name in table if re.search(rf"\b{word}", user_agent)), None)


def knows(tx: Session, cookie: str, login: str) -> bool:
    """Whether this account was signed in before in the browser that holds this cookie."""
    wanted = select(KnownBrowser.person_id).join(Person, Person.id == KnownBrowser.person_id)
    known = wanted.where(KnownBrowser.token_hash == token_hash(cookie), Person.login == login.strip().lower())
    return tx.execute(known).first() is not None


def remember(tx: Session, cookie: str | None, person_id: UUID, now: datetime) -> str:
    """Note that the person signed in here; returns the cookie to keep. A cookie that is not ours is replaced."""
    ours = cookie if cookie and _issued(tx, cookie) else secrets.token_urlsafe(32)
    row = insert(KnownBrowser).values(token_hash=token_hash(ours), person_id=person_id, last_at=now)
    tx.execute(row.on_conflict_do_update(index_elements=["token_hash", "person_id"], set_={"last_at": now}))
    return ours


def _issued(tx: Session, cookie: str) -> bool:
    return (
        tx.execute(select(KnownBrowser.person_id).where(KnownBrowser.token_hash == token_hash(cookie))).first()
        is not None
    )
