"""Which enterprises a planner asks for: those that are quiet today, those at which the visits are used up.

No law is written in SQL. `policy` says of each distinct calendar whether today is quiet, and of each enterprise that was
visited often enough whether its cap is reached; the query joins what it said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, and_, cast, false, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.enterprises.queries import site_facts, with_site
from backend.identity.access.scope import inside
from backend.identity.models import Region
from backend.planning.happened import happened
from backend.planning.models import Task
from backend.planning.planner import rules_of, used_up
from backend.planning.queries import NEXT, PREVIOUS
from backend.policy.caps import most_visits
from backend.policy.facts import SiteFacts
from backend.policy.open_days import OpenDays, named_entities, read_of_a_site
from backend.policy.ruleset import RuleSet

QUIET = ("", "yes", "no")
LEFT = ("", "some", "none")
_AND, _TOLD_APART = "\x1f", "\x1e"
_COLUMNS: dict[str, Any] = {
    "class": func.array_to_string(Enterprise.classes, _AND),
    "industry": func.coalesce(Enterprise.industry, ""),
    "region": Enterprise.region_code,
    "tier": func.coalesce(Enterprise.tier, ""),
}


def conditions(
    tx: Session, organ_id: UUID, path: str, now: datetime, *, quiet: str, left: str
) -> list[ColumnElement[bool]]:
    """What must hold of an enterprise below the region path; `quiet` and `left` are of QUIET and LEFT."""
    if not (quiet or left):
        return []
    rules = rules_of(tx, set(tx.scalars(select(Region.code).where(inside(Region.path, path)))), now)
    wanted = []
    if quiet:
        wanted.append(_quiet_today(tx, path, rules, now) if quiet == "yes" else ~_quiet_today(tx, path, rules, now))
    if left:
        full = _used_up_at(tx, organ_id, path, rules, now)
        wanted.append(full if left == "none" else ~full)
    return wanted


def _quiet_today(tx: Session, path: str, rules: Mapping[str, RuleSet], now: datetime) -> ColumnElement[bool]:
    by_rules: dict[str, list[str]] = defaultdict(list)
    for code, each in rules.items():
        by_rules[f"{each.id} {code}" if each.id == "default" else each.id].append(code)
    return or_(false(), *(_quiet_in(tx, path, codes, rules[codes[0]], now) for codes in by_rules.values()))


def _quiet_in(tx: Session, path: str, codes: Sequence[str], rules: RuleSet, now: datetime) -> ColumnElement[bool]:
    """Of the enterprises of these regions, those for which today is quiet; whom a calendar names is asked alone."""
    today, days = now.astimezone(rules.zone).date(), OpenDays(rules)
    here = and_(Enterprise.region_code.in_(codes), inside(Enterprise.region_path, path))
    names = named_entities(rules)
    named = or_(Enterprise.identifier.in_(names), cast(Enterprise.id, Text).in_(names))
    alone = tx.execute(with_site().where(here, named)).all() if names else ()
    quiet = [row.enterprise_id for row in alone if days.of(site_facts(row)).is_quiet(today)]
    others = and_(_alike(tx, here, rules, lambda site: days.of(site).is_quiet(today)), *([~named] if names else []))
    return and_(here, or_(others, Enterprise.id.in_(quiet)))


def _alike(tx: Session, here: ColumnElement[bool], rules: RuleSet, asked: Any) -> ColumnElement[bool]:
    """Enterprises that are alike in all that the calendars look at are asked once."""
    read = sorted(read_of_a_site(rules))
    if not read:
        return true() if asked(_example({})) else false()
    columns = [_COLUMNS[each] for each in read]
    kinds = tx.execute(select(*columns).where(here).distinct()).all()
    quiet = [_TOLD_APART.join(kind) for kind in kinds if asked(_example(dict(zip(read, kind, strict=True))))]
    # one text, compared with an array: the database hashes that, and would try rows of several columns one by one
    return reduce(lambda one, next_: one.op("||")(_TOLD_APART).op("||")(next_), columns) == func.any(
        literal(quiet, ARRAY(Text))
    )


def _example(told: Mapping[str, str]) -> SiteFacts:
    classes = frozenset(told.get("class", "").split(_AND)) - {""}
    return SiteFacts(
        "", None, "", classes=classes, industry=told.get("industry") or None, region=told.get("region"),
        tier=told.get("tier") or None,
    )  # fmt: skip


def _used_up_at(
    tx: Session, organ_id: UUID, path: str, rules: Mapping[str, RuleSet], now: datetime
) -> ColumnElement[bool]:  # fmt: skip
    """Where the cap is reached. Whoever has fewer visits on record than the cap allows cannot have, and is not counted."""
    rows_of = _on_record(tx, organ_id, now)
    visited = Enterprise.id == func.any(literal([*rows_of], ARRAY(Uuid)))
    often = with_site().where(visited, inside(Enterprise.region_path, path))
    candidates = [row for row in tx.execute(often) if rows_of[row.enterprise_id] >= _most(row, rules)]
    full = literal(used_up(tx, organ_id, candidates, now), ARRAY(Uuid))
    return or_(Enterprise.id == func.any(full), *_never(rules))


def _on_record(tx: Session, organ_id: UUID, now: datetime) -> Counter[UUID]:
    coded = select(Task.enterprise_id).where(Task.organ_id == organ_id, Task.state == "coded")
    return Counter(tx.scalars(coded)) + Counter(happened().rows_of(tx, organ_id, now - PREVIOUS, now + NEXT))


def _most(row: Any, rules: Mapping[str, RuleSet]) -> int:
    return most_visits(site_facts(row), rules[row.enterprise_region])


def _never(rules: Mapping[str, RuleSet]) -> list[ColumnElement[bool]]:
    """Enterprises of a tier that is not visited at all: their cap is reached before anybody came."""
    return [and_(Enterprise.region_code == code, tier) for code, each in rules.items() for tier in _tiers_never(each)]


def _tiers_never(rules: RuleSet) -> list[ColumnElement[bool]]:
    tier, known = _COLUMNS["tier"], rules.cap.tiers
    others = [tier.not_in(known)] if most_visits(SiteFacts("", None, ""), rules) == 0 else []
    return [tier == each for each in known if most_visits(SiteFacts("", None, "", tier=each), rules) == 0] + others
