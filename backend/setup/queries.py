"""How far an installation has come: what stands in a region, and the organ that is nearest to its first visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from backend.certificates import queries as certificates
from backend.certificates.keyring import CODE, SEAL
from backend.certificates.models import SigningKey
from backend.certificates.queries import CardView
from backend.enterprises.models import Enterprise
from backend.identity import queries as identity
from backend.identity.models import Organ, Person, Region
from backend.identity.publishing import SUBJECTS
from backend.planning.models import Item, Task
from backend.rulesets.queries import id_in_force
from backend.setup.standing import HEAD, OFFICER, PLANNER, CardAtHand, FirstPerson, OrganStanding, Standing

_LOOKED_AT = 50
"""Officers of an organ whose cards are looked at; two valid ones among them are enough."""


def standing(tx: Session, region_code: str, organ_id: UUID, now: datetime, today: date) -> Standing:
    """The region with the organ that is nearest to its first visit."""
    region = identity.region(tx, region_code)
    return Standing(
        region_code=region.code,
        region_name=region.name,
        region_name_en=region.name_en,
        bureau=identity.organ(tx, organ_id).name,
        keys=_has_keys(tx, region.code, now),
        rules=tx.scalar(id_in_force(region.code, now)) is not None,
        organ=_nearest(tx, region.path, now, today),
        enterprises=_has_enterprise(tx, region.path),
        visited=visit_planned(tx, region.path),
    )


def visit_planned(tx: Session, path: str) -> bool:
    """Whether anybody has ever planned a visit in the region."""
    return tx.scalar(select(Task.id).where(_under(Task.region_path, path)).limit(1)) is not None


def people_at_hand(tx: Session, organ_id: UUID, now: datetime) -> list[FirstPerson]:
    """Who could plan, approve or make the first visit of an organ, as far as can be seen at one glance."""
    wanted = select(Person).where(Person.organ_id == organ_id, Person.active, Person.role.in_((PLANNER, HEAD, OFFICER)))
    people = tx.scalars(wanted.order_by(Person.role, Person.id).limit(_LOOKED_AT)).all()
    cards = certificates.cards_of_people(tx, [each.id for each in people], now)
    return [_person(each, cards.get(each.id)) for each in people]


def _person(person: Person, card: CardView | None) -> FirstPerson:
    password = "none" if person.password_hash is None else "one_time" if person.one_time_until else "own"
    seen = CardAtHand(card.number, card.state, card.expires_on) if card else None
    return FirstPerson(person.id, person.name, person.role, person.login, password, seen)


def _has_enterprise(tx: Session, path: str) -> bool:
    return tx.scalar(select(Enterprise.id).where(_under(Enterprise.region_path, path)).limit(1)) is not None


def _has_keys(tx: Session, region: str, now: datetime) -> bool:
    in_force = SigningKey.revoked_at.is_(None), SigningKey.not_before <= now, SigningKey.sign_until > now
    purposes = tx.scalars(select(SigningKey.purpose).where(SigningKey.region_code == region, *in_force).distinct())
    return {CODE, SEAL} <= set(purposes)


def _nearest(tx: Session, path: str, now: datetime, today: date) -> OrganStanding | None:
    organs = [_organ(row, today) for row in _organs(tx, path, today)]
    if not organs:
        return None
    best = max(organs, key=lambda each: each.progress)
    return _with_cards(tx, best, now)


def _organ(row: Any, today: date) -> OrganStanding:
    published = row.published_on is not None and row.published_on <= today
    return OrganStanding(
        row.id, row.name, published, row.items, row.unpublished, row.officers, row.planners, row.heads,
        frozenset(row.accounts or ()),
    )  # fmt: skip


def _organs(tx: Session, path: str, today: date) -> Sequence[Any]:
    """Organs of the region and below that could visit somebody, each with what it has."""
    wanted = select(
        Organ.id, Organ.name, Organ.published_on,
        _items(_in_force(today)).label("items"), _items(Item.published_on.is_(None)).label("unpublished"),
        _people(OFFICER).label("officers"), _people(PLANNER).label("planners"), _people(HEAD).label("heads"),
        _accounts().label("accounts"),
    )  # fmt: skip
    return tx.execute(wanted.join(Region).where(_under(Region.path, path), Organ.kind.in_(SUBJECTS))).all()


def _in_force(today: date) -> Any:
    begun = and_(Item.published_on <= today, Item.in_force_from <= today)
    return and_(begun, or_(Item.in_force_to.is_(None), Item.in_force_to >= today))


def _items(condition: Any) -> ScalarSelect[int]:
    return select(func.count()).where(Item.organ_id == Organ.id, condition).scalar_subquery()


def _people(role: str) -> ScalarSelect[int]:
    held = Person.organ_id == Organ.id, Person.role == role, Person.active
    return select(func.count()).where(*held).scalar_subquery()


def _accounts() -> ScalarSelect[Any]:
    """Which of the roles have somebody who can sign in."""
    able = Person.organ_id == Organ.id, Person.active, Person.login.is_not(None), Person.password_hash.is_not(None)
    roles = Person.role.in_((PLANNER, HEAD, OFFICER))
    return select(func.array_agg(Person.role.distinct())).where(*able, roles).scalar_subquery()


def _with_cards(tx: Session, organ: OrganStanding, now: datetime) -> OrganStanding:
    officers = select(Person.id).where(Person.organ_id == organ.id, Person.role == OFFICER, Person.active)
    cards = certificates.cards_of_people(tx, tx.scalars(officers.limit(_LOOKED_AT)).all(), now)
    return replace(organ, valid_cards=sum(card.state == "active" for card in cards.values()))


def _under(column: Any, path: str) -> Any:
    return or_(column == path, column.startswith(f"{path}/", autoescape=True))
