"""The checklist of a visit: the questions of its items as they stood on the day, each once (B-89).

What counts is the edition of the items' list in force on the planned day. Where none is, or it says nothing of an item's
questions, the register's do. A follow-up asks only what was found (B-32), and what is no
inspection has no questions (B-24). Those who go together have one form: each question is asked once, by the first of them
who has it, the lead before the others, with the bases of all (B-29).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.planning import queries
from backend.planning.happened import happened
from backend.planning.joint import members as joint_members
from backend.planning.models import Item, Task
from backend.planning.on_lists import lines_of
from backend.policy.checklist import Line, merged, questions_in, shared
from backend.policy.kinds import NON_INSPECTIONS

Form = list[tuple[UUID, Line]]
"""The lines of a visit, each with the task whose officers ask it."""


def checklist_of(tx: Session, task: Task) -> list[Line]:
    """What a task's officers ask on its visit."""
    return asked_by(task, forms_of_tasks(tx, [task])[task.id])


def asked_by(task: Task, form: Form) -> list[Line]:
    """Of a form, what this task's officers ask."""
    return [line for asker, line in form if asker == task.id]


def forms_of_tasks(tx: Session, tasks: Sequence[Task]) -> dict[UUID, Form]:
    """The one form of each task's visit, however many there are."""
    parties = joint_members.members_of(tx, tasks)
    everybody = {each.id: each for party in parties.values() for each in party}
    items = queries.items_of(tx, everybody)
    organs = identity.organs_by_id(tx, {item.organ_id for those in items.values() for item in those})
    lines = _of_tasks(tx, [*everybody.values()], items, organs)
    return {id_: shared((each.id, lines[each.id]) for each in party) for id_, party in parties.items()}


def line_answer(line: Line) -> dict[str, Any]:
    """A line of the form as the wire shows it."""
    asked = line.question
    return {
        "key": asked.key, "question": asked.text, "kind": asked.kind, "unit": asked.unit, "photo": asked.photo,
        "items": [*line.items], "bases": [*line.bases],
    }  # fmt: skip


def _of_tasks(
    tx: Session, tasks: Sequence[Task], items: Mapping[UUID, Sequence[Item]], organs: Mapping[UUID, Organ]
) -> dict[UUID, list[Line]]:
    asked = [(item, organs[item.organ_id], task.planned_on) for task in tasks for item in items.get(task.id, ())]
    listed = lines_of(tx, "items", asked)
    found = _found(tx, tasks)
    return {
        task.id: _only(
            found.get(task.follows_id) if task.follows_id else None,
            merged(
                (item.code, item.basis, questions_in(_text(item, listed[item.id, task.planned_on])))
                for item in (items.get(task.id, ()) if task.kind not in NON_INSPECTIONS else ())
            ),
        )
        for task in tasks
    }


def _found(tx: Session, tasks: Sequence[Task]) -> Mapping[UUID, frozenset[str]]:
    followed = {each.follows_id for each in tasks if each.follows_id is not None}
    return happened().found_lines(tx, followed) if followed else {}


def _only(found: frozenset[str] | None, lines: list[Line]) -> list[Line]:
    return [each for each in lines if each.question.key in found] if found else lines


def _text(item: Item, line: Mapping[str, Any] | None) -> str:
    return (line or {}).get("checklist") or item.checklist
