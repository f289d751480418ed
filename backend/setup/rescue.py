"""What only the operator of the server can do: open an account for the bureau when nobody there is left who could.

Nobody agrees to it, for there is nobody; instead it is a line of the record of access, and everybody who supervises or
administers is told (B-104).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from backend.audit.outside import OPERATOR
from backend.audit.recorder import Recorder
from backend.identity import accounts, founding, people
from backend.identity import queries as identity
from backend.identity.events import OperatorOpened
from backend.identity.models import Organ, Person
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.noting import Act, Stranger
from backend.setup.administrators import Administrator, fit_login, fit_name
from backend.setup.problems import NO_BUREAU, NO_SUCH_BUREAU, NOT_OF_THE_BUREAU, REASON_UNFIT

REASON_MOST = 200


def restore_bureau(
    tx: Session, *, login: str, name: str, organ: str | None, reason: str, now: datetime, memory_kib: int
) -> Administrator:  # fmt: skip
    """A one-time password for somebody of the bureau: the account of this login, or a new one of this name.

    `organ` is the code of the bureau for a new one; None: the highest. Raises NO_BUREAU, NO_SUCH_BUREAU,
    NOT_OF_THE_BUREAU, REASON_UNFIT, LOGIN_UNFIT, NAME_UNFIT, LOGIN_TAKEN.
    """
    why = _fit_reason(reason)
    founding.wait_for_others(tx)
    if not founding.bureau_stands(tx):
        raise NO_BUREAU()
    person = identity.person_by_login(tx, login)
    if person is not None and person.role != "bureau":
        raise NOT_OF_THE_BUREAU(field="login", login=login)
    person = person or _new(tx, login, name, organ)
    given = accounts.give_one_time_password(tx, person, memory_kib=memory_kib, now=now)
    note(tx, person, "operator.restore_bureau", reason=why, now=now)
    return Administrator(person.login or "", person.name, True, given)


def note(tx: Session, person: Person, deed: str, *, reason: str, now: datetime) -> None:
    """Write down what was done on the server to whose account, and tell everybody who supervises or administers."""
    path = identity.region_path_of(tx, person.organ_id) or ""
    Recorder().write(tx, Act(
        at=now, actor=Stranger(path, role=OPERATOR), action=deed, method="SHELL", route="liangma admin",
        object=str(person.id), purpose=reason or None, result="allowed", code=None, request_id=uuid7().hex,
    ))  # fmt: skip
    record(tx, OperatorOpened(person.id, person.organ_id, person.role, deed, reason))


def _new(tx: Session, login: str, name: str, code: str | None) -> Person:
    bureau = _bureau(tx, code)
    values = {"login": fit_login(tx, login), "name": fit_name(name), "role": "bureau"}
    return people.enter(tx, person_id=uuid7(), organ_id=bureau.id, values=values)


def _bureau(tx: Session, code: str | None) -> Organ:
    found = founding.bureau(tx, code) if code else founding.organ_for_administrator(tx)
    if found is None:
        raise NO_SUCH_BUREAU(field="organ", code=code or "")
    return found


def _fit_reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if not 2 <= len(reason) <= REASON_MOST or not reason.isprintable():
        raise REASON_UNFIT(field="reason", most=REASON_MOST)
    return reason
