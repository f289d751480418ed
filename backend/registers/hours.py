"""Class hours 学时: a ledger per person and year, and who is below what the rule set asks. Never a block (B-14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import rfc3339
from backend.registers import queries
from backend.registers.answers import organ_name
from backend.registers.models import TrainingHour
from backend.registers.people import person_for
from backend.registers.problems import NOT_IN_THE_FUTURE

Asked = Callable[[Session, str, datetime], dict[str, int]]
_SOURCES: list[Asked] = []


def asked_by(source: Asked) -> Asked:
    """Rule sets lie above the registers; they say here how many hours a role needs in a region at a moment."""
    _SOURCES[:] = [source]
    return source


def needed(tx: Session, region_code: str, at: datetime) -> dict[str, int]:
    """Role → hours that a year asks of it."""
    return _SOURCES[0](tx, region_code, at) if _SOURCES else {}


def add(
    tx: Session, *, actor: Actor, entry_id: UUID, person_id: UUID, today: date, now: datetime, values: dict[str, Any]
) -> TrainingHour:
    """Note a training that took place. Raises NOT_FOUND, NOT_IN_THE_FUTURE."""
    person_for(tx, actor, person_id, "hours.write")
    if values["held_on"] > today:
        raise NOT_IN_THE_FUTURE(field="held_on")
    entry = TrainingHour(id=entry_id, person_id=person_id, recorded_by=actor.person_id, recorded_at=now, **values)
    tx.add(entry)
    tx.flush()
    return entry


def remove(tx: Session, *, actor: Actor, entry_id: UUID) -> None:
    """Take back what was noted by mistake; the history keeps it. Raises NOT_FOUND."""
    entry = tx.get(TrainingHour, entry_id)
    if entry is None:
        raise NOT_FOUND()
    person_for(tx, actor, entry.person_id, "hours.write")
    tx.delete(entry)
    tx.flush()


def entries(tx: Session, actor: Actor, person_id: UUID, year: int) -> list[dict[str, Any]]:
    """The trainings of a person in a year, newest first. Raises NOT_FOUND."""
    person_for(tx, actor, person_id, "hours.see")
    wanted = select(TrainingHour).where(TrainingHour.person_id == person_id, *_in_year(year))
    return [entry_answer(each) for each in tx.scalars(wanted.order_by(TrainingHour.held_on.desc(), TrainingHour.id))]


def ledger(actor: Actor, year: int, asked: dict[str, int], *, below: bool) -> Any:
    """(person, organ, hours, needed) of everybody of whom hours are asked; with `below`, only those below the line."""
    done = select(func.coalesce(func.sum(TrainingHour.hours), 0)).where(*_in_year(year))
    hours = done.where(TrainingHour.person_id == Person.id).scalar_subquery()
    line = case(*((Person.role == role, literal(hours)) for role, hours in asked.items()), else_=literal(0))
    joined = select(Person, Organ, hours.label("hours"), line.label("needed")).join(Organ, Organ.id == Person.organ_id)
    joined = joined.join(Region, Region.code == Organ.region_code)
    wanted = joined.where(Person.active, Person.role.in_(list(asked)), queries.of_people(actor, "hours.see"))
    return _below(wanted, year, line) if below else wanted


def _below(wanted: Any, year: int, line: Any) -> Any:
    """Sums the year once for everybody: the sum of each line would be looked up for each that is passed over."""
    done = select(TrainingHour.person_id, func.sum(TrainingHour.hours).label("hours")).where(*_in_year(year))
    summed = done.group_by(TrainingHour.person_id).subquery()
    joined = wanted.outerjoin(summed, summed.c.person_id == Person.id)
    return joined.where(func.coalesce(summed.c.hours, 0) < line)


def line_answer(person: Person, organ: Organ, hours: Decimal, line: int, year: int) -> dict[str, Any]:
    """Somebody's year."""
    who = {"id": str(person.id), "name": person.name, "role": person.role, "number": person.number}
    return {
        "person": {**who, "organ": organ_name(organ)}, "year": year, "hours": float(hours), "needed": line,
        "below": hours < line,
    }  # fmt: skip


def entry_answer(entry: TrainingHour) -> dict[str, Any]:
    """One training."""
    return {
        "id": str(entry.id), "held_on": entry.held_on.isoformat(), "hours": float(entry.hours), "kind": entry.kind,
        "topic": entry.topic, "recorded_at": rfc3339(entry.recorded_at),
    }  # fmt: skip


def _in_year(year: int) -> tuple[Any, Any]:
    return TrainingHour.held_on >= date(year, 1, 1), TrainingHour.held_on <= date(year, 12, 31)
