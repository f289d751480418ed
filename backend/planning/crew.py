"""Who goes on a visit: officers of the organ, others by a superior's order, and those who come along (B-10 to B-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, or_, select
from sqlalchemy.orm import Session

from backend.certificates.queries import CardView
from backend.enterprises.models import Enterprise
from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.planning.models import TaskAssistant, TaskOfficer
from backend.planning.problems import ASSISTANT_UNKNOWN, IN_CONFLICT, OFFICER_UNKNOWN
from backend.registers.conflicts import conflicts_on


@dataclass(frozen=True, slots=True)
class Companion:
    """An assistant or expert, declared before entry by number and role (B-12)."""

    person_id: UUID
    role: str
    number: str


@dataclass(frozen=True, slots=True)
class Crew:
    """Who goes, the lead first, and who comes along."""

    officer_ids: Sequence[UUID]
    companions: Sequence[Companion] = ()
    superior_document: str | None = None


def check_crew(tx: Session, actor: Actor, crew: Crew) -> None:
    """Raise OFFICER_UNKNOWN unless all are officers of the organ, or of the same city by a superior's order (B-11).

    Raise ASSISTANT_UNKNOWN unless those who come along are known in that role.
    """
    lent = set(tx.scalars(lent_officers(actor).with_only_columns(Person.id))) if crew.superior_document else set()
    own = {each.id for each in identity.officers(tx, actor.organ_id)}
    if not (own | lent).issuperset(crew.officer_ids) or not own.intersection(crew.officer_ids):
        raise OFFICER_UNKNOWN(field="officer_ids")
    wanted = [each.person_id for each in crew.companions]
    rows = select(Person.id, Person.role).where(Person.id.in_(wanted), Person.active, _of(actor))
    known = {row.id: row.role for row in tx.execute(rows)}
    for each in crew.companions:
        if known.get(each.person_id) != each.role or not each.number.strip():
            raise ASSISTANT_UNKNOWN(field="assistants")


def lent_officers(actor: Actor) -> Select[Any]:
    """Officers of other organs of the same city, whom its department may order to a visit (B-11)."""
    city = "/".join(actor.region_path.split("/")[:2])
    wanted = select(Person).join(Organ, Organ.id == Person.organ_id).join(Region, Region.code == Organ.region_code)
    inside = or_(Region.path == city, Region.path.startswith(f"{city}/"))
    others = Person.role == "officer", Person.active, Person.organ_id != actor.organ_id
    return wanted.where(inside, *others).order_by(Person.name, Person.id)


def check_conflicts(tx: Session, enterprise_id: UUID, crew: Crew, day: date) -> None:
    """Raise IN_CONFLICT where one who goes must keep away from this enterprise on that day (B-13)."""
    people = [*crew.officer_ids, *(each.person_id for each in crew.companions)]
    enterprise = tx.get(Enterprise, enterprise_id)
    kept_away = conflicts_on(tx, people, enterprise.scheme, enterprise.identifier, day) if enterprise else ()
    if kept_away:
        raise IN_CONFLICT(field="officer_ids", person_id=str(kept_away[0].person_id))


def write_crew(
    tx: Session, task_id: UUID, actor: Actor, crew: Crew, people: Sequence[UUID], cards: Mapping[UUID, CardView]
) -> None:
    """The rows of those who go and of those who come along; the task must be written already."""
    own = {each.id for each in identity.officers(tx, actor.organ_id)}
    tx.execute(insert(TaskOfficer), [
        {"task_id": task_id, "person_id": each, "card_id": cards[each].id, "position": n,
         "seconded_by": None if each in own else crew.superior_document}
        for n, each in enumerate(people)
    ])  # fmt: skip
    along: list[dict[str, Any]] = [
        {
            "task_id": task_id,
            "person_id": each.person_id,
            "role": each.role,
            "number": each.number.strip(),
            "position": n,
        }
        for n, each in enumerate({each.person_id: each for each in crew.companions}.values())
    ]
    if along:
        tx.execute(insert(TaskAssistant), along)


def _of(actor: Actor) -> Any:
    return Person.organ_id == actor.organ_id
