"""Entering people, correcting them, giving them a role, ending and restoring them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals import empowering
from backend.approvals.models import ApprovalRequest
from backend.identity import people as register
from backend.identity.actor import Actor
from backend.identity.events import RoleGiven
from backend.identity.models import Organ, Person
from backend.identity.roles import ROLES
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND, STALE
from backend.kernel.transaction import CONSTRAINTS
from backend.registers import queries
from backend.registers.answers import person_answer
from backend.registers.history import because
from backend.registers.places import organ_for
from backend.registers.problems import (
    LAST_OF_ROLE,
    NUMBER_TAKEN,
    ORGAN_ENDED,
    PERSON_ENDED,
    SPAN_WRONG,
)
from backend.registers.rules import refuse_role, refuse_staff_as_supervisor

CONSTRAINTS["uq_person_organ_id_number"] = NUMBER_TAKEN


def person_for(tx: Session, actor: Actor, person_id: UUID, action: str = "person.see") -> Person:
    """The person, if the actor may do this to them. Raises NOT_FOUND."""
    row = tx.execute(queries.people(actor, action).where(Person.id == person_id)).first()
    if row is None:
        raise NOT_FOUND()
    found: Person = row[0]
    return found


def person_line(tx: Session, actor: Actor, person_id: UUID) -> dict[str, Any]:
    """The person as the register shows them. Raises NOT_FOUND."""
    row = tx.execute(queries.people(actor, "person.see").where(Person.id == person_id)).first()
    if row is None:
        raise NOT_FOUND()
    return person_answer(*row)


def enter(tx: Session, *, actor: Actor, person_id: UUID, values: Mapping[str, Any]) -> Person:
    """Somebody new in an organ of the actor's region. Raises NOT_FOUND and what `refuse_role` raises."""
    organ = _organ_in_use(tx, actor, values["organ_id"])
    _check(values, organ, values["role"])
    rest = {name: value for name, value in values.items() if name != "organ_id"}
    return register.enter(tx, person_id=person_id, organ_id=organ.id, values=rest)


def correct(tx: Session, *, actor: Actor, person_id: UUID, version: int, values: Mapping[str, Any]) -> Person:
    """New facts about somebody, or another organ. Raises NOT_FOUND, STALE, LAST_OF_ROLE and what `refuse_role` raises."""
    person = _locked(tx, actor, person_id, "person.write")
    if person.version != version:
        raise STALE(field="version", current=person_line(tx, actor, person_id))
    moves = values.get("organ_id", person.organ_id) != person.organ_id
    organ = _organ_in_use(tx, actor, values["organ_id"]) if moves else tx.get_one(Organ, person.organ_id)
    _check({"term_from": person.term_from, "term_to": person.term_to, **values}, organ, person.role)
    if organ.region_code != tx.get_one(Organ, person.organ_id).region_code:
        _keep_the_last(tx, person)
    register.correct(tx, person, values)
    return person


def give_role(
    tx: Session, *, actor: Actor, person_id: UUID, role: str, reason: str, now: datetime
) -> Person | ApprovalRequest:
    """Another role from now on, or the request for a second person's yes, which supervision and administration want.

    Raises NOT_FOUND, PERSON_ENDED, LAST_OF_ROLE, OFFICER_NOT_SUPERVISOR (B-76) …
    """
    person = _locked(tx, actor, person_id, "person.role")
    if person.role == role:
        return person
    if not person.active:
        raise PERSON_ENDED()
    organ = tx.get_one(Organ, person.organ_id)
    refuse_staff_as_supervisor(role, held=queries.roles_held(tx, person))
    refuse_role(role, organ_kind=organ.kind, organ_name=organ.name, login=None)
    _keep_the_last(tx, person)
    asked = empowering.wanted_yes(tx, actor=actor, person=person, role=role, deed=role, reason=reason, now=now)
    if asked is not None:
        return asked
    because(tx, reason)
    register.give_role(tx, person, role, now)
    record(tx, RoleGiven(person.id, person.organ_id, role, actor.person_id))
    return person


def end(tx: Session, *, actor: Actor, person_id: UUID, reason: str, now: datetime) -> Person:
    """The person left; a second time changes nothing. Raises NOT_FOUND, LAST_OF_ROLE."""
    person = _locked(tx, actor, person_id, "person.end")
    if person.active:
        _keep_the_last(tx, person)
        because(tx, reason)
        register.end(tx, person, reason, now)
    return person


def restore(tx: Session, *, actor: Actor, person_id: UUID) -> Person:
    """The person is back. Raises NOT_FOUND; PERSON_ENDED for one whose data were erased."""
    person = _locked(tx, actor, person_id, "person.end")
    if person.erased_at is not None:
        raise PERSON_ENDED()
    if not person.active:
        register.restore(tx, person)
    return person


def _locked(tx: Session, actor: Actor, person_id: UUID, action: str) -> Person:
    person_for(tx, actor, person_id, action)
    return register.locked(tx, person_id)


def _organ_in_use(tx: Session, actor: Actor, organ_id: UUID) -> Organ:
    organ = organ_for(tx, actor, organ_id, field="organ_id")
    if organ.ended_on is not None:
        raise ORGAN_ENDED(field="organ_id", organ=organ.name)
    return organ


def _check(values: Mapping[str, Any], organ: Organ, role: str) -> None:
    refuse_role(role, organ_kind=organ.kind, organ_name=organ.name, login=values.get("login"))
    if values.get("term_from") and values.get("term_to") and values["term_to"] < values["term_from"]:
        raise SPAN_WRONG(field="term_to")


def _keep_the_last(tx: Session, person: Person) -> None:
    """Somebody must be left to administer, and somebody to supervise and to decide beside another (B-104)."""
    able = person.role == "admin" or (person.role == "bureau" and person.password_hash is not None)
    if able and queries.others_of_role(tx, person) == 0:
        raise LAST_OF_ROLE(role_zh=ROLES[person.role].zh, role_en=ROLES[person.role].en)
