"""Takes clues in, once each, and carries what the bureau does about them (B-56, B-71)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.certificates.short_codes import new_short_code
from backend.clues import photos, queries
from backend.clues.events import ClueMoved, ClueOverdue, ClueReceived
from backend.clues.models import Clue, ClueAct
from backend.clues.problems import ABOUT_ONESELF, EXTENDED_BEFORE, NOT_IN_HAND, NOT_WAITING, TO_THE_ACCUSED
from backend.clues.states import ACCEPTED, ANSWERED, RECEIVED, REFERRED, REFUSED, may_move
from backend.identity import queries as places
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND
from backend.policy import complaints
from backend.policy.ruleset import RuleSet
from backend.registers.places import organ_for
from backend.rulesets.service import or_default

AT_ONCE = 200
"""Overdue clues that are told of in one transaction."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told. `hidden`: whoever deals with it outside the bureau is not told who told."""

    door: str
    kind: str
    text: str
    about: str = ""
    place: str = ""
    happened_at: datetime | None = None
    people: int | None = None
    hidden: bool = True
    contact: bytes | None = None
    supervisor_id: UUID | None = None
    inspection_id: UUID | None = None
    accused_id: UUID | None = None
    photos: tuple[bytes, ...] = ()
    """As `photos.made_anew` gave them."""


_NO_COLUMN = ("photos",)


def receive(tx: Session, told: Told, *, clue_id: UUID, region_code: str, now: datetime) -> Clue:
    """Keep a clue; the same id again is the same clue, unchanged. Its term to be taken up begins (B-71)."""
    path = places.region(tx, region_code).path
    due_at = complaints.accept_by(now, or_default(tx, region_code, now))
    row = insert(Clue).values(
        id=clue_id, receipt=new_short_code(), region_code=region_code, region_path=path, received_at=now,
        state=RECEIVED, due_at=due_at, extended=False, overdue_told=False,
        **{name: getattr(told, name) for name in Told.__dataclass_fields__ if name not in _NO_COLUMN},
    )  # fmt: skip
    if tx.scalar(row.on_conflict_do_nothing(index_elements=["id"]).returning(Clue.id)) is not None:
        photos.keep(tx, clue_id, told.photos)
        _note(tx, clue_id, RECEIVED, now, due_at=due_at)
        record(tx, ClueReceived(clue_id, region_code))
    return tx.get_one(Clue, clue_id)


def accept(tx: Session, *, actor: Actor, now: datetime, clue_id: UUID, organ_id: UUID | None) -> Clue:
    """Take it up; `organ_id` says whom it is about, once the bureau knows. The term to answer begins.

    Raises NOT_FOUND, NOT_WAITING, ABOUT_ONESELF.
    """
    clue = _waiting(tx, actor, clue_id, ACCEPTED)
    if organ_id is not None:
        clue.accused_id = organ_for(tx, actor, organ_id, "organ.see", "organ_id").id
    if clue.accused_id == actor.organ_id:
        raise ABOUT_ONESELF(field="organ_id")
    return _moved(tx, clue, ACCEPTED, actor, now, due_at=complaints.answer_by(now, _rules(tx, clue, now)))


def refuse(tx: Session, *, actor: Actor, now: datetime, clue_id: UUID, reason: str) -> Clue:
    """Do not take it up; whoever holds the number reads why. Raises NOT_FOUND, NOT_WAITING."""
    clue = _waiting(tx, actor, clue_id, REFUSED)
    clue.closed_at, clue.answer = now, reason
    return _moved(tx, clue, REFUSED, actor, now, words=reason)


def refer(tx: Session, *, actor: Actor, now: datetime, clue_id: UUID, organ_id: UUID, note: str) -> Clue:
    """Hand it to a department, never to the one that it is about. Raises NOT_FOUND, NOT_IN_HAND, TO_THE_ACCUSED."""
    clue = _in_hand(tx, actor, "clue.decide", clue_id)
    organ = organ_for(tx, actor, organ_id, "organ.see", "organ_id")
    if organ.id == clue.accused_id:
        raise TO_THE_ACCUSED(field="organ_id")
    clue.handler_id = organ.id
    return _moved(tx, clue, REFERRED, actor, now, words=note, organ_id=organ.id)


def extend(tx: Session, *, actor: Actor, now: datetime, clue_id: UUID, reason: str) -> Clue:
    """Give the answer another thirty days, once (B-71). Raises NOT_FOUND, NOT_IN_HAND, EXTENDED_BEFORE."""
    clue = _in_hand(tx, actor, "clue.decide", clue_id)
    if clue.extended:
        raise EXTENDED_BEFORE()
    clue.extended, clue.due_at = True, complaints.extended(clue.due_at, _rules(tx, clue, now))
    _note(tx, clue.id, "extended", now, actor=actor, words=reason, due_at=clue.due_at)
    record(tx, ClueMoved(clue.id, clue.region_code, "extended"))
    return clue


def answer(tx: Session, *, actor: Actor, now: datetime, clue_id: UUID, text: str) -> Clue:
    """Say what was found; whoever holds the number reads it, and the clue is closed. Raises NOT_FOUND, NOT_IN_HAND."""
    clue = _in_hand(tx, actor, "clue.answer", clue_id)
    clue.closed_at, clue.answer = now, text
    return _moved(tx, clue, ANSWERED, actor, now, words=text)


def tell_overdue(tx: Session, *, now: datetime) -> int:
    """Tell of clues whose term has passed, each once; how many those were."""
    late = queries.overdue(tx, now, AT_ONCE)
    for clue in late:
        clue.overdue_told = True
        record(tx, ClueOverdue(clue.id, clue.region_code, clue.region_path, clue.state, clue.due_at))
    return len(late)


def _waiting(tx: Session, actor: Actor, clue_id: UUID, after: str) -> Clue:
    clue = _locked(tx, actor, "clue.decide", clue_id)
    if not may_move(clue.state, after):
        raise NOT_WAITING()
    return clue


def _in_hand(tx: Session, actor: Actor, action: str, clue_id: UUID) -> Clue:
    clue = _locked(tx, actor, action, clue_id)
    if not may_move(clue.state, ANSWERED):
        raise NOT_IN_HAND()
    return clue


def _locked(tx: Session, actor: Actor, action: str, clue_id: UUID) -> Clue:
    clue = queries.clue(tx, actor, clue_id, action, lock=True)
    if clue is None:
        raise NOT_FOUND()
    return clue


def _moved(
    tx: Session, clue: Clue, state: str, actor: Actor, now: datetime, *,
    words: str = "", organ_id: UUID | None = None, due_at: datetime | None = None,
) -> Clue:  # fmt: skip
    clue.state, clue.due_at = state, due_at or clue.due_at
    _note(tx, clue.id, state, now, actor=actor, words=words, organ_id=organ_id, due_at=due_at)
    record(tx, ClueMoved(clue.id, clue.region_code, state))
    return clue


def _note(
    tx: Session, clue_id: UUID, act: str, now: datetime, *,
    actor: Actor | None = None, words: str = "", organ_id: UUID | None = None, due_at: datetime | None = None,
) -> None:  # fmt: skip
    who = actor.person_id if actor else None
    line = ClueAct(id=uuid7(), clue_id=clue_id, act=act, at=now, person_id=who, words=words)
    line.organ_id, line.due_at = organ_id, due_at
    tx.add(line)


def _rules(tx: Session, clue: Clue, now: datetime) -> RuleSet:
    return or_default(tx, clue.region_code, now)
