"""Answers to the checklist of a visit: every one is kept, the last by the officers' time counts (decision 0015)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.inspections.again import judge_again, rules_of, stored_visit
from backend.inspections.course import on_visit
from backend.inspections.events import ChecklistAnswered
from backend.inspections.joint import together
from backend.inspections.models import Inspection
from backend.inspections.problems import NOT_AN_INSPECTION
from backend.inspections.service import stored, time_of
from backend.inspections.written import ChecklistAnswer
from backend.journal.record import record
from backend.kernel.schema import rfc3339
from backend.planning.checklists import Form, forms_of_tasks, line_answer
from backend.planning.models import Task
from backend.policy.facts import Visit
from backend.policy.kinds import NON_INSPECTIONS


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as the phone told it: the question as it stood there, and what was found."""

    line: str
    question: str
    kind: str
    unit: str
    answer: str
    value: str | None
    note: str
    photos: Sequence[UUID]
    at: datetime
    clock: dict[str, Any]


def answer(
    tx: Session, *, actor: Actor, now: datetime, answer_id: UUID, inspection_id: UUID, told: Told
) -> ChecklistAnswer:
    """Keep an answer; one to a question that the visit's form does not ask is kept and marked.

    The visit is judged again where the answer changes what it weighs (B-32, B-33).

    Answers that reach us after the departure are kept, too. Raises NOT_FOUND, NOT_PRESENT, NOT_AN_INSPECTION (B-24).
    """
    inspection = on_visit(tx, actor, inspection_id)
    if inspection.kind in NON_INSPECTIONS:
        raise NOT_AN_INSPECTION(field="line")
    at = time_of(told.at, now, told.clock, rules_of(tx, inspection)).interval.latest
    row = ChecklistAnswer(
        id=answer_id, inspection_id=inspection.id, line=told.line, question=told.question, kind=told.kind,
        unit=told.unit, answer=told.answer, value=told.value, note=told.note, photos=[str(each) for each in told.photos],
        listed=told.line in {each.question.key for _, each in form_of(tx, inspection)}, at=at, received_at=now,
        clock=stored(told.clock) or {}, recorded_by=actor.person_id,
    )  # fmt: skip
    tx.add(row)
    if _decides(row, stored_visit(tx, inspection)):
        judge_again(tx, inspection, "answered", now)
    event = ChecklistAnswered(inspection.id, inspection.organ_id, inspection.region_code, row.id, row.line, row.answer)
    record(tx, event)
    return row


def _decides(row: ChecklistAnswer, visit: Visit) -> bool:
    """Whether an answer changes what the visit weighs: beyond its finding (B-32), or of one that was broken off (B-33)."""
    return visit.outcome == "aborted_on_site" or (not row.listed and visit.followup_batch is not None)


def form_of(tx: Session, inspection: Inspection) -> Form:
    """The questions of this visit, of all who made it together; none where no task explains it."""
    task = tx.get(Task, inspection.task_id) if inspection.task_id else None
    return forms_of_tasks(tx, [task])[task.id] if task else []


def standing(tx: Session, inspection_id: UUID) -> dict[str, ChecklistAnswer]:
    """The answer to each question that counts, by line: the last by the officers' time."""
    wanted = select(ChecklistAnswer).where(ChecklistAnswer.inspection_id == inspection_id)
    last = wanted.ext(distinct_on(ChecklistAnswer.line))
    order = (ChecklistAnswer.line, ChecklistAnswer.at.desc(), ChecklistAnswer.id.desc())
    return {each.line: each for each in tx.scalars(last.order_by(*order))}


def every(tx: Session, inspection_id: UUID) -> Sequence[ChecklistAnswer]:
    """Every answer that was given, by the officers' time."""
    wanted = select(ChecklistAnswer).where(ChecklistAnswer.inspection_id == inspection_id)
    return tx.scalars(wanted.order_by(ChecklistAnswer.at, ChecklistAnswer.id)).all()


def filled_in(tx: Session, inspection: Inspection) -> list[dict[str, Any]]:
    """The form with the answer that counts and those before it; what was answered beyond the form stands at its end.

    Of a joint visit it is the one form, with the answers that all who made it wrote down (B-89).
    """
    given = [each for one in together(tx, inspection) for each in every(tx, one)]
    names = identity.names(tx, list({each.recorded_by for each in given}))
    asked = [line_answer(line) for _, line in form_of(tx, inspection)]
    keys = {line["key"] for line in asked}
    beyond = {each.line: _beyond(each) for each in given if each.line not in keys}
    return [{**line, **_answers(line["key"], given, names, inspection.id)} for line in [*asked, *beyond.values()]]


def _beyond(given: ChecklistAnswer) -> dict[str, Any]:
    return {
        "key": given.line, "question": given.question, "kind": given.kind, "unit": given.unit, "photo": False,
        "items": [], "bases": [],
    }  # fmt: skip


def _answers(line: str, given: Sequence[ChecklistAnswer], names: Mapping[UUID, str], file: UUID) -> dict[str, Any]:
    mine = [_given(each, names, own=each.inspection_id == file) for each in given if each.line == line]
    return {"answer": mine[-1] if mine else None, "earlier": mine[-2::-1]}


def _given(row: ChecklistAnswer, names: Mapping[UUID, str], *, own: bool) -> dict[str, Any]:
    """Photos stand in the file of whoever took them."""
    return {
        "id": str(row.id), "answer": row.answer, "value": row.value, "note": row.note, "photos": row.photos if own else [],
        "at": rfc3339(row.at), "by": names.get(row.recorded_by, ""), "listed": row.listed,
    }  # fmt: skip
