"""A joint visit moves to another day or hour as a whole, or not at all (B-29).

Whoever leads moves it. Each task is judged anew, as if it were planned for that day; whoever was allowed to go on another
day is decided again. A code that was issued names the old day and is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import ProblemRaised
from backend.planning import queries
from backend.planning.crew import Companion, Crew, check_conflicts
from backend.planning.events import TaskMoved
from backend.planning.joint import members as joint_members
from backend.planning.joint.proposing import earlier, supposed
from backend.planning.judging import Case, case_of, decider, judged
from backend.planning.models import Task
from backend.planning.moving import state_after
from backend.planning.plans.tasks import check_line
from backend.planning.problems import (
    DAY_PAST,
    JOINT_ALONE,
    JOINT_BEGUN,
    JOINT_FOLLOWS,
    JOINT_NOT_MOVED,
    JOINT_REASON_MISSING,
)
from backend.planning.service import check_apart, in_force_items, locked
from backend.planning.states import WAITING
from backend.planning.withdrawing import take_code_back
from backend.policy.sentences import LANGUAGES


@dataclass(frozen=True, slots=True)
class To:
    """The local day and hour to which a visit moves, and why."""

    planned_on: date
    starts_at: time | None
    reason: str


def move(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, to: To) -> Task:
    """Move the task, which leads, and all who go with it; what stands already on that day and hour stays as it is.

    Raises NOT_FOUND, JOINT_ALONE, JOINT_FOLLOWS, JOINT_BEGUN, JOINT_REASON_MISSING, DAY_PAST, and what stands against the
    visit on that day; JOINT_NOT_MOVED names the body against whose part it stands.
    """
    lead = locked(tx, actor, task_id)
    party = joint_members.members(tx, lead)
    _check(lead, party, to)
    if (lead.planned_on, lead.starts_at) == (to.planned_on, to.starts_at):
        return lead
    was, coded = lead.planned_on, lead.state == "coded"
    if coded:
        take_code_back(tx, party, "day", now)
    reopened = {each.id for each in party if _put(each, to)}
    tx.flush()
    for each in party:
        with _named(tx, each, lead):
            case = _judged_anew(tx, each, now)
        again = decider(each.ground, case.rules) if each.id in reopened else None
        record(tx, _moved(each, lead, was, to, coded=coded, again=again))
    return lead


def _check(lead: Task, party: Sequence[Task], to: To) -> None:
    if lead.joint_lead_id is None:
        raise JOINT_ALONE()
    if not lead.leads:
        raise JOINT_FOLLOWS()
    if not {each.state for each in party} <= {*WAITING}:
        raise JOINT_BEGUN()
    if not to.reason.strip():
        raise JOINT_REASON_MISSING(field="reason")


def _put(task: Task, to: To) -> bool:
    """Set the day and hour; whether it was decided for another day and must be decided again."""
    later = to.planned_on - task.planned_on
    again = task.state == "approved" and bool(later)
    if again:
        task.state = state_after(task, "reopen")
    task.further_days = [day + later for day in task.further_days]
    task.planned_on, task.starts_at = to.planned_on, to.starts_at
    return again


def _judged_anew(tx: Session, task: Task, now: datetime) -> Case:
    """The task judged as if it were planned now: subject, items, plan line, conflicts and the rules."""
    items = [each.id for each in in_force_items(tx, task)]
    check_line(tx, task.organ_id, task.plan_line_id, task.planned_on)
    officers = [each.person_id for each in queries.officers_of(tx, [task.id]).get(task.id, [])]
    along = [
        Companion(each.person_id, each.role, each.number)
        for each in queries.assistants_of(tx, [task.id]).get(task.id, [])
    ]
    check_conflicts(tx, task.enterprise_id, Crew(officers, along), task.planned_on)
    case = case_of(tx, task, item_ids=items, officer_ids=officers, now=now)
    if task.planned_on < now.astimezone(case.rules.zone).date():
        raise DAY_PAST(field="planned_on", day=task.planned_on)
    check_apart([task.planned_on, *task.further_days], case.rules)
    task.verdict = judged(supposed(case), earlier(tx, case)).as_data()
    return case


@contextmanager
def _named(tx: Session, task: Task, lead: Task) -> Iterator[None]:
    """What stands against somebody else is told with the name of that body."""
    try:
        yield
    except ProblemRaised as error:
        if task is lead or error.problem is DAY_PAST:
            raise
        organ = identity.organ(tx, task.organ_id)
        said = {lang: error.as_data(lang)["detail"] for lang in LANGUAGES}
        why = {"organ": organ.name, "organ_en": organ.name_en or organ.name, "why": error.problem.code}
        raise JOINT_NOT_MOVED(field="planned_on", **said, **why) from error


def _moved(task: Task, lead: Task, was: date, to: To, *, coded: bool, again: str | None) -> TaskMoved:
    region = task.region_path.rpartition("/")[2]
    return TaskMoved(
        task.id,
        task.organ_id,
        region,
        task.enterprise_id,
        lead.organ_id,
        was,
        to.planned_on,
        to.reason.strip(),
        coded,
        again,
    )
