"""A joint visit as it happened: who came together, and when the first of them opened the window of one visit (B-29)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from backend.inspections.models import CheckIn, Inspection
from backend.planning.models import Task

_TASK, _FILE, _ARRIVAL = aliased(Task), aliased(Inspection), aliased(CheckIn)


def joint_opened(lead_task_id: Any) -> ScalarSelect[Any]:
    """The first arrival of those whom this task leads, as far as is known; none before anybody came."""
    first = select(func.min(_ARRIVAL.earliest)).join(_FILE, _FILE.id == _ARRIVAL.inspection_id)
    party = first.join(_TASK, _TASK.id == _FILE.task_id).where(_TASK.joint_lead_id == lead_task_id)
    return party.correlate(Task).scalar_subquery()


_OPENED = select(joint_opened(bindparam("lead_task_id")))


def opened_at(tx: Session, task: Task | None) -> datetime | None:
    """The same for whoever stands at the door under this task; whoever goes alone is not asked about."""
    if task is None or task.joint_lead_id is None:
        return None
    lead: UUID = task.joint_lead_id
    return tx.connection().execute(_OPENED, {"lead_task_id": lead}).scalar()


def came_after(tx: Session, visits: Sequence[UUID]) -> Sequence[UUID]:
    """The files of those who go together with one of these visits and arrived after it: they may not be the first any more."""
    first, going = aliased(Inspection), aliased(Task)
    same = (
        select(_FILE.id).join(_TASK, _TASK.id == _FILE.task_id).join(going, going.joint_lead_id == _TASK.joint_lead_id)
    )
    later = same.join(first, first.task_id == going.id).where(first.id.in_(visits), _FILE.arrived_at > first.arrived_at)
    return tx.scalars(later.distinct()).all()


def together(tx: Session, inspection: Inspection) -> Sequence[UUID]:
    """The files of all who made the visit together, its own among them."""
    lead = select(Task.joint_lead_id).where(Task.id == inspection.task_id).scalar_subquery()
    files = select(_FILE.id).join(_TASK, _TASK.id == _FILE.task_id).where(_TASK.joint_lead_id == lead)
    return tx.scalars(files.order_by(_FILE.arrived_at, _FILE.id)).all() or [inspection.id]
