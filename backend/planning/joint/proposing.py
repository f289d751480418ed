"""Two subjects plan a visit to one enterprise: whoever comes later is asked to go together with the other (B-88)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import ProblemRaised
from backend.planning import queries
from backend.planning.events import JointProposed
from backend.planning.joint import queries as joint_queries
from backend.planning.joint.models import JointProposal
from backend.planning.judging import Case, judged, supposed_approval
from backend.planning.models import Task
from backend.policy.facts import Visit
from backend.policy.joint import PlannedVisit, lead_for
from backend.policy.workdays import term_of_workdays


def propose(tx: Session, task: Task, case: Case, now: datetime) -> JointProposal | None:
    """Ask the task's organ to join the nearest visit of another subject there, if there is one that it lawfully can."""
    rules = case.rules
    mine, today = _planned(task), now.astimezone(rules.zone).date()
    others = {each.id: each for each in joint_queries.leaders(tx, task, today, rules.joint.propose_days)}
    found = lead_for(mine, [_planned(each) for each in others.values()], rules)
    lead = others.get(UUID(str(found.id))) if found else None
    if lead is None or task.further_days or not _lawful(tx, task, case, lead, now):
        return None
    term = term_of_workdays(today, rules.joint.answer_workdays, rules.holiday_table).last_day
    row = JointProposal(
        id=uuid7(), task_id=task.id, organ_id=task.organ_id, lead_task_id=lead.id, lead_organ_id=lead.organ_id,
        enterprise_id=task.enterprise_id, region_path=task.region_path, state="open", made_at=now, reason="",
        answer_by=max(today, min(term, lead.planned_on, task.planned_on)), was_on=task.planned_on, was_at=task.starts_at,
    )  # fmt: skip
    tx.add(row)
    record(tx, JointProposed(row.id, task.id, task.organ_id, lead.id, lead.organ_id, case.region, row.answer_by))
    return row


def supposed(case: Case) -> Case:
    """The case as if the yes that it needs had been given."""
    return case.supposing(supposed_approval(case.visit, case.rules))


def earlier(tx: Session, case: Case) -> list[Visit]:
    """What holds a place in the count at the time of the visit."""
    visit = case.visit
    return queries.holding(
        tx, UUID(str(visit.organ_id)), UUID(str(visit.enterprise_id)), visit.arrived.earliest, case.rules
    )


def _lawful(tx: Session, task: Task, case: Case, lead: Task, now: datetime) -> bool:
    """Whether the task could take place at the time of the lead."""
    arrived = queries.planned_interval(lead.planned_on, lead.starts_at, now, case.rules)
    moved = supposed(replace(case, visit=replace(case.visit, arrived=arrived)))
    try:
        judged(moved, earlier(tx, moved))
    except ProblemRaised:
        return False
    return True


def _planned(task: Task) -> PlannedVisit:
    return PlannedVisit(task.id, task.organ_id, task.planned_on, task.kind, task.ground)
