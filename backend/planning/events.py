"""What planning tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class TaskPlanned(Event):
    """A visit was planned and awaits a decision by `decided_by`: subject_head or bureau."""

    name: ClassVar[str] = "planning.task_planned.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    enterprise_id: UUID
    planned_on: date
    ground: str | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class TaskDecided(Event):
    """The head, or the bureau, said yes or no before entry."""

    name: ClassVar[str] = "planning.task_decided.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    decision: str
    decided_by: UUID
    officer_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CodeIssued(Event):
    """A visit code exists; `period` and `n` name the slot that it took, if it took one."""

    name: ClassVar[str] = "planning.code_issued.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    visit_code_id: UUID
    period: str | None
    n: int | None
    officer_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CodeCancelled(Event):
    """A planned visit will not come; its code is void and its slot is free again."""

    name: ClassVar[str] = "planning.code_cancelled.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfficerStopped(Event):
    """An officer's card moved, so that the officer cannot go on a planned visit; a code it had is withdrawn (B-92)."""

    name: ClassVar[str] = "planning.officer_stopped.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    person_id: UUID
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class OfficersChanged(Event):
    """Others go; a code that was issued for the first ones is withdrawn."""

    name: ClassVar[str] = "planning.officers_changed.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    officer_ids: tuple[UUID, ...]
    withdrawn: bool
    decided_by: str | None
    """Who must decide again, where the rules want it."""


@dataclass(frozen=True, slots=True)
class ItemOverdue(Event):
    """The basis of an item was repealed `days` ago, more than the `most` that the rules allow, and it still stands (B-16)."""

    name: ClassVar[str] = "planning.item_overdue.v1"
    item_id: UUID
    organ_id: UUID
    region: str
    item: str
    repealed_on: date
    days: int
    most: int


@dataclass(frozen=True, slots=True)
class JointProposed(Event):
    """The organ of a task is asked to go together with the visit of another one, which leads (B-88)."""

    name: ClassVar[str] = "planning.joint_proposed.v1"
    joint_id: UUID
    task_id: UUID | None
    """None where a body is invited that has planned nothing there."""
    organ_id: UUID
    lead_task_id: UUID
    lead_organ_id: UUID
    region: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class JointAnswered(Event):
    """It was accepted or refused; accepted, the task stands on the lead's day."""

    name: ClassVar[str] = "planning.joint_answered.v1"
    joint_id: UUID
    task_id: UUID | None
    organ_id: UUID
    lead_task_id: UUID
    lead_organ_id: UUID
    region: str
    answer: str
    decided_by: str | None
    """Who must decide again on the day that is new, where somebody had decided."""


@dataclass(frozen=True, slots=True)
class JointChanged(Event):
    """A task `left` its joint visit, or its officers changed so that the one code is `withdrawn`; the others hear of it."""

    name: ClassVar[str] = "planning.joint_changed.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    enterprise_id: UUID
    what: str
    reason: str
    other_task_ids: tuple[UUID, ...]
    lead_task_id: UUID | None
    """The task that leads now; none where nobody goes together any more."""


@dataclass(frozen=True, slots=True)
class TaskMoved(Event):
    """Whoever leads a joint visit moved it; every task of it tells so for itself."""

    name: ClassVar[str] = "planning.task_moved.v1"
    task_id: UUID
    organ_id: UUID
    region: str
    enterprise_id: UUID
    lead_organ_id: UUID
    was_on: date
    planned_on: date
    reason: str
    withdrawn: bool
    decided_by: str | None
    """Who must decide again on the day that is new, where somebody had decided."""


@dataclass(frozen=True, slots=True)
class JointUnanswered(Event):
    """The term of a proposal is over, and nobody said yes or no."""

    name: ClassVar[str] = "planning.joint_unanswered.v1"
    joint_id: UUID
    task_id: UUID | None
    organ_id: UUID
    lead_organ_id: UUID
    enterprise_id: UUID
    region: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class PlanSubmitted(Event):
    """An organ asks the bureau to file its plan (B-17, B-18)."""

    name: ClassVar[str] = "planning.plan_submitted.v1"
    plan_id: UUID
    organ_id: UUID
    region: str
    kind: str
    year: int
    edition: int


@dataclass(frozen=True, slots=True)
class PlanAnswered(Event):
    """The bureau filed it, gave it back, or took it down: filed, returned or withdrawn; `note` is the number or the reason."""

    name: ClassVar[str] = "planning.plan_answered.v1"
    plan_id: UUID
    organ_id: UUID
    region: str
    kind: str
    year: int
    edition: int
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanDue(Event):
    """The last day of a plan that is not published comes near (`days` are left), or it is past (`days` ago, `late`)."""

    name: ClassVar[str] = "planning.plan_due.v1"
    plan_id: UUID
    organ_id: UUID
    region: str
    kind: str
    year: int
    document: str
    due: date
    days: int
    late: bool
    state: str
