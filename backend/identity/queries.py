"""Reads about people and organs that other packages may ask for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.identity.models import Device, Organ, Person, Region, SignIn, SignInAttempt


def actor_of(tx: Session, token: str, now: datetime) -> Actor | None:
    """The person behind a session token, if the session runs and the person is active."""
    return _actor(tx, SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None), SignIn.expires_at > now)


def token_hash(token: str) -> bytes:
    """What the database keeps of a session token."""
    return sha256(token.encode()).digest()


def _actor(tx: Session, *conditions: object) -> Actor | None:
    wanted = (
        select(Person.id, Person.organ_id, Person.role, Person.name, Region.code, Region.path, Person.language)
        .join(SignIn, SignIn.person_id == Person.id)
        .join(Organ, Organ.id == Person.organ_id)
        .join(Region, Region.code == Organ.region_code)
        .where(Person.active, *conditions)  # type: ignore[arg-type]
    )
    row = tx.execute(wanted).first()
    return Actor(*row) if row else None


def person_by_login(tx: Session, login: str) -> Person | None:
    """The account of this name; names are compared without regard to case and outer spaces."""
    return tx.execute(select(Person).where(Person.login == login.strip().lower(), Person.active)).scalar_one_or_none()


def wrong_passwords_since(tx: Session, login_hash: bytes, since: datetime) -> int:
    """How many wrong passwords this account name has had since a moment."""
    counted = select(func.count()).select_from(SignInAttempt)
    return tx.execute(counted.where(SignInAttempt.login_hash == login_hash, SignInAttempt.at > since)).scalar_one()


def organ(tx: Session, organ_id: UUID) -> Organ:
    """The organ; it must exist."""
    return tx.get_one(Organ, organ_id)


def organs(tx: Session, region_path: str) -> Sequence[Organ]:
    """Organs of a region and everything below it, by name."""
    inside = (Region.path == region_path) | Region.path.startswith(region_path + "/")
    return tx.execute(select(Organ).join(Region).where(inside).order_by(Organ.code)).scalars().all()


def organs_by_id(tx: Session, ids: Collection[UUID]) -> dict[UUID, Organ]:
    """These organs by id."""
    return {each.id: each for each in tx.scalars(select(Organ).where(Organ.id.in_(ids)))}


def region(tx: Session, code: str) -> Region:
    """The region; it must exist."""
    return tx.get_one(Region, code)


def region_codes(tx: Session) -> Sequence[str]:
    """Codes of all regions that this installation knows."""
    return tx.execute(select(Region.code).order_by(Region.code)).scalars().all()


def names(tx: Session, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Display names of people by id."""
    rows = tx.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def people_with_role(tx: Session, organ_id: UUID, *roles: str) -> list[UUID]:
    """Active people of an organ who hold one of these roles."""
    wanted = select(Person.id).where(Person.organ_id == organ_id, Person.role.in_(roles), Person.active)
    return list(tx.execute(wanted).scalars())


def bureau_people(tx: Session, region_path: str) -> list[UUID]:
    """Active bureau staff whose region holds this path."""
    wanted = select(Person.id, Region.path).join(Organ, Organ.id == Person.organ_id).join(Region)
    rows = tx.execute(wanted.where(Person.role == "bureau", Person.active)).all()
    return [person_id for person_id, path in rows if (region_path + "/").startswith(path + "/")]


def officers(tx: Session, organ_id: UUID) -> Sequence[Person]:
    """Active officers of an organ, by name."""
    wanted = select(Person).where(Person.organ_id == organ_id, Person.role == "officer", Person.active)
    return tx.execute(wanted.order_by(Person.name)).scalars().all()


def device_by_kid(tx: Session, kid: bytes) -> Sequence[Device]:
    """Every device that answers to this short name, also revoked ones; a short name may be shared."""
    return tx.execute(select(Device).where(Device.kid == kid)).scalars().all()


def device_of(tx: Session, person_id: UUID) -> Device | None:
    """The newest device of a person that is not revoked."""
    wanted = select(Device).where(Device.person_id == person_id, Device.revoked_at.is_(None))
    return tx.execute(wanted.order_by(Device.enrolled_at.desc()).limit(1)).scalar_one_or_none()
