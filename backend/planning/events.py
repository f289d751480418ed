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
