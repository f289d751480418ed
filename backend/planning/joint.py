"""A proposal to visit an enterprise together is accepted or refused (B-88).

Accepting moves the task to the day and hour of the one that leads; each keeps its own code and its own place in the count.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.planning import joint_queries, queries
from backend.planning.crew import Crew, check_conflicts
from backend.planning.events import JointAnswered
from backend.planning.joint_models import JointProposal
from backend.planning.joint_proposing import earlier, supposed
from backend.planning.judging import Case, case_of, decider, judged
from backend.planning.models import Task
from backend.planning.problems import JOINT_ANSWERED, JOINT_GONE, JOINT_REASON_MISSING
from backend.planning.service import state_after
from backend.planning.states import WAITING
from backend.planning.withdrawing import withdraw_code

ACCEPT, REFUSE = "accept", "refuse"


def answer(tx: Session, *, actor: Actor, now: datetime, proposal_id: UUID, answer: str, reason: str) -> JointProposal:
    """Say whether the task goes together with the one that leads; a refusal needs its reason.

    Raises NOT_FOUND, JOINT_ANSWERED, JOINT_GONE, JOINT_REASON_MISSING, and what stands against the visit on that day.
    """
    row = joint_queries.to_answer(tx, actor, proposal_id)
    if row is None:
        raise NOT_FOUND()
    if row.state != "open":
        raise JOINT_ANSWERED(state=row.state)
    task, lead = _both(tx, row)
    if not {task.state, lead.state} <= {*WAITING}:
        raise JOINT_GONE()
    _check_reason(answer, reason)
    decided_by = _join(tx, task, lead, now) if answer == ACCEPT else None
    row.state = "accepted" if answer == ACCEPT else "refused"
    row.answered_at, row.answered_by, row.reason = now, actor.person_id, reason.strip()
    region = task.region_path.rpartition("/")[2]
    told = JointAnswered(row.id, task.id, row.organ_id, lead.id, row.lead_organ_id, region, row.state, decided_by)
    record(tx, told)
    return row


def _both(tx: Session, row: JointProposal) -> tuple[Task, Task]:
    """Both tasks, with their rows locked in one order for everybody."""
    wanted = select(Task).where(or_(Task.id == row.task_id, Task.id == row.lead_task_id)).order_by(Task.id)
    fresh = wanted.with_for_update().execution_options(populate_existing=True)
    found = {each.id: each for each in tx.scalars(fresh)}
    return found[row.task_id], found[row.lead_task_id]


def _check_reason(answer: str, reason: str) -> None:
    if answer == REFUSE and not reason.strip():
        raise JOINT_REASON_MISSING(field="reason")


def _join(tx: Session, task: Task, lead: Task, now: datetime) -> str | None:
    """Move the task to the lead's day and hour, judged anew; who must decide again where it was decided for another one."""
    if (task.planned_on, task.starts_at) == (lead.planned_on, lead.starts_at):
        return None
    if task.state == "coded":
        withdraw_code(tx, task, "joint", now)
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
