"""Lays the pool of a draw: who of the register is in it, how heavily, and how many are out for which reason (B-86)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from backend.certificates.queries import cards_of_people
from backend.draws.models import Draw
from backend.enterprises.models import Enterprise
from backend.enterprises.queries import site_facts, with_site
from backend.identity import queries as identity
from backend.identity.access.scope import inside
from backend.inspections.visits import visits_under
from backend.planning.levels import counted_with, rank_of
from backend.planning.matters import matters_of
from backend.planning.models import Task
from backend.planning.queries import NEXT, PREVIOUS, reserved
from backend.policy.facts import Id, SiteFacts, Visit
from backend.policy.pool import Span, weight, why_not
from backend.policy.ruleset import RuleSet
from backend.registers.models import Conflict
from backend.rulesets import service as rulesets


@dataclass(frozen=True)
class Pool:
    """Enterprises by the name that the list gives them; `excluded` counts, of `asked` altogether."""

    rules: RuleSet
    rows: Mapping[str, Row[Any]]
    weights: Mapping[str, int]
    excluded: Mapping[str, int]

    @property
    def asked(self) -> int:
        """How many of the register were looked at."""
        return len(self.rows) + sum(self.excluded.values())


def pool_of(tx: Session, draw: Draw, now: datetime) -> Pool:
    """Who would be drawn from if it were settled now."""
    region = draw.region_path.rpartition("/")[2]
    rules = rulesets.or_default(tx, region, now)
    caps = matters_of(tx, [draw.item_id]).caps
    span = Span(
        now.astimezone(rules.zone).date(),
        draw.first_day,
        draw.last_day,
        draw.organ_id,
        caps,
        rank_of(tx, draw.organ_id),
    )
    visits, reasons = _visits(tx, draw, rules, now), _Reasons(span, rules)
    rows: dict[str, Row[Any]] = {}
    weights: dict[str, int] = {}
    for row in tx.execute(with_site().where(*_asked(draw))):
        site = site_facts(row)
        if reasons.lets(site, visits.get(row.enterprise_id, ())):
            rows[name_of(row)], weights[name_of(row)] = row, weight(site, rules)
    return Pool(rules, rows, weights, reasons.counted)


def name_of(row: Any) -> str:
    """How an enterprise stands in the published list."""
    return f"{row.scheme}:{row.identifier}"


class _Reasons:
    """Counts why enterprises stay out; those alike that nobody ever visited are judged once."""

    def __init__(self, span: Span, rules: RuleSet):
        self._span, self._rules = span, rules
        self._alike: dict[Any, str | None] = {}
        self.counted: Counter[str] = Counter()

    def lets(self, site: SiteFacts, visits: Collection[Visit]) -> bool:
        """Whether the enterprise is in the pool; if not, its reason is counted."""
        reason = why_not(site, [*visits], self._span, self._rules) if visits else self._of_the_unvisited(site)
        if reason is not None:
            self.counted[reason] += 1
        return reason is None

    def _of_the_unvisited(self, site: SiteFacts) -> str | None:
        alike = (site.classes, site.industry, site.region, site.tier, site.chosen_quiet_days, site.whitelist)
        if alike not in self._alike:
            self._alike[alike] = why_not(site, [], self._span, self._rules)
        return self._alike[alike]


def _asked(draw: Draw) -> list[Any]:
    here = [inside(Enterprise.region_path, draw.region_path)]
    return [*here, Enterprise.industry.startswith(draw.industry, autoescape=True)] if draw.industry else here


def _visits(tx: Session, draw: Draw, rules: RuleSet, now: datetime) -> dict[Id, list[Visit]]:
    """What happened in the region, and what the organ and those that share a cap with it have coded for later: each holds
    its place in the count."""
    found: dict[Id, list[Visit]] = defaultdict(list)
    found.update(visits_under(tx, draw.region_path, now - PREVIOUS, now + NEXT))
    organs = counted_with(tx, draw.organ_id, rules)
    coded = select(Task.enterprise_id).where(Task.organ_id.in_(organs), Task.state == "coded").distinct()
    for enterprise_id in tx.scalars(coded):
        found[enterprise_id] += reserved(tx, organs, enterprise_id, rules)
    return found


def officers_on(tx: Session, organ_id: UUID, now: datetime) -> dict[str, UUID]:
    """The organ's active officers whose certificate is valid now, by its number (B-10, B-87)."""
    cards = cards_of_people(tx, [each.id for each in identity.officers(tx, organ_id)], now)
    return {card.number: person_id for person_id, card in cards.items() if card.state == "active"}


def avoided(tx: Session, draw: Draw, pool: Pool, officers: Mapping[str, UUID]) -> set[tuple[str, str]]:
    """Who on the list keeps away from whom in the pool on any of the draw's days (B-13)."""
    numbers = {person_id: number for number, person_id in officers.items()}
    ends = or_(Conflict.to_on.is_(None), Conflict.to_on >= draw.first_day)
    wanted = select(Conflict).where(Conflict.person_id.in_(numbers), Conflict.from_on <= draw.last_day, ends)
    pairs = {(name_of(each), numbers[each.person_id]) for each in tx.scalars(wanted)}
    return {pair for pair in pairs if pair[0] in pool.rows}
