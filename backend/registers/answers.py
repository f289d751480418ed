"""Rows of the registers as the wire shows them."""

from __future__ import annotations

from typing import Any

from backend.identity.models import Organ, Person, Region
from backend.identity.roles import ROLES
from backend.kernel.schema import rfc3339


def region_answer(region: Region, organs: int = 0) -> dict[str, Any]:
    """A region of the tree."""
    return {
        "code": region.code, "parent_code": region.parent_code, "path": region.path, "level": region.level,
        "name": region.name, "name_en": region.name_en, "zone": region.zone, "scheme": region.scheme,
        "box": {"west": region.west, "south": region.south, "east": region.east, "north": region.north},
        "demo": region.demo, "ended_on": _day(region.ended_on), "organs": organs, "version": region.version,
    }  # fmt: skip


def organ_answer(organ: Organ, region: Region, supervising: Organ | None, people: int = 0) -> dict[str, Any]:
    """An organ in full; `id`, `name`, `name_en` and `published_on` are what a choice of organs needs."""
    return {
        "id": str(organ.id), "code": organ.code, "name": organ.name, "name_en": organ.name_en, "kind": organ.kind,
        "region": {"code": region.code, "name": region.name, "path": region.path},
        "published_on": _day(organ.published_on), "legal_category": organ.legal_category, "basis": organ.basis,
        "scope": organ.scope, "field": organ.field, "supervising_organ": organ_name(supervising),
        "vertical": organ.vertical, "superior_name": organ.superior_name, "review_state": organ.review_state,
        "ended_on": _day(organ.ended_on), "people": people, "version": organ.version,
    }  # fmt: skip


def organ_name(organ: Organ | None) -> dict[str, Any] | None:
    """An organ as others name it."""
    return None if organ is None else {"id": str(organ.id), "name": organ.name, "name_en": organ.name_en}


def person_answer(person: Person, organ: Organ, region: Region, has_phone: bool) -> dict[str, Any]:
    """Somebody in the register. No telephone and no identity number ever stands here."""
    role = ROLES[person.role]
    return {
        "id": str(person.id), "number": person.number, "name": person.name, "role": person.role,
        "role_name": {"zh": role.zh, "en": role.en}, "organ": organ_name(organ),
        "region": {"code": region.code, "name": region.name}, "post": person.post,
        "qualification": person.qualification, "employer": person.employer, "language": person.language,
        "term_from": _day(person.term_from), "term_to": _day(person.term_to), "login": person.login,
        "signs_in": role.signs_in, "has_password": person.password_hash is not None, "has_phone": has_phone,
        "active": person.active, "ended_at": rfc3339(person.ended_at) if person.ended_at else None,
        "ended_reason": person.ended_reason, "version": person.version,
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
