"""Who goes to a drawn object: the first of the drawn order who can; and the visit that is planned for it (B-87)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from backend.draws import queries
from backend.draws.events import OfficerReplaced
from backend.draws.models import Draw, DrawObject, DrawPick, DrawReplacement, DrawTask
from backend.draws.problems import NOBODY_NEXT, NOT_GOING, TASK_EXISTS, WRONG_STATE
from backend.draws.service import SEATS
from backend.draws.states import DRAWN, PUBLISHED
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.planning import service as planning
from backend.planning.models import Task
from backend.policy.sentences import LANGUAGES, word

STANDING = ("awaiting_approval", "approved", "coded", "visited")
"""States of a task that stands for its object: no second one is made beside it."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """When a drawn object is visited, and why entry is needed."""

    planned_on: date
    starts_at: time | None
    entry_reason: str


def going(pick: DrawPick, replaced: Iterable[DrawReplacement]) -> list[str]:
    """The certificates of those who go: the first two of the drawn order whom nobody replaces."""
    out = {each.number for each in replaced if each.n == pick.n}
    return [each for each in pick.officers if each not in out][:SEATS]


def replace(
    tx: Session, *, actor: Actor, now: datetime, replacement_id: UUID, draw_id: UUID, n: int, number: str, reason: str,
    note: str,
) -> Draw:  # fmt: skip
    """Somebody drawn cannot go; the next in the drawn order does, never one of choice (B-87).

    Raises NOT_FOUND, WRONG_STATE, NOT_GOING, NOBODY_NEXT, TASK_EXISTS once a visit was planned with them.
    """
    draw, pick, _ = _drawn(tx, actor, draw_id, n, "draw.make")
    _check_free(tx, draw, n)
    replaced = queries.replacements_of(tx, draw.id)
    crew = going(pick, replaced)
    if number not in crew:
        raise NOT_GOING(field="number")
    row = DrawReplacement(
        id=replacement_id, draw_id=draw.id, n=n, number=number, reason=reason, note=note, at=now,
        person_id=actor.person_id,
    )  # fmt: skip
    if len(going(pick, [*replaced, row])) < len(crew):
        raise NOBODY_NEXT(field="number")
    tx.add(row)
    tx.flush()
    record(tx, OfficerReplaced(draw.id, draw.organ_id, draw.region_path.rpartition("/")[2], n, reason))
    return draw


def plan_visit(
    tx: Session, *, actor: Actor, now: datetime, task_id: UUID, draw_id: UUID, n: int, when: Appointment
) -> Task:
    """Plan the visit to a drawn object with its officers; the rules may refuse it as any other (B-85).

    Raises NOT_FOUND, WRONG_STATE, TASK_EXISTS and what `planning.service.plan` raises.
    """
    draw, pick, thing = _drawn(tx, actor, draw_id, n, "draw.make")
    _check_free(tx, draw, n)
    people = queries.officers_of(tx, draw.id)
    crew = [people[number].id for number in going(pick, queries.replacements_of(tx, draw.id))]
    task = planning.plan(tx, actor=actor, now=now, task_id=task_id, plan=_plan(draw, thing, crew, when))
    tx.flush()  # the row below names the task
    tx.add(DrawTask(task_id=task.id, draw_id=draw.id, n=n))
    return task


def _plan(draw: Draw, thing: DrawObject, crew: Sequence[UUID], when: Appointment) -> planning.Plan:
    return planning.Plan(
        kind="daily", trigger="draw", enterprise_id=thing.enterprise_id, planned_on=when.planned_on,
        starts_at=when.starts_at, item_ids=[draw.item_id], officer_ids=crew, entry_reason=when.entry_reason, ground=None,
        evidence_id=None, superior_document=None,
    )  # fmt: skip


def _drawn(tx: Session, actor: Actor, draw_id: UUID, n: int, action: str) -> tuple[Draw, DrawPick, DrawObject]:
    """The draw, locked, with its n-th object. Raises NOT_FOUND, WRONG_STATE."""
    draw = queries.draw(tx, actor, draw_id, action, lock=True)
    if draw is None:
        raise NOT_FOUND()
    if draw.state not in (DRAWN, PUBLISHED):
        raise WRONG_STATE(state=draw.state, **{f"state_{lang}": word("draw", draw.state, lang) for lang in LANGUAGES})
    found = queries.pick(tx, draw.id, n)
    if found is None:
        raise NOT_FOUND()
    return draw, found.DrawPick, found.DrawObject


def _check_free(tx: Session, draw: Draw, n: int) -> None:
    task = queries.tasks_of(tx, draw.id).get(n)
    if task is not None and task.state in STANDING:
        raise TASK_EXISTS(task_id=str(task.id))
