"""The line of the annual plan that a task carries out, as its screens tell it (B-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.planning.models import Item, Task
from backend.planning.plans import queries as plan_queries
from backend.planning.plans.models import InspectionPlan, PlanEdition, PlanLine
from backend.planning.plans.queries import Progress
from backend.planning.plans.states import stands
from backend.policy.plans import wanted_visits

NOTHING = Progress(0, 0)


class Written(NamedTuple):
    """A line as one edition of its plan has it."""

    line: PlanLine
    edition: PlanEdition
    plan: InspectionPlan


def lines_of_tasks(tx: Session, tasks: Sequence[Task]) -> dict[UUID, dict[str, Any]]:
    """Of each task that names a line: its plan, the line as published on the task's day, and how many of how many visits
    came. Three queries, however many tasks; none where nobody names one.
    """
    named = {each.id: (each, each.plan_line_id) for each in tasks if each.plan_line_id}
    if not named:
        return {}
    editions = _editions(tx, {line_id for _, line_id in named.values()})
    chosen = {
        task_id: _standing(editions[line_id], task) for task_id, (task, line_id) in named.items() if editions[line_id]
    }
    items = _items(tx, {item for row in chosen.values() for item in row.line.item_ids})
    came = plan_queries.progress(tx, editions)
    return {task_id: _told(row, items, came.get(row.line.line_id, NOTHING)) for task_id, row in chosen.items()}


def _editions(tx: Session, line_ids: Iterable[UUID]) -> Mapping[UUID, list[Written]]:
    """Each line as every edition has it, the newest last."""
    found: dict[UUID, list[Written]] = defaultdict(list)
    wanted = select(PlanLine, PlanEdition, InspectionPlan).join(PlanEdition, PlanEdition.id == PlanLine.edition_id)
    joined = wanted.join(InspectionPlan, InspectionPlan.id == PlanEdition.plan_id).order_by(PlanEdition.n)
    for row in tx.execute(joined.where(PlanLine.line_id.in_(line_ids))):
        found[row.PlanLine.line_id].append(Written(*row))
    return found


def _standing(rows: Sequence[Written], task: Task) -> Written:
    """The line as it stands published on the task's day, else as it was published last."""
    published = [row for row in rows if row.edition.published_on is not None]
    return next((row for row in rows if stands(row.edition, task.planned_on)), [*rows[:1], *published][-1])


def _items(tx: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    wanted = select(Item.id, Item.name, Item.name_en).where(Item.id.in_(ids))
    return {row.id: {"id": str(row.id), "name": row.name, "name_en": row.name_en} for row in tx.execute(wanted)}


def _told(row: Written, items: Mapping[UUID, dict[str, str]], came: Progress) -> dict[str, Any]:
    line, _, plan = row
    return {
        "plan_id": str(plan.id), "kind": plan.kind, "year": plan.year, "title": plan.title, "name": line.name,
        "items": [items[each] for each in line.item_ids if each in items],
        "wanted": wanted_visits(line.number, line.ratio, line.total), **came._asdict(),
    }  # fmt: skip
