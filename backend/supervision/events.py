"""What supervision tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class AlertOpened(Event):
    """A broken rule awaits an answer; an alert about an item has no visit. `bureau_only`: the department must not hear of it (B-74)."""

    name: ClassVar[str] = "supervision.alert_opened.v1"
    alert_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    region: str
    region_path: str
    code: str
    rule: str
    severity: str
    bureau_only: bool


@dataclass(frozen=True, slots=True)
class AlertTaken(Event):
    """Somebody deals with it."""

    name: ClassVar[str] = "supervision.alert_taken.v1"
    alert_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    region_path: str
    owner_id: UUID
    bureau_only: bool


@dataclass(frozen=True, slots=True)
class AlertClosed(Event):
    """It was answered; the reason stays with the alert."""

    name: ClassVar[str] = "supervision.alert_closed.v1"
    alert_id: UUID
    inspection_id: UUID | None
    organ_id: UUID
    region_path: str
    closed_by: UUID
    bureau_only: bool


@dataclass(frozen=True, slots=True)
class Observed(Event):
    """A supervisor handed in a sheet (B-78)."""

    name: ClassVar[str] = "supervision.observed.v1"
    observation_id: UUID
    inspection_id: UUID | None
    region_path: str


@dataclass(frozen=True, slots=True)
class Remarked(Event):
    """A supervisor added something to a sheet that was handed in (B-78)."""

    name: ClassVar[str] = "supervision.remarked.v1"
    observation_id: UUID
    remark_id: UUID
    region_path: str


@dataclass(frozen=True, slots=True)
class AttendanceAsked(Event):
    """A lay supervisor was asked to come along on a visit (B-77)."""

    name: ClassVar[str] = "supervision.attendance_asked.v1"
    attendance_id: UUID
    task_id: UUID
    supervisor_id: UUID
    region_path: str


@dataclass(frozen=True, slots=True)
class AttendanceAnswered(Event):
    """The supervisor comes, or does not: `answer` is accepted or declined."""

    name: ClassVar[str] = "supervision.attendance_answered.v1"
    attendance_id: UUID
    task_id: UUID
    supervisor_id: UUID
    invited_by: UUID
    region_path: str
    answer: str


@dataclass(frozen=True, slots=True)
class AttendanceWithdrawn(Event):
    """The bureau took an invitation back."""

    name: ClassVar[str] = "supervision.attendance_withdrawn.v1"
    attendance_id: UUID
    task_id: UUID
    supervisor_id: UUID
    region_path: str
