"""Assistants and experts at the door: known in that role, and declared for this task or not (B-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from backend.identity.models import Person
from backend.inspections.door import Comer, Present
from backend.planning.models import TaskAssistant
from backend.policy.staffing import COMPANIONS


def companions(tx: Session, organ_id: UUID, comers: Sequence[Comer], task_id: UUID | None) -> list[Present]:
    """Those of the comers whom the organ knows as assistants or experts, with the number they were declared by."""
    told = [each for each in comers if each.role in COMPANIONS]
    if not told:
        return []
    declared = and_(TaskAssistant.person_id == Person.id, TaskAssistant.task_id == task_id)
    wanted = select(Person.id, Person.name, Person.role, TaskAssistant.number).outerjoin(TaskAssistant, declared)
    ids = [each.person_id for each in told]
    rows = tx.execute(wanted.where(Person.id.in_(ids), Person.organ_id == organ_id, Person.role.in_(COMPANIONS)))
    known = {row.id: row for row in rows}
    return [
        Present(
            replace(each, role=row.role), row.name, row.number, "missing", None, declared=row.number is not None,
        )
        for each in told
        if (row := known.get(each.person_id)) is not None
    ]  # fmt: skip
