"""Reads about tasks, items, and the slots that are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, ScalarSelect, Select, Uuid, bindparam, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from backend.certificates.models import VisitCode
from backend.enterprises.models import Enterprise
from backend.enterprises.queries import meant
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.identity.queries import region
from backend.kernel.db import UtcTimestamp
from backend.kernel.sorting import Sorting
from backend.planning.happened import happened
from backend.planning.levels import counted_with, rank, told_of_rank
from backend.planning.models import Decision, Item, Notice, Slot, Task, TaskAssistant, TaskItem, TaskOfficer
from backend.planning.states import WAITING
from backend.policy.facts import Approval, Interval, Visit
from backend.policy.ruleset import RuleSet

PREVIOUS, NEXT = timedelta(days=400), timedelta(days=800)
"""How far back and forward visits can share a count with one of today: a year's period, and the planner's horizon."""


SORTING = Sorting(
    Task.planned_on, Task.starts_at, Task.id, day=Task.planned_on, enterprise=Enterprise.pinyin, kind=Task.kind,
    organ=Organ.pinyin, state=Task.state,
)  # fmt: skip


CODE_TASK: ColumnElement[UUID] = func.coalesce(Task.joint_lead_id, Task.id)
"""`Task.code_task_id` in SQL."""


def task(tx: Session, actor: Actor, task_id: UUID, *, lock: bool = False) -> Task | None:
    """A task that the actor may see; with `lock` nobody else changes it before we commit."""
    wanted = seen(select(Task).where(Task.id == task_id), actor)
    return tx.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def seen(stmt: Select[Any], actor: Actor) -> Select[Any]:
    """Of these tasks, those that the actor may see."""
    lent = Task.id.in_(lent_tasks(actor.person_id))
    return visible(stmt, actor, "task.see", organ=Task.organ_id, region_path=Task.region_path, assigned=lent)


def lent_tasks(person_id: UUID) -> Select[UUID]:
    """The tasks of other organs to which somebody is lent by a superior's order, until their visit is over (B-11)."""
    lent = select(TaskOfficer.task_id).join(Task, Task.id == TaskOfficer.task_id).where(
        TaskOfficer.person_id == person_id, TaskOfficer.seconded_by.is_not(None), TaskOfficer.lent_until.is_(None)
    )  # fmt: skip
    return lent.where(Task.state.in_((*WAITING, "visited"))).correlate(None)


def tasks(
    tx: Session, actor: Actor, *, sort: str, page: int, page_size: int, **which: Any
) -> tuple[Sequence[Task], int]:
    """A page of the actor's `listed` tasks, the earliest first unless they are sorted otherwise."""
    wanted = listed(actor, **which)
    total = tx.scalar(select(func.count()).select_from(wanted.with_only_columns(Task.id).subquery())) or 0
    named = wanted.join(Enterprise, Enterprise.id == Task.enterprise_id).join(Organ, Organ.id == Task.organ_id)
    ordered = (named if sort else wanted).order_by(*SORTING.order(sort))
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


def listed(actor: Actor, *, day: date | None, state: str | None, q: str) -> Select[Task]:
    """The tasks of a day, in a state, at who is meant by `q`, that the actor may see; officers get those they are on."""
    wanted = seen(select(Task), actor)
    if actor.role == "officer":
        wanted = wanted.where(Task.id.in_(_mine(actor.person_id)))
    if day is not None:
        wanted = wanted.where(Task.planned_on == day)
    if state is not None:
        wanted = wanted.where(Task.state == state)
    if q:
        wanted = wanted.where(Task.enterprise_id.in_(_named(q)))
    return wanted


def _named(q: str) -> Select[UUID]:
    return select(Enterprise.id).where(meant(q))


def _mine(person_id: UUID) -> Select[UUID]:
    return select(TaskOfficer.task_id).where(TaskOfficer.person_id == person_id)


def tasks_of_officer(tx: Session, person_id: UUID, first: date, last: date) -> Sequence[Task]:
    """The tasks that a person is on, between two local days, both included; lent to one, only while it runs."""
    own = select(TaskOfficer.task_id).where(TaskOfficer.person_id == person_id, TaskOfficer.seconded_by.is_(None))
    mine = or_(Task.id.in_(own), Task.id.in_(lent_tasks(person_id)))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    wanted = select(Task).where(mine, or_(Task.planned_on.between(first, last), Task.further_days.overlap(days)))
    return tx.scalars(wanted.order_by(Task.planned_on, Task.starts_at, Task.id)).all()


def tasks_at(tx: Session, actor: Actor, enterprise_id: UUID, year: int) -> Sequence[Task]:
    """The tasks of a year at an enterprise that the actor may see and that may still take place."""
    wanted = select(Task).where(Task.enterprise_id == enterprise_id, Task.state.in_(("approved", "coded")))
    wanted = wanted.where(Task.planned_on.between(date(year, 1, 1), date(year, 12, 31)))
    return tx.scalars(seen(wanted, actor)).all()


def overdue(tx: Session, region_path: str, today: date, limit: int) -> Sequence[Task]:
    """Tasks of one region whose day is past and whose visit never came; skips those somebody is working on."""
    waiting = select(Task).where(Task.state.in_(WAITING), Task.planned_on < today, Task.region_path == region_path)
    return tx.scalars(waiting.limit(limit).with_for_update(skip_locked=True)).all()


def regions_with_overdue(tx: Session, now: datetime) -> Sequence[str]:
    """The codes of the regions in which, by their own clocks, the day of some waiting task is past."""
    today = cast(func.timezone(Region.zone, literal(now, UtcTimestamp)), Date)
    overdue = select(Task.id).where(Task.region_path == Region.path, Task.state.in_(WAITING), Task.planned_on < today)
    return tx.scalars(select(Region.code).where(overdue.exists()).order_by(Region.code)).all()


def is_on(tx: Session, person_id: UUID, task_id: UUID) -> bool:
    """Whether the person is one of the task's officers."""
    return tx.get(TaskOfficer, (task_id, person_id)) is not None


def goes_by(tx: Session, person_id: UUID, code_task_id: UUID) -> bool:
    """Whether the person is an officer of a visit that goes by this task's code (B-29)."""
    wanted = select(TaskOfficer.task_id).join(Task, Task.id == TaskOfficer.task_id)
    return (
        tx.scalar(wanted.where(TaskOfficer.person_id == person_id, literal(code_task_id) == CODE_TASK).limit(1))
        is not None
    )


def item_ids_of(task_id: Any) -> ScalarSelect[Any]:
    """The items of the task in an outer query, as an array."""
    return select(func.array_agg(TaskItem.item_id)).where(TaskItem.task_id == task_id).scalar_subquery()


def items(tx: Session, organ_id: UUID, q: str = "") -> Sequence[Item]:
    """The inspection items of an organ by code."""
    wanted = select(Item).where(Item.organ_id == organ_id)
    if q:
        wanted = wanted.where(or_(Item.name.contains(q, autoescape=True), Item.code.startswith(q, autoescape=True)))
    return tx.scalars(wanted.order_by(Item.code)).all()


def items_by_id(tx: Session, organ_id: UUID, ids: Collection[UUID]) -> dict[UUID, Item]:
    """Those of the ids that are items of the organ."""
    rows = tx.scalars(select(Item).where(Item.organ_id == organ_id, Item.id.in_(ids)))
    return {each.id: each for each in rows}


def items_of(tx: Session, task_ids: Collection[UUID]) -> dict[UUID, list[Item]]:
    """The items of each task in their order."""
    rows = tx.execute(
        select(TaskItem.task_id, Item).join(Item, Item.id == TaskItem.item_id)
        .where(TaskItem.task_id.in_(task_ids)).order_by(TaskItem.position)
    )  # fmt: skip
    return _grouped(rows.all())


def officers_of(tx: Session, task_ids: Collection[UUID]) -> dict[UUID, list[TaskOfficer]]:
    """The officers of each task, the lead first."""
    wanted = select(TaskOfficer.task_id, TaskOfficer).where(TaskOfficer.task_id.in_(task_ids))
    return _grouped(tx.execute(wanted.order_by(TaskOfficer.position)).all())


def decisions_of(tx: Session, task_ids: Collection[UUID]) -> dict[UUID, Decision]:
    """The newest decision about each task that has one."""
    wanted = select(Decision).where(Decision.task_id.in_(task_ids)).order_by(Decision.decided_at)
    return {each.task_id: each for each in tx.scalars(wanted)}


def notices_of(tx: Session, task_ids: Collection[UUID]) -> dict[UUID, bytes]:
    """The hash of each task's newest notice."""
    wanted = select(Notice.task_id, Notice.hash).where(Notice.task_id.in_(task_ids))
    return {row.task_id: row.hash for row in tx.execute(wanted.order_by(Notice.made_at))}


def codes_of(tx: Session, task_ids: Collection[UUID]) -> dict[UUID, VisitCode]:
    """The visit code by which each task goes: its own, or that of the one that leads it; a withdrawn one is none (B-29)."""
    wanted = select(Task.id, VisitCode).join(VisitCode, VisitCode.task_id == CODE_TASK)
    rows = tx.execute(wanted.where(Task.id.in_(task_ids), VisitCode.withdrawn_for.is_(None)))
    return {row.id: row.VisitCode for row in rows}


def newest_notice(tx: Session, task_id: UUID) -> Notice | None:
    """The notice that goes with the task's newest code."""
    wanted = select(Notice).where(Notice.task_id == task_id).order_by(Notice.made_at.desc())
    return tx.scalars(wanted.limit(1)).first()


def assistants_of(tx: Session, task_ids: Collection[UUID]) -> dict[UUID, list[TaskAssistant]]:
    """Who comes along with each task, declared beforehand (B-12)."""
    wanted = select(TaskAssistant.task_id, TaskAssistant).where(TaskAssistant.task_id.in_(task_ids))
    return _grouped(tx.execute(wanted.order_by(TaskAssistant.position)).all())


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for task_id, thing in rows:
        found[task_id].append(thing)
    return found


def earliest_arrival(tx: Session, task: Task, now: datetime) -> datetime:
    """The first moment at which the task's visit may still come, by the clock of its region."""
    zone = ZoneInfo(region(tx, task.region_path.rpartition("/")[2]).zone)
    if task.starts_at is not None:
        return max(datetime.combine(task.planned_on, task.starts_at, zone), now)
    day = Interval.of_day(task.planned_on, zone)
    return max(day.earliest, min(now, day.latest))


def planned_interval(planned_on: date, starts_at: time | None, now: datetime, rules: RuleSet) -> Interval:
    """When the visit may arrive: at its time, or on its day; never before now."""
    if starts_at is not None:
        return Interval.at(max(datetime.combine(planned_on, starts_at, rules.zone).astimezone(now.tzinfo), now))
    day = Interval.of_day(planned_on, rules.zone)
    return Interval(max(day.earliest, min(now, day.latest)), day.latest)


_RESERVED = select(
    Task.id, Task.organ_id, Task.enterprise_id, Task.site_id, Task.kind, Task.trigger, Task.ground, Task.evidence_id,
    Task.superior_document, Task.planned_on, Task.starts_at, Task.followup_batch, Task.joint_lead_id,
    item_ids_of(Task.id).label("item_ids"), told_of_rank(Task.organ_id).label("rank"),
).where(
    Task.organ_id == func.any(bindparam("organ_ids", type_=ARRAY(Uuid))), Task.state == "coded",
    Task.enterprise_id == func.any(bindparam("enterprise_ids", type_=ARRAY(Uuid))),
)  # fmt: skip


def reserved(tx: Session, organ_ids: Sequence[UUID], enterprise_id: UUID, rules: RuleSet) -> list[Visit]:
    """These organs' coded visits to the enterprise that have not come yet: each holds its place in the count."""
    return reserved_at(tx, organ_ids, {enterprise_id: rules})


def reserved_at(tx: Session, organ_ids: Sequence[UUID], rules: Mapping[UUID, RuleSet]) -> list[Visit]:
    """The same at many enterprises, each with the rules of its place."""
    return [
        Visit(
            id=row.id, task_id=row.id, organ_id=row.organ_id, enterprise_id=row.enterprise_id, site_id=row.site_id,
            kind=row.kind, trigger=row.trigger, ground=row.ground, evidence_id=row.evidence_id,
            superior_document=row.superior_document, officers_known=False, followup_batch=row.followup_batch,
            arrived=_as_planned(row.planned_on, row.starts_at, rules[row.enterprise_id]), item_ids=frozenset(row.item_ids or ()),
            joint_group=row.joint_lead_id, joint_lead=row.joint_lead_id == row.id, rank=rank(row.rank),
        )
        for row in tx.execute(_RESERVED, {"organ_ids": list(organ_ids), "enterprise_ids": list(rules)})
    ]  # fmt: skip


def _as_planned(planned_on: date, starts_at: time | None, rules: RuleSet) -> Interval:
    if starts_at is None:
        return Interval.of_day(planned_on, rules.zone)
    return Interval.at(datetime.combine(planned_on, starts_at, rules.zone))


def holding(tx: Session, organ_id: UUID, enterprise_id: UUID, around: datetime, rules: RuleSet) -> list[Visit]:
    """Every visit that holds a place in the organ's count at the enterprise, and in those that it shares with others
    (B-25): happened, and coded for later."""
    organs = counted_with(tx, organ_id, rules)
    came = happened().visits(tx, enterprise_id, around - PREVIOUS, around + NEXT)
    return [each for each in came if each.organ_id in organs] + reserved(tx, organs, enterprise_id, rules)


def approval(task: Task, decision: Decision | None) -> Approval | None:
    """The yes to a task as the rules want it: for its enterprise and subject, on its day (B-41)."""
    if decision is None or decision.decision != "approve":
        return None
    body = "bureau" if decision.decided_by_role == "bureau" else "subject_head"
    return Approval(
        id=decision.id, approver=body, organ_id=task.organ_id, enterprise_id=task.enterprise_id,
        at=decision.decided_at, first_day=task.planned_on, last_day=task.last_day,
    )  # fmt: skip


def slots_taken(tx: Session, organ_id: UUID, object_key: UUID, period: str) -> set[int]:
    """The numbers of the slots that are taken in a period."""
    wanted = select(Slot.n).where(Slot.organ_id == organ_id, Slot.object_key == object_key)
    return set(tx.scalars(wanted.where(Slot.period == period, Slot.released_at.is_(None))))
