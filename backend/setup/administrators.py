"""The administrator who comes in from the shell: the first one, or one who lost the password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import accounts, founding, people
from backend.identity import queries as identity
from backend.identity.problems import LOGIN_TAKEN
from backend.kernel.ids import uuid7
from backend.setup.problems import LOGIN_UNFIT, NAME_UNFIT, NO_ADMINISTRATOR

LONGEST_NAME = 40
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}\Z")


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who administers this installation. `one_time_password` is there only where one was made just now."""

    login: str
    name: str
    new: bool
    one_time_password: str | None
    person_id: UUID | None = None


def make(
    tx: Session, *, login: str, name: str, password: str | None, now: datetime, memory_kib: int
) -> Administrator:  # fmt: skip
    """The first administrator; where there is one already, that one, unchanged.

    `password` None: a one-time password is made. Raises LOGIN_UNFIT, NAME_UNFIT, LOGIN_TAKEN, PASSWORD_REFUSED.
    """
    founding.wait_for_others(tx)
    there = founding.administrator(tx)
    if there is not None:
        return Administrator(there.login or "", there.name, False, None)
    login, name = fit_login(tx, login), fit_name(name)
    organ = founding.organ_for_administrator(tx)
    values = {"login": login, "name": name, "role": "admin"}
    person = people.enter(tx, person_id=uuid7(), organ_id=organ.id, values=values)
    if password is None:
        given = accounts.give_one_time_password(tx, person, memory_kib=memory_kib, now=now)
        return Administrator(login, name, True, given, person.id)
    accounts.set_password(tx, person, password, memory_kib=memory_kib, now=now)
    return Administrator(login, name, True, None, person.id)


def renew_password(tx: Session, *, login: str, now: datetime, memory_kib: int) -> Administrator:
    """A new one-time password for an administrator; whoever sits at an open session is sent out. Raises NO_ADMINISTRATOR."""
    person = identity.person_by_login(tx, login)
    if person is None or person.role != "admin":
        raise NO_ADMINISTRATOR(field="login", login=login)
    given = accounts.give_one_time_password(tx, person, memory_kib=memory_kib, now=now)
    return Administrator(person.login or "", person.name, True, given, person.id)


def fit_login(tx: Session, typed: str) -> str:
    """A login as it is kept. Raises LOGIN_UNFIT, LOGIN_TAKEN."""
    login = typed.strip().lower()
    if not _LOGIN.match(login):
        raise LOGIN_UNFIT(field="login", given=typed[:64])
    if founding.login_taken(tx, login):
        raise LOGIN_TAKEN(field="login")
    return login


def fit_name(typed: str) -> str:
    """A name as others see it. Raises NAME_UNFIT."""
    name = typed.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise NAME_UNFIT(field="name")
    return name
