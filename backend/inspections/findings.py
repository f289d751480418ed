"""What a visit left to be put right, and whether a follow-up kept to it (B-32)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from backend.inspections.models import Inspection, Result
from backend.inspections.states import ENDS_WITHOUT_COUNTING, NEEDS_DEADLINE, NOTHING_SEEN
from backend.inspections.written import ChecklistAnswer
from backend.planning import queries as planning
from backend.planning.checklists import Form, forms_of_tasks
from backend.planning.happened import OpenFinding
from backend.planning.models import Item, Task

_UNASKED = exists().where(ChecklistAnswer.inspection_id == Inspection.id, ~ChecklistAnswer.listed)

WENT_BEYOND: ColumnElement[bool] = and_(Task.followup_batch.is_not(None), _UNASKED.correlate(Inspection))
"""Whether a visit, joined with its task, is a follow-up that answered what its finding does not ask."""


ITEMS_RECORDED = (
    select(func.count(func.distinct(ChecklistAnswer.line))).where(ChecklistAnswer.inspection_id == Inspection.id)
    .correlate(Inspection).scalar_subquery()
)  # fmt: skip
"""How many questions of a visit have an answer: what was recorded before it was broken off (B-33)."""


def items_recorded(tx: Session, inspection_id: UUID) -> int:
    """The same of one visit."""
    wanted = select(func.count(func.distinct(ChecklistAnswer.line)))
    return tx.scalar(wanted.where(ChecklistAnswer.inspection_id == inspection_id)) or 0


def answered_beyond(tx: Session, inspection_id: UUID) -> bool:
    """Whether a question was answered that the form of the visit does not ask."""
    unasked = select(ChecklistAnswer.id).where(ChecklistAnswer.inspection_id == inspection_id, ~ChecklistAnswer.listed)
    return tx.scalar(unasked.limit(1)) is not None


def open_findings() -> Select[Inspection, Result, Task]:
    """Orders to correct to which no follow-up saw yet: rows of Inspection, Result, and the Task if one explains the visit."""
    return (
        select(Inspection, Result, Task).join(Result, Result.inspection_id == Inspection.id)
        .outerjoin(Task, Task.id == Inspection.task_id)
        .where(
            Result.outcome.in_(NEEDS_DEADLINE), Result.deadline.is_not(None), Inspection.enterprise_id.is_not(None),
            ~_seen_to(),
        )
    )  # fmt: skip


def _seen_to() -> ColumnElement[bool]:
    """A follow-up of this visit has a result; one where nobody got in, or that was broken off, saw to nothing."""
    plan, after, ended = aliased(Task), aliased(Inspection), aliased(Result)
    seen = (
        select(plan.id).join(after, after.task_id == plan.id).join(ended, ended.inspection_id == after.id)
        .where(plan.follows_id == Inspection.id, ended.outcome.not_in(NOTHING_SEEN))
    )  # fmt: skip
    return seen.correlate(Inspection).exists()


def finding(tx: Session, inspection_id: UUID) -> OpenFinding | None:
    """The open finding of a visit, if it left one."""
    row = tx.execute(open_findings().where(Inspection.id == inspection_id)).one_or_none()
    if row is None:
        return None
    items = items_found(tx, [row])[inspection_id]
    return OpenFinding(
        visit_id=inspection_id, batch=batch_of(row), organ_id=row.Inspection.organ_id,
        enterprise_id=row.Inspection.enterprise_id, due=row.Result.deadline, item_ids=frozenset(each.id for each in items),
    )  # fmt: skip


def batch_of(row: Any) -> UUID:
    """The visit that found it first."""
    batch: UUID | None = row.Task.followup_batch if row.Task else None
    return batch or row.Inspection.id


def items_found(tx: Session, rows: Sequence[Any]) -> dict[UUID, list[Item]]:
    """Visit → the items whose questions its order names; all of its items where it names a matter of its own."""
    tasks = [row.Task for row in rows if row.Task is not None]
    items = planning.items_of(tx, [each.id for each in tasks])
    forms = forms_of_tasks(tx, tasks)
    return {
        row.Inspection.id: _wanting(items[row.Task.id], forms[row.Task.id], lines_in(row.Result)) if row.Task else []
        for row in rows
    }


def _wanting(items: list[Item], form: Form, lines: frozenset[str]) -> list[Item]:
    codes = {code for _, asked in form if asked.question.key in lines for code in asked.items}
    return [each for each in items if each.code in codes] or items


def lines_in(result: Result) -> frozenset[str]:
    """The questions that an order names; none where one of its matters is its own."""
    named = [each.get("line") for each in result.corrections]
    return frozenset(each for each in named if each) if all(named) else frozenset()


def found_lines(tx: Session, inspection_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """The same of several visits."""
    rows = tx.scalars(select(Result).where(Result.inspection_id.in_(inspection_ids)))
    return {each.inspection_id: lines_in(each) for each in rows}


def times_followed(tx: Session, batches: Collection[UUID]) -> dict[UUID, int]:
    """Batch → how many follow-ups of it hold a code or came; those that counted for nothing, or as inspections, left out."""
    counted = (
        select(Task.followup_batch, func.count(Task.id)).outerjoin(Inspection, Inspection.task_id == Task.id)
        .outerjoin(Result, Result.inspection_id == Inspection.id)
        .where(
            Task.followup_batch.in_(batches), Task.state.in_(("coded", "visited")),
            func.coalesce(Result.outcome, "").not_in(ENDS_WITHOUT_COUNTING), ~_UNASKED.correlate(Inspection),
        )
        .group_by(Task.followup_batch)
    )  # fmt: skip
    return {batch: n for batch, n in tx.execute(counted) if batch is not None}
