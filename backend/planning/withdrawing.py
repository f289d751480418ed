"""An officer cannot go any more: the code of a planned visit is withdrawn, its slot is free, its planners are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import service as certificates
from backend.certificates.following import OpenVisit, act_by
from backend.enterprises.models import Enterprise
from backend.identity.models import Region
from backend.journal.record import record
from backend.planning import queries
from backend.planning.events import JointChanged, OfficerStopped
from backend.planning.joint import members as joint_members
from backend.planning.models import Task, TaskOfficer
from backend.planning.moving import release_slot, state_after
from backend.planning.states import WAITING
from backend.policy.facts import Interval

_A_DAY = timedelta(days=1)


class Hand:
    """What `certificates` reaches upwards with when a card moves."""

    def between(self, tx: Session, person_id: UUID, since: datetime, until: datetime | None) -> list[OpenVisit]:
        """The planned visits of the person that may arrive in the span, soonest first."""
        wanted = (
            select(Task, Enterprise.name, Region.zone).join(TaskOfficer, TaskOfficer.task_id == Task.id)
            .join(Enterprise, Enterprise.id == Task.enterprise_id).join(Region, Region.path == Task.region_path)
            .where(TaskOfficer.person_id == person_id, Task.state.in_(WAITING), Task.planned_on >= (since - _A_DAY).date())
            .order_by(Task.planned_on, Task.starts_at, Task.id)
        )  # fmt: skip
        found = [(_planned(row), _open_visit(row, since)) for row in tx.execute(wanted)]
        return [visit for span, visit in found if span.latest >= since and (until is None or span.earliest < until)]

    def stopped(self, tx: Session, visit: OpenVisit, person_id: UUID, now: datetime) -> None:
        """Withdraw the code if there is one by now; a task that waits is marked by its officer's card itself."""
        joint_members.lock(tx, visit.task_id)
        held = select(Task).where(Task.id == visit.task_id).with_for_update()
        task = tx.execute(held.execution_options(populate_existing=True)).scalar_one()
        if task.state not in WAITING:
            return
        coded = task.state == "coded"
        if coded:
            withdraw_code(tx, task, "card", now)
        record(tx, OfficerStopped(task.id, task.organ_id, visit.region, person_id, coded))


def withdraw_code(tx: Session, task: Task, why: str, now: datetime) -> None:
    """Take a coded task's code back; it waits for another as approved, or, if nobody decided yet, for the decision.

    A joint visit goes by one code: all who go with the task wait for another, too. Where somebody of them has arrived,
    the code stands for those, and the task goes alone (B-29).
    """
    others = joint_members.others(tx, task)
    if any(each.state == "visited" for each in others):
        go_alone(tx, task, why, now)
        return
    take_code_back(tx, [task, *others], why, now)
    if others:
        record(tx, changed(task, others, "withdrawn", others[0].joint_lead_id))


def take_code_back(tx: Session, party: Sequence[Task], why: str, now: datetime) -> None:
    """The one code of all who go together ends; each waits for another, and its slot is free."""
    for each in party:
        _take_back(tx, each, now)
    certificates.withdraw_visit_code(tx, party[0].code_task_id, why, now)


def go_alone(tx: Session, task: Task, why: str, now: datetime, reason: str = "") -> None:
    """The task is part of its joint visit no more; the others are told, and who leads them now (B-29).

    Before anybody arrived their code is withdrawn, for its notice names the task.
    """
    others = joint_members.others(tx, task)
    if not others:
        return
    coded = task.state == "coded"
    _take_back(tx, task, now)
    if coded and not any(each.state == "visited" for each in others):
        take_code_back(tx, [task, *others], why, now)
    stay = joint_members.let_out(tx, task)
    record(tx, changed(task, stay, "left", stay[0].joint_lead_id, reason))


def changed(task: Task, others: list[Task], what: str, lead_id: UUID | None, reason: str = "") -> JointChanged:
    """What the others are told: who left or lost the code, why, and which task leads now."""
    region = task.region_path.rpartition("/")[2]
    heard = tuple(each.id for each in others if each.state in WAITING)
    return JointChanged(task.id, task.organ_id, region, task.enterprise_id, what, reason, heard, lead_id)


def _take_back(tx: Session, task: Task, now: datetime) -> None:
    if task.state != "coded":
        return
    decision = queries.decisions_of(tx, [task.id]).get(task.id)
    task.state = state_after(task, "withdraw" if decision is not None else "withdraw_undecided")
    release_slot(tx, task.id, reason="withdrawn", now=now)


def _planned(row: Any) -> Interval:
    task, zone = row.Task, ZoneInfo(row.zone)
    day = Interval.of_day(task.planned_on, zone)
    if task.starts_at is None:
        return day
    return Interval(
        datetime.combine(task.planned_on, task.starts_at, zone), day.latest
    )  # whoever is late may still come


def _open_visit(row: Any, since: datetime) -> OpenVisit:
    task = row.Task
    return OpenVisit(
        task.id, task.organ_id, task.region_path.rpartition("/")[2], row.name, task.planned_on, task.starts_at,
        task.state, max(_planned(row).earliest, since),
    )  # fmt: skip


act_by(Hand())
