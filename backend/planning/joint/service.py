"""A proposal to visit an enterprise together is accepted or refused, and a joint visit is left again (B-29, B-88).

Accepting moves the task to the day and hour of the one that leads: from then on they are one visit, with one code and one
notice. Each keeps its own approval, and its own place in the count where the rule set says so.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.planning import queries
from backend.planning.crew import Crew, check_conflicts
from backend.planning.events import JointAnswered
from backend.planning.joint import members as joint_members
from backend.planning.joint import queries as joint_queries
from backend.planning.joint.models import JointProposal
from backend.planning.joint.proposing import earlier, supposed
from backend.planning.judging import Case, case_of, decider, judged
from backend.planning.models import Task
from backend.planning.moving import not_now, state_after
from backend.planning.problems import (
    JOINT_ALONE,
    JOINT_ANSWERED,
    JOINT_GONE,
    JOINT_PLAN_FIRST,
    JOINT_REASON_MISSING,
)
from backend.planning.service import locked
from backend.planning.states import WAITING
from backend.planning.withdrawing import go_alone, withdraw_code

ACCEPT, REFUSE = "accept", "refuse"


def answer(tx: Session, *, actor: Actor, now: datetime, proposal_id: UUID, answer: str, reason: str) -> JointProposal:
    """Say whether the task goes together with the one that leads; a refusal needs its reason.

    Raises NOT_FOUND, JOINT_ANSWERED, JOINT_GONE, JOINT_REASON_MISSING, JOINT_PLAN_FIRST, and what stands against the
    visit on that day.
    """
    row = open_proposal(tx, actor, proposal_id)
    if answer == REFUSE:
        _check_reason(reason)
        return close(tx, row, "refused", actor, now, reason=reason)
    if row.task_id is None:
        raise JOINT_PLAN_FIRST()
    task, lead = _both(tx, row.task_id, row.lead_task_id)
    return close(tx, row, "accepted", actor, now, decided_by=_join(tx, task, lead, now))


def open_proposal(tx: Session, actor: Actor, proposal_id: UUID) -> JointProposal:
    """A proposal that waits for the actor's answer, with its row locked. Raises NOT_FOUND, JOINT_ANSWERED, JOINT_GONE."""
    row = joint_queries.to_answer(tx, actor, proposal_id)
    if row is None:
        raise NOT_FOUND()
    if row.state != "open":
        raise JOINT_ANSWERED(state=row.state)
    wait = select(Task.state).where(Task.id.in_([each for each in (row.task_id, row.lead_task_id) if each]))
    if not {*tx.scalars(wait)} <= {*WAITING}:
        raise JOINT_GONE()
    return row


def close(
    tx: Session, row: JointProposal, state: str, actor: Actor, now: datetime, *, reason: str = "",
    decided_by: str | None = None,
) -> JointProposal:  # fmt: skip
    """Write down what was answered, and tell both sides."""
    row.state, row.answered_at, row.answered_by, row.reason = state, now, actor.person_id, reason.strip()
    region = row.region_path.rpartition("/")[2]
    told = JointAnswered(
        row.id, row.task_id, row.organ_id, row.lead_task_id, row.lead_organ_id, region, state, decided_by
    )
    record(tx, told)
    return row


def let_in(tx: Session, task: Task, lead: Task, now: datetime) -> None:
    """The task goes with the lead. A code that was issued names too few and is withdrawn.

    Raises JOINT_GONE where one of them does not wait any more, goes elsewhere already, or somebody has arrived.
    """
    party = [task, *joint_members.members(tx, lead)]
    led = lead.joint_lead_id in (None, lead.id)
    if not led or task.joint_lead_id is not None or not {each.state for each in party} <= {*WAITING}:
        raise JOINT_GONE()
    for each in (task, lead):
        if each.state == "coded":
            withdraw_code(tx, each, "joint", now)
    joint_members.let_in(tx, task, lead)


def leave(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, reason: str) -> Task:
    """The task goes alone again, on the same day; the others are told why.

    Raises NOT_FOUND, JOINT_ALONE, JOINT_REASON_MISSING, WRONG_STATE.
    """
    task = locked(tx, actor, task_id)
    if task.state not in WAITING:
        raise not_now(task.state)
    if task.joint_lead_id is None:
        raise JOINT_ALONE()
    _check_reason(reason)
    go_alone(tx, task, "joint", now, reason.strip())
    return task


def _both(tx: Session, task_id: UUID, lead_task_id: UUID) -> tuple[Task, Task]:
    """Both tasks, with their rows, and those of all who go with the lead, locked in one order for everybody."""
    which = or_(Task.id == task_id, Task.id == lead_task_id, Task.joint_lead_id == lead_task_id)
    fresh = select(Task).where(which).order_by(Task.id).with_for_update().execution_options(populate_existing=True)
    found = {each.id: each for each in tx.scalars(fresh)}
    return found[task_id], found[lead_task_id]


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise JOINT_REASON_MISSING(field="reason")


def _join(tx: Session, task: Task, lead: Task, now: datetime) -> str | None:
    """Move the task to the lead's day and hour, judged anew; who must decide again where it was decided for another one."""
    let_in(tx, task, lead, now)
    again = task.state == "approved" and task.planned_on != lead.planned_on
    if again:
        task.state = state_after(task, "reopen")
    task.planned_on, task.starts_at = lead.planned_on, lead.starts_at
    case = _judged_anew(tx, task, now)
    return decider(task.ground, case.rules) if again else None


def _judged_anew(tx: Session, task: Task, now: datetime) -> Case:
    officers = [each.person_id for each in queries.officers_of(tx, [task.id]).get(task.id, [])]
    items = [each.id for each in queries.items_of(tx, [task.id]).get(task.id, [])]
    case = case_of(tx, task, item_ids=items, officer_ids=officers, now=now)
    if task.planned_on < now.astimezone(case.rules.zone).date():
        raise JOINT_GONE()
    check_conflicts(tx, task.enterprise_id, Crew(officers), task.planned_on)
    task.verdict = judged(supposed(case), earlier(tx, case)).as_data()
    return case
