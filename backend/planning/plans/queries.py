"""Reads of plans of inspections: the register, one plan, what is published, and how far its lines are carried out (B-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.identity.publishing import SUBJECTS
from backend.kernel.db import UtcTimestamp
from backend.kernel.sorting import Sorting
from backend.planning.models import Task
from backend.planning.plans.models import InspectionPlan, PlanAct, PlanEdition, PlanLine
from backend.planning.plans.states import stands
from backend.planning.states import WAITING
from backend.policy.plans import due_of_special, due_of_year
from backend.policy.ruleset import RuleSet
from backend.registers.searching import paged
from backend.rulesets import service as rulesets

FILED_AT = case((Region.level == "town", func.regexp_replace(Region.path, "/[^/]+$", "")), else_=Region.path)
"""The path of the region whose bureau files it: a township's goes to the county."""

_OF_PLAN = PlanEdition.plan_id == InspectionPlan.id
_FILED = select(func.max(PlanEdition.filed_on)).where(_OF_PLAN).scalar_subquery()
_PUBLISHED = select(func.min(PlanEdition.published_on)).where(_OF_PLAN).scalar_subquery()
SORTING = Sorting(
    Organ.code, InspectionPlan.approved_on, InspectionPlan.document, Organ.id, organ=Organ.pinyin, filed=_FILED,
    published=_PUBLISHED, approved=InspectionPlan.approved_on,
)  # fmt: skip


class Progress(NamedTuple):
    """How many visits under a line came, and how many wait."""

    done: int
    planned: int


def register(
    tx: Session, actor: Actor, now: datetime, *, sort: str, page: int, page_size: int, **which: Any
) -> tuple[Sequence[Row[Any]], int]:
    """A page of (organ, plan or none, region) that the actor may see: of annual plans every subject has a row."""
    wanted = listed(tx, actor, now, **which)
    key = Organ.id if which["kind"] == "annual" else InspectionPlan.id
    return paged(tx, wanted, wanted, key, SORTING.order(sort), page, page_size)


def listed(
    tx: Session, actor: Actor, now: datetime, *, kind: str, year: int, state: str, organ_id: UUID | None, q: str
) -> Select[Any]:
    """(organ, plan, region) of a kind and year, in a state or late, by the name of the organ or the document."""
    wanted = visible(_rows(kind, year), actor, "plan.see", organ=Organ.id, region_path=Region.path)
    if organ_id is not None:
        wanted = wanted.where(Organ.id == organ_id)
    for word in q.split():
        wanted = wanted.where(_named(word))
    if state == "late":
        return wanted.where(_state(now) != "published", _overdue(tx, wanted, kind, year, now))
    return wanted.where(_state(now) == state) if state else wanted


def _rows(kind: str, year: int) -> Select[Any]:
    mine = and_(InspectionPlan.organ_id == Organ.id, InspectionPlan.kind == kind, InspectionPlan.year == year)
    rows = select(Organ, InspectionPlan, Region).join(Region, Region.code == Organ.region_code)
    joined = cast(Select[Any], rows.join(InspectionPlan, mine, isouter=kind == "annual"))
    return joined.where(or_(InspectionPlan.id.is_not(None), _must_plan(year)))


def _must_plan(year: int) -> ColumnElement[bool]:
    """Whether an organ is a published subject for some day of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return and_(
        Organ.kind.in_(SUBJECTS), Organ.published_on <= last, Organ.review_state != "withdrawn",
        or_(Organ.ended_on.is_(None), Organ.ended_on > first),
    )  # fmt: skip


def without_plan(region_code: str, year: int, day: date) -> Select[UUID]:
    """The subjects of one region that exist on the day and have no row for their annual plan."""
    known = select(InspectionPlan.id).where(
        InspectionPlan.organ_id == Organ.id, InspectionPlan.kind == "annual", InspectionPlan.year == year
    )  # fmt: skip
    here = select(Organ.id).where(Organ.region_code == region_code, Organ.published_on <= day, _must_plan(year))
    return here.where(or_(Organ.ended_on.is_(None), Organ.ended_on > day), ~known.exists())


def _named(word: str) -> ColumnElement[bool]:
    return or_(
        Organ.name.contains(word, autoescape=True), Organ.pinyin.contains(word.lower(), autoescape=True),
        Organ.code.istartswith(word, autoescape=True), InspectionPlan.document.icontains(word, autoescape=True),
        InspectionPlan.title.icontains(word, autoescape=True),
    )  # fmt: skip


def today_there(now: datetime) -> Any:
    """The local day of the region in an outer query."""
    return func.timezone(Region.zone, literal(now, UtcTimestamp)).cast(Date)


def _state(now: datetime) -> ColumnElement[str]:
    """As `plan_states.state_of` says it."""
    today, row = today_there(now), PlanEdition
    standing = select(row.id).where(
        _OF_PLAN, row.published_on <= today, or_(row.ended_on.is_(None), row.ended_on > today)
    )
    told = case((row.withdrawn_reason != "", "withdrawn"), else_=row.state)
    newest = select(told).where(_OF_PLAN).order_by(row.n.desc()).limit(1).correlate(InspectionPlan).scalar_subquery()
    published = standing.correlate(InspectionPlan, Region).exists()
    return case((published, "published"), else_=func.coalesce(newest, "none"))


def _overdue(tx: Session, wanted: Select[Any], kind: str, year: int, now: datetime) -> ColumnElement[bool]:
    """Whether its last day is past: every region has its own rules."""
    codes = tx.scalars(wanted.with_only_columns(Organ.region_code).distinct()).all()
    late: list[ColumnElement[bool]] = [literal(False)]
    for code in codes:
        rules = rulesets.or_default(tx, code, now)
        today = now.astimezone(rules.zone).date()
        if kind == "annual" and today > due_of_year(year, rules):
            late.append(Organ.region_code == code)
        elif kind == "special":
            since = today - timedelta(days=rules.special.publish_days)
            late.append(and_(Organ.region_code == code, InspectionPlan.approved_on < since))
    return or_(*late)


def due_of(plan: InspectionPlan | None, year: int, rules: RuleSet) -> date:
    """The last day on which it is filed and published in time."""
    if plan is not None and plan.approved_on is not None:
        return due_of_special(plan.approved_on, rules)
    return due_of_year(year, rules)


def one(tx: Session, actor: Actor, plan_id: UUID, action: str, *, lock: bool = False) -> Row[Any] | None:
    """(organ, plan, region) if the actor may do this to it; with `lock` nobody else acts on it before we commit."""
    rows = select(Organ, InspectionPlan, Region).join(Region, Region.code == Organ.region_code)
    mine = cast(Select[Any], rows.join(InspectionPlan, InspectionPlan.organ_id == Organ.id))
    path = FILED_AT if action == "plan.file" else Region.path
    sides = {"organ": Organ.id, "region_path": path, "accused": Organ.id}
    seen = visible(mine.where(InspectionPlan.id == plan_id), actor, action, **sides)
    return tx.execute(seen.with_for_update(of=InspectionPlan) if lock else seen).first()


def editions_of(tx: Session, plan_ids: Collection[UUID]) -> dict[UUID, list[PlanEdition]]:
    """The editions of each plan, the newest last."""
    found: dict[UUID, list[PlanEdition]] = defaultdict(list)
    wanted = select(PlanEdition).where(PlanEdition.plan_id.in_(plan_ids)).order_by(PlanEdition.n)
    for each in tx.scalars(wanted.execution_options(populate_existing=True)):
        found[each.plan_id].append(each)
    return found


def standing(tx: Session, organ_id: UUID, day: date) -> PlanEdition | None:
    """The edition of the organ's annual plan that is published on the day, for that day's year."""
    wanted = select(PlanEdition).join(InspectionPlan, _OF_PLAN).where(
        InspectionPlan.organ_id == organ_id, InspectionPlan.kind == "annual", InspectionPlan.year == day.year
    )  # fmt: skip
    return next((each for each in tx.scalars(wanted) if stands(each, day)), None)


def lines_of(tx: Session, edition_ids: Collection[UUID]) -> dict[UUID, list[PlanLine]]:
    """The lines of each edition in their order."""
    found: dict[UUID, list[PlanLine]] = defaultdict(list)
    wanted = select(PlanLine).where(PlanLine.edition_id.in_(edition_ids)).order_by(PlanLine.position)
    for each in tx.scalars(wanted):
        found[each.edition_id].append(each)
    return found


def acts_of(tx: Session, edition_ids: Collection[UUID]) -> Sequence[PlanAct]:
    """What was done with these editions, the first first."""
    wanted = select(PlanAct).where(PlanAct.edition_id.in_(edition_ids)).order_by(PlanAct.at, PlanAct.id)
    return tx.scalars(wanted).all()


def progress(tx: Session, line_ids: Iterable[UUID]) -> Mapping[UUID, Progress]:
    """Of each line: visits that came, and tasks that wait."""
    count, row = func.count(), Task
    wanted = select(
        row.plan_line_id, count.filter(row.state == "visited"), count.filter(row.state.in_(WAITING))
    ).where(row.plan_line_id.in_(set(line_ids))).group_by(row.plan_line_id)  # fmt: skip
    return {line_id: Progress(done, planned) for line_id, done, planned in tx.execute(wanted) if line_id}
