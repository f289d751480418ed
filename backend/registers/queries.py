"""Reads of regions, organs and people as the registers show them; which rows, the access table says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.identity.privacy.private import Contact
from backend.kernel.sorting import Sorting
from backend.registers.models import RowHistory
from backend.registers.searching import ALSO_PEOPLE, found

Supervising = aliased(Organ)

PEOPLE = Sorting(
    Person.pinyin, Person.id, name=Person.pinyin, number=Person.number, role=Person.role, organ=Organ.pinyin,
    post=Person.post, account=Person.login,
)  # fmt: skip
ORGANS = Sorting(
    Organ.code, Organ.id, name=Organ.pinyin, code=Organ.code, kind=Organ.kind, region=Region.path,
    published=Organ.published_on, review=Organ.review_state,
)  # fmt: skip
HOURS = Sorting(Person.pinyin, Person.id, name=Person.pinyin, organ=Organ.pinyin, role=Person.role)
"""In which order the registers stand, on the screen and as tables that go out."""


def regions(actor: Actor, action: str) -> Any:
    """Regions that the actor may see or change."""
    return select(Region).where(allowed(actor, action, organ=None, region_path=Region.path))


def organs(actor: Actor, action: str) -> Any:
    """(organ, its region, who supervises it) for organs that the actor may see or change."""
    joined = select(Organ, Region, Supervising).join(Region, Region.code == Organ.region_code)
    joined = joined.outerjoin(Supervising, Supervising.id == Organ.supervising_organ_id)
    return joined.where(allowed(actor, action, organ=Organ.id, region_path=Region.path))


def people(actor: Actor, action: str) -> Any:
    """(person, organ, region, has a telephone number) for people whom the actor may see or change."""
    has_phone = select(Contact.person_id).where(Contact.person_id == Person.id).exists()
    joined = select(Person, Organ, Region, has_phone.label("has_phone"))
    joined = joined.join(Organ, Organ.id == Person.organ_id).join(Region, Region.code == Organ.region_code)
    return joined.where(of_people(actor, action))


def of_people(actor: Actor, action: str) -> ColumnElement[bool]:
    """Whether the actor may do this to a person, in a query of Person, Organ and Region."""
    return allowed(actor, action, organ=Person.organ_id, region_path=Region.path, owner=Person.id)


def named_people(q: str) -> ColumnElement[bool]:
    """People meant by what was typed: name, pinyin, number, account, or what packages above know."""
    own = found(q, name=Person.name, pinyin=Person.pinyin, others=(Person.number, Person.login))
    return or_(own, *(Person.id.in_(way(q.strip())) for way in ALSO_PEOPLE))


def in_state(state: str) -> ColumnElement[bool]:
    """'active', 'ended' or 'all' people; nobody is in any other state."""
    return {"active": Person.active.is_(True), "ended": Person.active.is_(False), "all": true()}.get(state, false())


def organ_in_state(state: str) -> ColumnElement[bool]:
    """'active', 'ended' or 'all' organs; none is in any other state."""
    ended = Organ.ended_on.is_not(None)
    return {"active": ~ended, "ended": ended, "all": true()}.get(state, false())


def roles_held(tx: Session, person: Person) -> set[str]:
    """Every role that the account has or ever had."""
    change = RowHistory.changes["role"]
    kept = select(change[0].astext, change[1].astext).where(
        RowHistory.kind == "person", RowHistory.row_id == str(person.id), RowHistory.changes.has_key("role")
    )
    return {person.role} | {role for row in tx.execute(kept) for role in row if role}


def others_of_role(tx: Session, person: Person) -> int:
    """People of the same role and region who could go on without this one: they have a password of some kind."""
    mine = select(Organ.region_code).where(Organ.id == person.organ_id).scalar_subquery()
    counted = select(func.count()).select_from(Person).join(Organ, Organ.id == Person.organ_id)
    others = and_(Person.role == person.role, Person.active, Person.id != person.id, Person.password_hash.is_not(None))
    return tx.scalar(counted.where(others, Organ.region_code == mine)) or 0


def in_use_below(tx: Session, region: Region) -> bool:
    """Whether organs or regions that have not ended stand in or below the region."""
    organs_there = select(Organ.id).where(Organ.region_code == region.code, Organ.ended_on.is_(None)).exists()
    regions_there = select(Region.code).where(Region.parent_code == region.code, Region.ended_on.is_(None)).exists()
    return bool(tx.scalar(select(or_(organs_there, regions_there))))


def people_per_organ(tx: Session, organ_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many active people each of these organs has."""
    counted = select(Person.organ_id, func.count()).where(Person.organ_id.in_(organ_ids), Person.active)
    return {row[0]: row[1] for row in tx.execute(counted.group_by(Person.organ_id))}


def organs_per_region(tx: Session, codes: Collection[str]) -> dict[str, int]:
    """How many organs in use each of these regions has."""
    counted = select(Organ.region_code, func.count()).where(Organ.region_code.in_(codes), Organ.ended_on.is_(None))
    return {row[0]: row[1] for row in tx.execute(counted.group_by(Organ.region_code))}


def inside_region(code: str) -> ColumnElement[bool]:
    """Whether a query's Region is this one or lies below it."""
    top = aliased(Region)
    path = select(top.path).where(top.code == code).scalar_subquery()
    return or_(Region.code == code, Region.path.startswith(path + "/"))
