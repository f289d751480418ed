"""Which tasks go together as one joint visit 联合检查, and which of them leads (B-29).

Whoever locks one of them locks all, in the order of their ids: so nobody waits in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import service as certificates
from backend.planning.models import Task


def lock(tx: Session, task_id: UUID) -> None:
    """Nobody else changes the tasks that go together with this one, nor this one, before we commit."""
    group = select(Task.joint_lead_id).where(Task.id == task_id).scalar_subquery()
    together = select(Task.id).where(Task.joint_lead_id == group).order_by(Task.id)
    tx.execute(together.with_for_update())


def members(tx: Session, task: Task) -> list[Task]:
    """The tasks that go together, the lead first, then as they were planned; the task alone where it goes alone."""
    return members_of(tx, [task])[task.id]


def members_of(tx: Session, tasks: Collection[Task]) -> dict[UUID, list[Task]]:
    """The same for each of many tasks."""
    leads = {each.joint_lead_id for each in tasks if each.joint_lead_id is not None}
    found: dict[UUID | None, list[Task]] = defaultdict(list)
    if leads:
        together = select(Task).where(Task.joint_lead_id.in_(leads)).order_by(Task.created_at, Task.id)
        for each in sorted(tx.scalars(together), key=lambda each: not each.leads):
            found[each.joint_lead_id].append(each)
    return {each.id: found[each.joint_lead_id] if each.joint_lead_id else [each] for each in tasks}


def asked_about(party: Sequence[Task], place: int) -> Task:
    """Which of them somebody wants to know of, from 1; without a place whoever arrived, or else the lead."""
    if 0 < place <= len(party):
        return party[place - 1]
    return next((each for each in party if each.state == "visited"), party[0])


def others(tx: Session, task: Task) -> list[Task]:
    """Those that go with the task."""
    return [each for each in members(tx, task) if each.id != task.id]


def let_in(tx: Session, task: Task, lead: Task) -> None:
    """The task goes with the one that leads from now on."""
    lead.joint_lead_id = lead.id
    tx.flush()
    task.joint_lead_id = lead.id
    tx.flush()


def let_out(tx: Session, task: Task) -> list[Task]:
    """The task goes alone from now on; those that stay, the one that leads them first.

    A lead passes to whoever is there already, or else planned first: the others gave up days of their own for this visit,
    and the code that is shown passes with it. One that stays alone is no joint visit any more.
    """
    stay = sorted(others(tx, task), key=lambda each: (not each.leads, each.state != "visited"))
    if task.leads and stay:
        certificates.hand_over_visit_code(tx, task.id, stay[0].id)
    for each in stay:
        each.joint_lead_id = stay[0].id if len(stay) > 1 else None
    task.joint_lead_id = None
    tx.flush()
    return stay
