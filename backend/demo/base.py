"""What must be there before anybody can travel: region, organs, people, items, the rule set, enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.demo import names, town
from backend.demo.accounts import PEOPLE, Account
from backend.demo.checklists import checklist_of
from backend.demo.ids import demo_id
from backend.demo.names import BUREAU, DEPARTMENTS, REGION
from backend.enterprises.models import Enterprise, Site
from backend.identity.models import Organ, Person, Region
from backend.kernel.db import Base
from backend.kernel.geo import Point
from backend.planning.models import Item
from backend.policy.ruleset import RuleSet
from backend.rulesets.models import RuleSetRow

ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = date(2024, 1, 1)
"""Organs, items and rules of the demo are older than any of its visits."""

ALWAYS_QUIET, NEVER_QUIET = "always_quiet", "never_quiet"
RULES: dict[str, Any] = {
    "tz": "Asia/Shanghai",
    "geo": {"bbox": list(town.BOX)},
    "quiet": {
        "calendars": [
            {"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20},
            {"scope": "class", "key": ALWAYS_QUIET, "type": "monthly_range", "from": 1, "to": 31},
            {"scope": "class", "key": NEVER_QUIET, "type": "dates", "dates": []},
        ]
    },
}


def put(tx: Session, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> int:
    """Add the rows that are not there yet; returns how many were added. A thousand rows a statement."""
    added, values = 0, list(rows)
    for start in range(0, len(values), 1000):
        stmt = insert(model).on_conflict_do_nothing()
        added += max(0, tx.connection().execute(stmt, values[start : start + 1000]).rowcount)
    return added


def lay(tx: Session, password_hash: str) -> None:
    """Everything but visits. Twice is once; a row that an operator changed stays changed."""
    put(tx, Region, [_region()])
    put(tx, Organ, [_organ(each) for each in (BUREAU, *DEPARTMENTS)])
    put(tx, Person, [_person(each, password_hash) for each in PEOPLE])
    put(tx, Item, _items())
    put(tx, RuleSetRow, [_rule_set()])
    enterprises = list(names.enterprises())
    put(tx, Enterprise, [_enterprise(each) for each in enterprises])
    put(tx, Site, _sites(enterprises))


def organ_id(code: str) -> UUID:
    """The id of the demo organ of this code."""
    return demo_id("organ", code)


def enterprise_id(n: int) -> UUID:
    """The id of the n-th enterprise."""
    return demo_id("enterprise", n)


def site_id(n: int) -> UUID:
    """The id of its premises."""
    return demo_id("site", n)


def classes_of(n: int) -> list[str]:
    """The bazaar and the machine works of the pictures are always quiet, their neighbours never.

    Of the others every third is never quiet, and every eleventh of the rest always.
    """
    if n <= len(names.FAMOUS):
        return [ALWAYS_QUIET] if n in (4, 5) else [NEVER_QUIET]
    if n % 3 == 1:
        return [NEVER_QUIET]
    return [ALWAYS_QUIET] if n % 11 in (0, 5) else []


@cache
def place_of(n: int) -> Point:
    """Where the n-th enterprise stands."""
    return town.dry_place(Random(f"place {n}"))


def _region() -> dict[str, Any]:
    west, south, east, north = town.BOX
    return {
        "code": REGION,
        "path": REGION,
        "name": "示范区（样例）",
        "name_en": "Demo District (sample)",
        "zone": "Asia/Shanghai",
        "scheme": "uscc",
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "demo": True,
    }


def _organ(organ: names.OrganName) -> dict[str, Any]:
    return {
        "id": organ_id(organ.code),
        "region_code": REGION,
        "code": f"{REGION}-{organ.code}",
        "name": organ.name,
        "name_en": organ.name_en,
        "kind": organ.kind,
        "published_on": None if organ is BUREAU else BEGINS,
    }


def _person(account: Account, password_hash: str) -> dict[str, Any]:
    return {
        "id": account.id,
        "organ_id": organ_id(account.organ),
        "login": account.login,
        "name": account.name,
        "role": account.role,
        "password_hash": password_hash,
    }


def _items() -> Iterator[dict[str, Any]]:
    for organ in DEPARTMENTS:
        for n, (name, name_en, basis) in enumerate(organ.items, start=1):
            yield {
                "id": demo_id("item", organ.code, n),
                "organ_id": organ_id(organ.code),
                "code": f"{organ.code}-{n:03d}",
                "name": name,
                "name_en": name_en,
                "basis": basis,
                "checklist": checklist_of(organ.code, n),
                "published_on": BEGINS,
                "in_force_from": BEGINS,
                "field": organ.field,
                "recording": "whole" if n == 1 else "process",
                "draw": n != 2,
                "legal_review": n == 1,
            }


def _rule_set() -> dict[str, Any]:
    return {
        "id": demo_id("rule set", 1),
        "region_code": REGION,
        "effective_from": datetime.combine(BEGINS, datetime.min.time(), ZONE).astimezone(UTC),
        "approved_by": BUREAU.name,
        "source_document": "示范区涉企行政检查规则（样例）",
        "body": RuleSet.from_data("demo", RULES).as_data(),
    }


def _enterprise(each: names.EnterpriseName) -> dict[str, Any]:
    return {
        "id": enterprise_id(each.n),
        "region_code": REGION,
        "region_path": REGION,
        "scheme": "uscc",
        "identifier": names.uscc(each.n),
        "identifier_ok": True,
        "name": each.name,
        "industry": each.industry,
        "classes": classes_of(each.n),
        "source": {},
        "imported_at": _long_ago(),
    }


def _sites(enterprises: Sequence[names.EnterpriseName]) -> Iterator[dict[str, Any]]:
    for each in enterprises:
        place = place_of(each.n)
        yield {
            "id": site_id(each.n),
            "enterprise_id": enterprise_id(each.n),
            "address": each.address,
            "place_type": "urban",
            "location": f"SRID=4326;POINT({place.longitude} {place.latitude})",
        }


def _long_ago() -> datetime:
    return datetime.combine(BEGINS, datetime.min.time(), ZONE) + timedelta(days=30)
