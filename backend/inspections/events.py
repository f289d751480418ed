"""What a visit tells the others: ids and facts, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class CheckedIn(Event):
    """Officers arrived. The place is the fix in WGS-84, absent where it is missing or was swapped."""

    name: ClassVar[str] = "inspections.checked_in.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    enterprise_id: UUID | None
    task_id: UUID | None
    arrived_at: datetime
    mark: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class RuleBroken(Event):
    """A finding that needs an answer; `severity` is review, alert or violation."""

    name: ClassVar[str] = "inspections.rule_broken.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    code: str
    rule: str
    facts: dict[str, Any]
    sentence_zh: str
    sentence_en: str
    severity: str


@dataclass(frozen=True, slots=True)
class JudgedAgain(Event):
    """A new verdict stands beside the old: a second officer came, the visit ended, or an earlier one became known."""

    name: ClassVar[str] = "inspections.judged_again.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    cause: str
    mark: str


@dataclass(frozen=True, slots=True)
class QuarantineChanged(Event):
    """A visit was kept apart because of a revoked device, or somebody decided whether it counts."""

    name: ClassVar[str] = "inspections.quarantine_changed.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    state: str


@dataclass(frozen=True, slots=True)
class CodelessReported(Event):
    """Somebody said why there was no visit code; the words stay with the visit (B-54)."""

    name: ClassVar[str] = "inspections.codeless_reported.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    reason: str


@dataclass(frozen=True, slots=True)
class GroundStated(Event):
    """Somebody stated afterwards on which ground they came on a quiet day; the words stay with the visit (B-42)."""

    name: ClassVar[str] = "inspections.ground_stated.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    ground: str


@dataclass(frozen=True, slots=True)
class GroundDecided(Event):
    """The bureau confirmed, excused or reclassified a visit on a quiet day (B-42)."""

    name: ClassVar[str] = "inspections.ground_decided.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    decision: str
    told_by: UUID
    decided_by: UUID


@dataclass(frozen=True, slots=True)
class StepRecorded(Event):
    """A step of the visit was noted (B-57)."""

    name: ClassVar[str] = "inspections.step_recorded.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    step_id: UUID
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChecklistAnswered(Event):
    """A question of the checklist was answered; `line` names the question."""

    name: ClassVar[str] = "inspections.checklist_answered.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    answer_id: UUID
    line: str
    answer: str


@dataclass(frozen=True, slots=True)
class RecordWritten(Event):
    """A version of the on-site record; `hash` is that of its content, in hexadecimal."""

    name: ClassVar[str] = "inspections.record_written.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    record_id: UUID
    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class RecordSigned(Event):
    """Somebody signed a version of the record or refused to; `image` is the hash of the picture, empty where refused."""

    name: ClassVar[str] = "inspections.record_signed.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    record_id: UUID
    signature_id: UUID
    role: str
    refused: bool
    image: str


@dataclass(frozen=True, slots=True)
class ResultFiled(Event):
    """The visit has a result (B-66)."""

    name: ClassVar[str] = "inspections.result_filed.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckedOut(Event):
    """The officers left (B-53)."""

    name: ClassVar[str] = "inspections.checked_out.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    left_at: datetime


@dataclass(frozen=True, slots=True)
class AutoClosed(Event):
    """Nobody checked out, and the clock closed the visit (B-53)."""

    name: ClassVar[str] = "inspections.auto_closed.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class RecusalRequested(Event):
    """The enterprise asked that an officer stand aside (B-13); `told_by` is officer, or enterprise on its own page."""

    name: ClassVar[str] = "inspections.recusal_requested.v1"
    recusal_id: UUID
    inspection_id: UUID
    organ_id: UUID
    region: str
    told_by: str = "officer"


@dataclass(frozen=True, slots=True)
class AbortNoteAsked(Event):
    """A visit was broken off like the one before it: its leader owes a note (B-33)."""

    name: ClassVar[str] = "inspections.abort_note_asked.v1"
    inspection_id: UUID
    organ_id: UUID
    region: str
    times: int


@dataclass(frozen=True, slots=True)
class StatementMade(Event):
    """The enterprise stated its view on its own page; the words stay with the visit."""

    name: ClassVar[str] = "inspections.statement_made.v1"
    statement_id: UUID
    inspection_id: UUID
    organ_id: UUID
    region: str


@dataclass(frozen=True, slots=True)
class SupplementAdded(Event):
    """The enterprise added words and files to its visit; they stay with the visit (E3)."""

    name: ClassVar[str] = "inspections.supplement_added.v1"
    supplement_id: UUID
    inspection_id: UUID
    organ_id: UUID
    region: str
    files: int


@dataclass(frozen=True, slots=True)
class RecusalDecided(Event):
    """The head said whether the officer stands aside (B-13)."""

    name: ClassVar[str] = "inspections.recusal_decided.v1"
    recusal_id: UUID
    inspection_id: UUID
    organ_id: UUID
    region: str
    decision: str
    recorded_by: UUID | None
    person_id: UUID
