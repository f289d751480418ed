"""Reads about people and organs that other packages may ask for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    LargeBinary,
    RowMapping,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session

from backend.identity.access import grants
from backend.identity.actor import Actor
from backend.identity.models import Device, Organ, Person, Region, SignIn
from backend.identity.signin.credentials import Passkey
from backend.kernel.claims import Claim, claimed_by
from backend.kernel.db import UtcTimestamp


def actor_of(tx: Session, token: str, now: datetime, claim: Claim | None = None) -> Actor | None:
    """The person behind a session token, if the session runs, did not rest too long, and the person is active.

    The same query tells the database who it is (`liangma.actor`, until the transaction ends), for the history of rows,
    and makes the claim of a write.
    """
    asked = {"now": now, "token_hash": token_hash(token)}
    if claim is None:
        row = tx.connection().execute(_ACTOR, asked).mappings().first()
    else:
        row = tx.connection().execute(_CLAIMER, {**asked, **claim.parameters}).mappings().first()
        claim.granted = bool(row["claimed"]) if row else None
    return _actor(tx, row, now) if row else None


def actors_of_sessions(tx: Session, token_hashes: Collection[bytes], now: datetime) -> dict[bytes, Actor]:
    """Who is behind each of these sessions now; sessions that ended are left out."""
    rows = tx.execute(_ACTORS, {"now": now, "token_hashes": list(token_hashes)}).mappings().all()
    return {row["session_id"]: _actor(tx, row, now) for row in rows}


def _signed_in(now: Any) -> Select[*tuple[Any, ...]]:
    """People with a session that runs, as the fields of an actor."""
    return (
        select(
            Person.id.label("person_id"), Person.organ_id, Person.role, Person.name, Region.code.label("region"),
            Region.path.label("region_path"), Region.zone, Person.language, SignIn.token_hash.label("session_id"),
            SignIn.stepped_up_at, SignIn.seen_at, Person.one_time_until.is_not(None).label("password_given"),
        )
        .join(SignIn, SignIn.person_id == Person.id)
        .join(Organ, Organ.id == Person.organ_id)
        .join(Region, Region.code == Organ.region_code)
        .where(Person.active, running(now))
    )  # fmt: skip


def _actor(tx: Session, row: RowMapping, now: datetime) -> Actor:
    actor = Actor(**{name: value for name, value in row.items() if name not in ("told", "claimed")})
    return _with_grant(tx, actor, now) if actor.role == "maintenance" else actor


def _with_grant(tx: Session, actor: Actor, now: datetime) -> Actor:
    """Maintenance staff stand in the region of their grant while it runs, and see nothing without one (B-106)."""
    grant = grants.in_force(tx, actor.person_id, now)
    if grant is None:
        return actor
    where = {"region": grant.code, "region_path": grant.path, "zone": grant.zone}
    return replace(actor, granted_until=grant.ends_at, **where)


def running(now: Any) -> ColumnElement[bool]:
    """Whether a session opens anything at this moment."""
    rested = SignIn.seen_at + SignIn.idle_minutes * text("interval '1 minute'")
    return and_(not_ended(now), SignIn.expires_at > now, or_(SignIn.idle_minutes.is_(None), rested > now))


def not_ended(now: Any) -> ColumnElement[bool]:
    """Whether nobody ended a session; one that got a new token ends a moment later."""
    return or_(SignIn.ended_at.is_(None), SignIn.ended_at > now)


_RUNNING = _signed_in(bindparam("now", type_=UtcTimestamp))
_ACTOR = _RUNNING.add_columns(func.set_config("liangma.actor", cast(Person.id, Text), True).label("told")).where(
    SignIn.token_hash == bindparam("token_hash")
)
_WHO = _ACTOR.cte("who")
_CLAIMER = select(_WHO, claimed_by(_WHO.c.person_id).label("claimed"))
_ACTORS = _RUNNING.where(SignIn.token_hash == any_(bindparam("token_hashes", type_=ARRAY(LargeBinary))))
"""Built once: every look asks the first, every write the second, every event of the stream the third."""


def token_hash(token: str) -> bytes:
    """What the database keeps of a session token."""
    return sha256(token.encode()).digest()


def acting(tx: Session, person_id: UUID) -> Actor | None:
    """An active person as the actor of work that they started earlier; their session may have ended since."""
    wanted = select(Person, Region).join(Organ, Organ.id == Person.organ_id).join(Region)
    row = tx.execute(wanted.where(Person.id == person_id, Person.active)).first()
    if row is None:
        return None
    person, region = row
    return Actor(
        person.id, person.organ_id, person.role, person.name, region.code, region.path, person.language,
        zone=region.zone,
    )  # fmt: skip


def person_by_login(tx: Session, login: str) -> Person | None:
    """The account of this name; names are compared without regard to case and outer spaces."""
    return tx.execute(select(Person).where(Person.login == login.strip().lower(), Person.active)).scalar_one_or_none()


def region_path_of(tx: Session, organ_id: UUID) -> str | None:
    """The path of an organ's region; None for an organ that nobody knows."""
    return tx.scalar(select(Region.path).join(Organ).where(Organ.id == organ_id))


def region_of_person(tx: Session, person_id: UUID) -> str:
    """The code of the region in which a person's organ stands; the person must exist."""
    placed = select(Organ.region_code).join(Person, Person.organ_id == Organ.id).where(Person.id == person_id)
    return tx.execute(placed).scalar_one()


def regions_with_bureau(tx: Session) -> Sequence[Region]:
    """The regions in which somebody of the bureau is active."""
    staffed = select(Organ.region_code).join(Person, Person.organ_id == Organ.id)
    wanted = select(Region).where(Region.code.in_(staffed.where(Person.role == "bureau", Person.active)))
    return tx.scalars(wanted.order_by(Region.code)).all()


def people_of_region(tx: Session, region_code: str, *roles: str) -> list[UUID]:
    """Active people of this very region, not of those below, who hold one of these roles."""
    wanted = select(Person.id).join(Organ, Organ.id == Person.organ_id).where(Organ.region_code == region_code)
    return list(tx.scalars(wanted.where(Person.role.in_(roles), Person.active)))


def path_of_region(tx: Session, code: str) -> str | None:
    """The path of a region; None for a code that nobody knows."""
    return tx.scalar(select(Region.path).where(Region.code == code))


def holds_role(tx: Session, person_id: UUID, role: str) -> bool:
    """Whether this person is active and holds the role."""
    wanted = select(Person.id).where(Person.id == person_id, Person.role == role, Person.active)
    return tx.scalar(wanted) is not None


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


def upwards(tx: Session, code: str) -> list[str]:
    """The codes of a region and of those above it, the nearest first; none where there is no such region."""
    found = tx.get(Region, code)
    return found.path.split("/")[::-1] if found else []


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


def people_holding(tx: Session, *roles: str) -> list[UUID]:
    """Active people of these roles, wherever they stand."""
    return list(tx.scalars(select(Person.id).where(Person.role.in_(roles), Person.active)))


def bureau_people(tx: Session, region_path: str) -> list[UUID]:
    """Active bureau staff whose region holds this path."""
    return people_above(tx, region_path, "bureau")


def people_above(tx: Session, region_path: str, *roles: str) -> list[UUID]:
    """Active people of these roles whose region holds this path."""
    wanted = select(Person.id, Region.path).join(Organ, Organ.id == Person.organ_id).join(Region)
    rows = tx.execute(wanted.where(Person.role.in_(roles), Person.active)).all()
    return [person_id for person_id, path in rows if (region_path + "/").startswith(path + "/")]


def bureau_above(tx: Session, region_code: str) -> Organ | None:
    """The bureau of a region, or the nearest one above it."""
    line = upwards(tx, region_code)
    near = case({code: n for n, code in enumerate(line)}, value=Organ.region_code)
    wanted = select(Organ).where(Organ.region_code.in_(line), Organ.kind == "bureau", Organ.ended_on.is_(None))
    return tx.scalars(wanted.order_by(near, Organ.code).limit(1)).first()


def bureau_in_reach(tx: Session, region_path: str, *, but: Collection[UUID]) -> bool:
    """Whether somebody of the bureau above this path, other than these, can sign in with a secret of their own."""
    keyed = select(Passkey.person_id).where(Passkey.revoked_at.is_(None))
    own_secret = or_(and_(Person.password_hash.is_not(None), Person.one_time_until.is_(None)), Person.id.in_(keyed))
    wanted = select(Person.id).where(Person.id.in_(set(bureau_people(tx, region_path)) - set(but)), own_secret)
    return tx.scalar(wanted.limit(1)) is not None


def officers(tx: Session, organ_id: UUID) -> Sequence[Person]:
    """Active officers of an organ, by name."""
    wanted = select(Person).where(Person.organ_id == organ_id, Person.role == "officer", Person.active)
    return tx.execute(wanted.order_by(Person.name)).scalars().all()


def officers_named(tx: Session, organ_id: UUID, q: str, most: int = 200) -> Sequence[Person]:
    """The first active officers of an organ whose name or pinyin holds `q`, by pinyin."""
    typed = q.strip()
    meant = or_(Person.name.contains(typed, autoescape=True), Person.pinyin.contains(typed.lower(), autoescape=True))
    wanted = select(Person).where(Person.organ_id == organ_id, Person.role == "officer", Person.active, meant)
    return tx.execute(wanted.order_by(Person.pinyin, Person.id).limit(most)).scalars().all()


def device_by_kid(tx: Session, kid: bytes) -> Sequence[Device]:
    """Every device that answers to this short name, also revoked ones; a short name may be shared."""
    return tx.execute(select(Device).where(Device.kid == kid)).scalars().all()


def device_of(tx: Session, person_id: UUID) -> Device | None:
    """The newest device of a person that is not revoked."""
    wanted = select(Device).where(Device.person_id == person_id, Device.revoked_at.is_(None))
    return tx.execute(wanted.order_by(Device.enrolled_at.desc()).limit(1)).scalar_one_or_none()
