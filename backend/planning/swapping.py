"""Other people go on a planned visit: before its code, or after it, and then the code is withdrawn (B-10 to B-13)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.journal.record import record
from backend.planning import queries
from backend.planning.crew import Crew, check_conflicts, check_crew, write_crew
from backend.planning.events import OfficersChanged
from backend.planning.judging import Case, case_of, decider, refuse_by_staff
from backend.planning.models import Task, TaskAssistant, TaskOfficer
from backend.planning.moving import not_now, state_after
from backend.planning.service import locked
from backend.planning.states import WAITING
from backend.planning.withdrawing import withdraw_code


def change(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, crew: Crew) -> Task:
    """Let these go. The approval stands, unless the rules want the change decided again.

    Raises NOT_FOUND, WRONG_STATE, OFFICER_UNKNOWN, ASSISTANT_UNKNOWN, IN_CONFLICT, CARD_INVALID, TOO_FEW_OFFICERS.
    """
    task = locked(tx, actor, task_id)
    if task.state not in WAITING:
        raise not_now(task.state)
    case = _checked(tx, actor, task, crew, now)
    coded = task.state == "coded"
    if coded:
        withdraw_code(tx, task, "officers", now)
    _write(tx, actor, task, crew, case)
    again = _decide_again(task, case)
    record(tx, OfficersChanged(task.id, task.organ_id, case.region, case.people, coded, again))
    return task


def _checked(tx: Session, actor: Actor, task: Task, crew: Crew, now: datetime) -> Case:
    check_crew(tx, actor, crew)
    check_conflicts(tx, task.enterprise_id, crew, task.planned_on)
    items = [each.id for each in queries.items_of(tx, [task.id]).get(task.id, [])]
    case = case_of(tx, task, item_ids=items, officer_ids=crew.officer_ids, now=now)
    refuse_by_staff(case)
    return case


def _write(tx: Session, actor: Actor, task: Task, crew: Crew, case: Case) -> None:
    tx.flush()
    for table in (TaskOfficer, TaskAssistant):
        tx.execute(delete(table).where(table.task_id == task.id))
    write_crew(tx, task.id, actor, crew, case.people, case.cards)
    task.superior_document = crew.superior_document or task.superior_document


def _decide_again(task: Task, case: Case) -> str | None:
    if not case.rules.officers.change_needs_decision or task.state != "approved":
        return None
    task.state = state_after(task, "reopen")
    return decider(task.ground, case.rules)
