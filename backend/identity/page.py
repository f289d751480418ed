"""A session, and the person behind it, as their own screen shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session

from backend.identity import queries
from backend.identity.access.table import FRESH
from backend.identity.models import Person, SignIn
from backend.identity.privacy import notices
from backend.kernel.schema import Named, Schema, Told, UtcDateTime


class NoticeState(Schema):
    """The privacy notice in force, and whether this person was given it."""

    version = fields.String(required=True)
    accepted = fields.Boolean(required=True)


class OrganName(Named):
    """An organ as others name it."""

    name_en = fields.String(required=True)


class RegionLabel(Told):
    """A region by code and name."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


class RegionActedIn(RegionLabel):
    """The region that somebody acts in."""

    zone = fields.String(required=True)
    demo = fields.Boolean(required=True)


class PersonAnswer(Named):
    """A person with the organ and the region that they act for."""

    role = fields.String(required=True)
    language = fields.String(required=True)
    organ = fields.Nested(OrganName, required=True)
    region = fields.Nested(RegionActedIn, required=True)


class SessionAnswer(Schema):
    """Who is signed in, how that was proved and until when, and what is still asked of them."""

    person = fields.Nested(PersonAnswer, required=True)
    expires_at = UtcDateTime(required=True, allow_none=True)
    assurance = fields.String(required=True, metadata={"description": "password | passkey"})
    stepped_up_until = UtcDateTime(required=True, allow_none=True)
    must_change_password = fields.Boolean(required=True)
    notice = fields.Nested(NoticeState, required=True)


def of_session(tx: Session, person: Person, session: SignIn) -> dict[str, Any]:
    """What SessionAnswer says."""
    return {
        "person": of_person(tx, person), "expires_at": session.expires_at, "assurance": session.proof,
        "stepped_up_until": fresh_until(session.stepped_up_at) if session.stepped_up_at else None,
        "must_change_password": person.one_time_until is not None,
        "notice": {"version": notices.CURRENT, "accepted": notices.was_given(tx, person.id, notices.CURRENT)},
    }  # fmt: skip


def fresh_until(proved_at: datetime) -> datetime:
    """How long a proof opens what weighs more."""
    return proved_at + FRESH


def of_person(tx: Session, person: Person) -> dict[str, Any]:
    """A person with the organ and the region that they act for."""
    organ = queries.organ(tx, person.organ_id)
    region = queries.region(tx, organ.region_code)
    return {
        "id": str(person.id),
        "name": person.name,
        "role": person.role,
        "language": person.language,
        "organ": {"id": str(organ.id), "name": organ.name, "name_en": organ.name_en},
        "region": {
            "code": region.code,
            "name": region.name,
            "name_en": region.name_en,
            "zone": region.zone,
            "demo": region.demo,
        },
    }
