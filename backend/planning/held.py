"""What planning holds about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from backend.identity.privacy.held import Rows, held
from backend.planning.joint.models import JointProposal
from backend.planning.models import Decision, Task, TaskAssistant, TaskOfficer
from backend.planning.plans.models import PlanAct, PlanEdition


@held("tasks", zh="检查任务", en="Tasks", who=("officer", "department", "head"))
def tasks(me: UUID) -> Rows:
    """Tasks that one planned or is on."""
    on_it = select(TaskOfficer.task_id).where(TaskOfficer.person_id == me)
    helps = select(TaskAssistant.task_id).where(TaskAssistant.person_id == me)
    wanted = select(Task.created_at.label("at"), Task.id, Task.kind, Task.planned_on, Task.state, Task.entry_reason)
    return wanted.where(or_(Task.created_by == me, Task.id.in_(on_it), Task.id.in_(helps)))


@held("decisions", zh="任务审批", en="Decisions on tasks", by="task.decide")
def decisions(me: UUID) -> Rows:
    """What one approved or rejected."""
    row = Decision
    wanted = select(row.decided_at.label("at"), row.task_id, row.decision, row.note)
    return wanted.where(row.decided_by == me)


@held(
    "plan_acts", zh="检查计划的办理", en="Acts on plans of inspections", who=("department", "head", "bureau", "admin")
)
def plan_acts(me: UUID) -> Rows:
    """Plans that one drew up, submitted, filed or sent back."""
    row = PlanAct
    wanted = select(row.at, PlanEdition.plan_id, PlanEdition.n, row.act, row.note)
    return wanted.join(PlanEdition, PlanEdition.id == row.edition_id).where(row.person_id == me)


@held("joint_answers", zh="联合检查答复", en="Answers to proposals for joint visits", by="joint.answer")
def joint_answers(me: UUID) -> Rows:
    """Proposals that one accepted or refused."""
    row = JointProposal
    wanted = select(row.answered_at.label("at"), row.task_id, row.state, row.reason)
    return wanted.where(row.answered_by == me)
