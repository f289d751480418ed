"""Which enterprises a planner asks for: those that are quiet today, those at which the visits are used up.

No law is written in SQL. `policy` says of each distinct calendar whether today is quiet, and of each enterprise that was
visited often enough whether its cap is reached; the query joins what it said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache, reduce
from math import inf
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Subquery,
    Text,
    Uuid,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.enterprises.queries import site_facts, with_site
from backend.identity.access.scope import inside
from backend.identity.models import Region
from backend.planning.happened import happened
from backend.planning.levels import counted_with_by, rank_of
from backend.planning.models import Task
from backend.planning.planner.service import rules_of, used_up
from backend.policy.caps import most_visits
from backend.policy.facts import Rank, SiteFacts
from backend.policy.open_days import A_DAY, OpenDays, named_entities, read_of_a_site
from backend.policy.periods import period_days
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
    """Where a cap is reached, its own or one that it shares (B-25).

    Where fewer visits are on record in the period than either cap allows, neither can be reached.
    """
    rank, organs = rank_of(tx, organ_id), counted_with_by(tx, organ_id, rules.values())
    rows = _on_record(organs, *_widest_period(rules, now))
    most = lru_cache(lambda code, tier: _most(rules[code], tier))
    visited = (
        select(Enterprise.id, Enterprise.region_code, Enterprise.tier, func.count().filter(rows.c.organ_id == organ_id), func.count())
        .join(rows, rows.c.enterprise_id == Enterprise.id).where(inside(Enterprise.region_path, path)).group_by(Enterprise.id)
    )  # fmt: skip
    fewest = {code: _fewest_shared(each, rank) for code, each in rules.items()}
    often = [
        id_ for id_, code, tier, own, together in tx.execute(visited)
        if own >= most(code, tier) or together >= fewest[code]
    ]  # fmt: skip
    candidates = tx.execute(with_site().where(_one_of(often))).all()
    return or_(_one_of(used_up(tx, organ_id, candidates, now)), *_never(rules, fewest))


def _fewest_shared(rules: RuleSet, rank: Rank | None) -> float:
    """The least of the caps that a body there shares; without end where it shares none."""
    return min((each.most for each in rules.level_caps if each.holds_for(rank)), default=inf)


def _one_of(ids: Iterable[UUID]) -> ColumnElement[bool]:
    return Enterprise.id == func.any(literal([*ids], ARRAY(Uuid)))


def _widest_period(rules: Mapping[str, RuleSet], now: datetime) -> tuple[datetime, datetime]:
    """Moments between which every visit lies that counts in the period of today, wherever the clock stands."""
    spans = [period_days(now.astimezone(each.zone).date(), each.cap.unit) for each in rules.values()]
    first, last = min(each[0] for each in spans), max(each[1] for each in spans)
    return datetime.combine(first, time(), UTC) - A_DAY, datetime.combine(last, time(), UTC) + 2 * A_DAY


def _on_record(organ_ids: Sequence[UUID], since: datetime, until: datetime) -> Subquery:
    coded = select(Task.enterprise_id, Task.organ_id).where(Task.organ_id.in_(organ_ids), Task.state == "coded")
    planned = coded.where(Task.planned_on.between(since.date(), until.date()))
    return union_all(planned, *happened().rows_of(organ_ids, since, until)).subquery()


def _most(rules: RuleSet, tier: str | None) -> int:
    return most_visits(SiteFacts("", None, "", tier=tier), rules)


def _never(rules: Mapping[str, RuleSet], fewest: Mapping[str, float]) -> list[ColumnElement[bool]]:
    """Enterprises of a tier, or of a region, that is not visited at all: the cap is reached before anybody came."""
    return [
        and_(Enterprise.region_code == code, tier)
        for code, each in rules.items()
        for tier in (_tiers_never(each) if fewest[code] else [true()])
    ]


def _tiers_never(rules: RuleSet) -> list[ColumnElement[bool]]:
    tier, known = _COLUMNS["tier"], rules.cap.tiers
    others = [tier.not_in(known)] if _most(rules, None) == 0 else []
    return [tier == each for each in known if _most(rules, each) == 0] + others
