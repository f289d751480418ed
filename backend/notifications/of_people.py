"""Who is told of accounts, of rights, and of what two people must agree to."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals import queries as approvals
from backend.approvals.empowering import POWERFUL
from backend.identity import queries as people
from backend.identity.access.words import WORDS
from backend.identity.roles import ROLES
from backend.journal.followers import Entry
from backend.notifications.service import deliver, forget_person


def approval_asked(tx: Session, entry: Entry) -> None:
    """Everybody of the bureau who may be the second person."""
    first = UUID(entry.data["person_id"])
    told = [each for each in people.bureau_people(tx, entry.data["region_path"]) if each != first]
    deliver(tx, told, "approval_asked", _request_facts(tx, entry), seq=entry.seq, at=entry.at)


def approval_decided(tx: Session, entry: Entry) -> None:
    """Whoever asked."""
    told = [UUID(entry.data["person_id"])]
    deliver(tx, told, f"approval_{entry.data['decision']}", _request_facts(tx, entry), seq=entry.seq, at=entry.at)


def _request_facts(tx: Session, entry: Entry) -> dict[str, str]:
    row = approvals.known(tx, UUID(entry.data["request_id"]))
    zh, en = WORDS[row.kind]
    return {"request_id": str(row.id), "kind_zh": zh, "kind_en": en, "expires_on": row.expires_at.date().isoformat()}


def password_given(tx: Session, entry: Entry) -> None:
    """Whose password it is; and the bureau, where the account supervises or administers (B-104)."""
    told = [UUID(entry.data["person_id"])]
    if entry.data["role"] in POWERFUL:
        told += _bureau_of(tx, entry)
    deliver(tx, told, "password_given", _who_and_by(tx, entry), seq=entry.seq, at=entry.at)


def role_given(tx: Session, entry: Entry) -> None:
    """The bureau, where somebody may supervise or administer from now on (B-104)."""
    if entry.data["role"] in POWERFUL:
        facts = {**_who_and_by(tx, entry), **_role_words(entry.data["role"])}
        deliver(tx, _bureau_of(tx, entry), "power_given", facts, seq=entry.seq, at=entry.at)


def passkey_cloned(tx: Session, entry: Entry) -> None:
    """Whose passkey somebody may have copied, and the administrators: the key is revoked, the account may not be safe."""
    who = UUID(entry.data["person_id"])
    path = people.region_path_of(tx, UUID(entry.data["organ_id"])) or ""
    facts = {"name": people.names(tx, [who]).get(who, "")}
    deliver(tx, [who, *people.people_above(tx, path, "admin")], "passkey_cloned", facts, seq=entry.seq, at=entry.at)


def number_opened(tx: Session, entry: Entry) -> None:
    """Whose identity number was read (B-102)."""
    who, by = UUID(entry.data["person_id"]), UUID(entry.data["by"])
    facts = {"by": people.names(tx, [by]).get(by, "")}
    deliver(tx, [who], "number_opened", facts, seq=entry.seq, at=entry.at)


def operator_opened(tx: Session, entry: Entry) -> None:
    """Everybody who supervises or administers, wherever they stand: nobody agreed to this, so all must know (B-104)."""
    who = UUID(entry.data["person_id"])
    facts = {"name": people.names(tx, [who]).get(who, ""), "reason": entry.data["reason"] or "—"}
    facts |= _role_words(entry.data["role"])
    deliver(tx, people.people_holding(tx, *POWERFUL), "operator_opened", facts, seq=entry.seq, at=entry.at)


def _bureau_of(tx: Session, entry: Entry) -> list[UUID]:
    return people.bureau_people(tx, people.region_path_of(tx, UUID(entry.data["organ_id"])) or "")


def _who_and_by(tx: Session, entry: Entry) -> dict[str, str]:
    who, by = UUID(entry.data["person_id"]), UUID(entry.data["by"])
    names = people.names(tx, [who, by])
    return {"name": names.get(who, ""), "by": names.get(by, "")}


def _role_words(role: str) -> dict[str, str]:
    return {"role_zh": ROLES[role].zh, "role_en": ROLES[role].en}


def person_erased(tx: Session, entry: Entry) -> None:
    """Nothing is kept for, or sent to, somebody who was erased."""
    forget_person(tx, UUID(entry.data["person_id"]))


HEARD = {
    "approvals.asked.v1": approval_asked,
    "approvals.decided.v1": approval_decided,
    "identity.password_given.v1": password_given,
    "identity.role_given.v1": role_given,
    "identity.passkey_cloned.v1": passkey_cloned,
    "approvals.number_opened.v1": number_opened,
    "identity.operator_opened.v1": operator_opened,
    "identity.person_erased.v1": person_erased,
}
