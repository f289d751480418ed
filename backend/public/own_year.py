"""A year of one enterprise for its own eyes: who came, what that used up and why, and its quiet days (B-25, B-37)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.inspections.findings import open_findings
from backend.inspections.models import Inspection, Result, VerdictRow
from backend.inspections.stated_told import standings
from backend.inspections.visits import visits_at
from backend.planning.levels import ranks_of
from backend.planning.models import Task
from backend.planning.queries import PREVIOUS
from backend.policy.burden import burden
from backend.policy.caps import count, history, judge_cap, most_visits, shared
from backend.policy.facts import Facts, Interval, Rank, SiteFacts, Visit
from backend.policy.periods import period_of
from backend.policy.quiet import QuietVerdict, judge_quiet
from backend.policy.quiet_months import QuietMonth, quiet_months
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import both
from backend.policy.together import Together, room, tightest
from backend.public.ground_lines import GroundFacts, ground_facts
from backend.rulesets import service as rulesets

MOST = 200
"""More visits than a year has days are not listed on a phone."""

Sentences = dict[str, Any]
"""A sentence by language."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A visit by its day, its body, its outcome, and what it meant for count and quiet period.

    Never its officers, its words, or more of its reason than a name (B-47).
    """

    day: date
    organ: Organ
    kind: str
    outcome: str | None
    cap: Sentences
    quiet: Sentences | None
    """Only where it came on a quiet day."""
    ground: GroundFacts | None
    """How far the ground is that was owed for it (B-42)."""
    joint: bool
    """Whether others came with it, as one visit (B-29)."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often a body came in the period of today, of how often it may."""

    organ: Organ
    used: int
    most: int
    unit: str
    left: int
    """How often it may still come: the lesser of what its own cap leaves and of what the shared one does (B-25)."""
    shared: Facts | None
    """What it shares with others of its field, if it does: how many, never whose."""


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """What a visit left to be put right and no follow-up saw to yet: whose, since when, by when, how much (B-44)."""

    organ: Organ
    day: date
    deadline: date
    matters: int


@dataclass(frozen=True, slots=True)
class OwnYear:
    """The year so far, and the quiet days of all of it by the rules of today."""

    today: date
    orders: tuple[OpenOrder, ...]
    """So that neither quiet days nor the white list are read as immunity."""
    listed_since: date | None
    """Since when it stands on the white list (B-36)."""
    visits: tuple[Listed, ...]
    entries: int
    """How often somebody came to the door: a joint visit is one (B-29)."""
    shares: tuple[Share, ...]
    months: tuple[QuietMonth, ...]
    quiet: QuietVerdict
    """Of an ordinary inspection that came now: whether today is quiet, and by which calendar."""


@dataclass(frozen=True, slots=True)
class _Here:
    """The enterprise of a page, with the rules and visits that count there."""

    site: SiteFacts
    rules: RuleSet
    came: Sequence[Visit]
    organs: dict[UUID, Organ]
    ranks: dict[UUID, Rank]
    verdicts: dict[Any, dict[str, Any]]
    """Visit → its newest verdict, where one was stored: it stands, whatever today's rules would say (B-03)."""
    grounds: dict[UUID, GroundFacts]


def own_year(tx: Session, task_id: UUID, now: datetime) -> OwnYear:
    """The year of a task's enterprise, imported visits included, the newest first."""
    task = tx.get_one(Task, task_id)
    here = _here(tx, task, now)
    today = now.astimezone(here.rules.zone).date()
    of_year = [each for each in here.came if _day(each, here.rules).year == today.year]
    listed = sorted((_listed(each, here) for each in of_year), key=lambda each: each.day, reverse=True)
    return OwnYear(
        today, _orders(tx, task.enterprise_id, here), _listed_since(here.site, today), tuple(listed[:MOST]), burden(of_year, here.rules),
        tuple(_shares(here, {task.organ_id} | {_organ(each) for each in of_year}, today)),
        tuple(quiet_months(here.site, here.rules, today.year)), _quiet_now(here, now),
    )  # fmt: skip


def _here(tx: Session, task: Task, now: datetime) -> _Here:
    row = enterprises.site(tx, task.site_id)
    assert row is not None, "the premises of a task stay on record"
    rules = rulesets.or_default(tx, row.enterprise_region, now)
    came = visits_at(tx, task.enterprise_id, now - PREVIOUS, now)
    organs = identity.organs_by_id(tx, {task.organ_id} | {_organ(each) for each in came})
    ids = [each.id for each in came if isinstance(each.id, UUID)]
    grounds = {each: ground_facts(found, now) for each, found in standings(tx, ids).items()}
    return _Here(enterprises.site_facts(row), rules, came, organs, ranks_of(tx, organs), _verdicts(tx, ids), grounds)


def _orders(tx: Session, enterprise_id: UUID, here: _Here) -> tuple[OpenOrder, ...]:
    """The orders to correct that are open, the earliest day first."""
    rows = tx.execute(open_findings().where(Inspection.enterprise_id == enterprise_id).order_by(Result.deadline)).all()
    organs = identity.organs_by_id(tx, {row.Inspection.organ_id for row in rows})
    return tuple(
        OpenOrder(
            organs[visit.organ_id], visit.arrived_at.astimezone(here.rules.zone).date(), result.deadline,
            len(result.corrections),
        )
        for visit, result, _ in rows if result.deadline is not None
    )  # fmt: skip


def _listed_since(site: SiteFacts, today: date) -> date | None:
    return min((span.first for span in site.whitelist if span.covers(today)), default=None)


def _verdicts(tx: Session, ids: Sequence[UUID]) -> dict[Any, dict[str, Any]]:
    stored = select(VerdictRow.inspection_id, VerdictRow.body).where(VerdictRow.inspection_id.in_(ids))
    rows = tx.execute(stored.order_by(VerdictRow.judged_at, VerdictRow.id))
    return {row.inspection_id: row.body for row in rows}


def _listed(visit: Visit, here: _Here) -> Listed:
    verdict = here.verdicts.get(visit.id, {})
    quiet = verdict.get("quiet", {})
    inside = quiet.get("facts", {}).get("inside", "none") != "none"
    return Listed(
        _day(visit, here.rules), here.organs[_organ(visit)], visit.kind, visit.outcome,
        cap=verdict["cap"]["sentence"] if verdict else _counted(visit, here), quiet=quiet["sentence"] if inside else None,
        ground=here.grounds.get(visit.id) if isinstance(visit.id, UUID) else None, joint=visit.joint_group is not None,
    )  # fmt: skip


def _counted(visit: Visit, here: _Here) -> Sentences:
    """Why an imported visit was counted, or why not: judged after those before it."""
    before = [each for each in here.came if each.arrived.earliest < visit.arrived.earliest]
    cap = judge_cap(visit, here.site, here.rules, before)
    return both(cap.reason, cap.facts)


def _shares(here: _Here, organs: Collection[UUID], today: date) -> Iterator[Share]:
    period, most = period_of(today, here.rules.cap.unit), most_visits(here.site, here.rules)
    for organ_id in sorted(organs, key=lambda each: here.organs[each].code):
        own = history(organ_id, here.site.enterprise_id, here.site.site_id, here.came, here.rules)
        used = count(own, here.rules)[0].used.get(period, 0)
        together = _together(here, organ_id, period)
        facts = together.facts(period, here.rules) if together else None
        yield Share(here.organs[organ_id], used, most, here.rules.cap.unit, room(most, used, together, period), facts)


def _together(here: _Here, organ_id: UUID, period: str) -> Together | None:
    site = here.site
    used = shared(here.ranks.get(organ_id), organ_id, site.enterprise_id, site.site_id, here.came, here.rules)
    return tightest(used, period)


def _quiet_now(here: _Here, now: datetime) -> QuietVerdict:
    visit = Visit(
        "now", "", here.site.enterprise_id, here.site.site_id, kind="daily", trigger="plan", arrived=Interval.at(now)
    )
    return judge_quiet(visit, here.site, here.rules)


def _day(visit: Visit, rules: RuleSet) -> date:
    return visit.arrived.days(rules.zone)[0]


def _organ(visit: Visit) -> UUID:
    return UUID(str(visit.organ_id))
