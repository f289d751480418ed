"""The course of a visit after arrival: steps, result, departure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.certificates.fitting import Measure
from backend.enterprises import whitelist
from backend.identity.actor import Actor
from backend.inspections import door, queries
from backend.inspections.again import judge_again, rules_of, stored_visit
from backend.inspections.door import Comer, Threshold
from backend.inspections.events import CheckedOut, ResultFiled, StepRecorded
from backend.inspections.models import CheckOut, Inspection, OfficerPresent, Result, Step
from backend.inspections.problems import (
    ALREADY_LEFT,
    DEADLINE_MISSING,
    DEADLINE_PAST,
    ENDING_UNEXPLAINED,
    NOT_AN_INSPECTION,
    NOT_PRESENT,
    OFFICER_NEEDED,
    REFUSAL_UNSIGNED,
    RESULT_EXISTS,
)  # fmt: skip
from backend.inspections.record_queries import refusal_lacks_an_officer
from backend.inspections.service import stored, time_of
from backend.inspections.states import DECIDE_LATE, ENDS_WITHOUT_COUNTING, NEEDS_DEADLINE, NO_FINDING
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.planning import service as planning
from backend.policy.counting import Tally, weigh
from backend.policy.endings import says_why
from backend.policy.kinds import is_inspection


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step as the phone told it."""

    kind: str
    at: datetime
    clock: dict[str, Any]
    person_id: UUID | None
    card_id: UUID | None
    note: str | None
    position: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Filing:
    """A result as the phone told it. `corrections` are the matters that an order to correct names; `reason`, why it ended."""

    outcome: str
    summary: str
    deadline: date | None
    corrections: list[dict[str, Any]]
    at: datetime
    reason: str | None = None


def record_step(
    tx: Session, *, actor: Actor, now: datetime, step_id: UUID, inspection_id: UUID, step: StepTaken
) -> tuple[Step, dict[str, Any] | None]:
    """Note a step with its time (B-57); a second officer brings a new verdict beside the old (B-10).

    Steps that reach us after the departure are kept, too. Raises NOT_FOUND, NOT_PRESENT, OFFICER_NEEDED.
    """
    inspection = on_visit(tx, actor, inspection_id)
    if step.kind == "second_officer" and step.person_id is None:
        raise OFFICER_NEEDED(field="person_id")
    rules = rules_of(tx, inspection)
    at = time_of(step.at, now, step.clock, rules).interval.latest
    row = Step(
        id=step_id, inspection_id=inspection.id, kind=step.kind, at=at, received_at=now, clock=stored(step.clock) or {},
        recorded_by=actor.person_id, person_id=step.person_id, note=step.note, position=stored(step.position),
    )  # fmt: skip
    tx.add(row)
    verdict = _second_officer(tx, inspection, step, at, now) if step.kind == "second_officer" else None
    if step.kind in DECIDE_LATE and inspection.state == "left":
        verdict = judge_again(tx, inspection, "recording_told_late", now)
    record(tx, StepRecorded(inspection.id, inspection.organ_id, inspection.region_code, row.id, row.kind, at))
    return row, verdict


def _second_officer(
    tx: Session, inspection: Inspection, step: StepTaken, at: datetime, now: datetime
) -> dict[str, Any]:
    """Somebody of the organ joins; a stranger is noted in the step, but counts for nobody."""
    if step.person_id is None:
        raise OFFICER_NEEDED(field="person_id")
    comer = Comer(step.person_id, step.card_id, "partner_scan" if step.card_id else "declared")
    rules = rules_of(tx, inspection)
    measure = Measure(tx, stored_visit(tx, inspection).fields, inspection.region_path, rules)
    where = Threshold(inspection.organ_id, inspection.task_id, at, rules.zone, measure)
    for each in door.people(tx, [comer], where):
        known = tx.get(OfficerPresent, (inspection.id, each.comer.person_id))
        if known is None:
            tx.execute(insert(OfficerPresent).values(
                inspection_id=inspection.id, person_id=each.comer.person_id, name=each.name, how=comer.how, at=at,
                card_number=each.card_number, card_state=each.card_state, card_field=each.card_field,
                card_area=each.card_area, in_area=each.in_area,
            ))  # fmt: skip
    return judge_again(tx, inspection, "second_officer", now)


def file_result(
    tx: Session, *, actor: Actor, now: datetime, result_id: UUID, inspection_id: UUID, filing: Filing
) -> Result:
    """Say what the visit ended with (B-66); one that counted for nothing frees its slot (B-33, B-34).

    Raises NOT_FOUND, NOT_PRESENT, RESULT_EXISTS, DEADLINE_MISSING, DEADLINE_PAST, ENDING_UNEXPLAINED,
    NOT_AN_INSPECTION, REFUSAL_UNSIGNED.
    """
    inspection = on_visit(tx, actor, inspection_id)
    if tx.get(Result, inspection.id) is not None:
        raise RESULT_EXISTS()
    at = min(filing.at, now)
    _check_filing(tx, inspection, filing, at.astimezone(rules_of(tx, inspection).zone).date())
    row = Result(
        inspection_id=inspection.id, id=result_id, outcome=filing.outcome, summary=filing.summary,
        reason=filing.reason, deadline=filing.deadline, corrections=filing.corrections, at=at, filed_by=actor.person_id,
    )  # fmt: skip
    tx.add(row)
    _leave_the_whitelist(tx, inspection, row)
    record(tx, ResultFiled(inspection.id, inspection.organ_id, inspection.region_code, row.outcome, row.at))
    _after_change(tx, inspection, "result", now)
    return row


def _leave_the_whitelist(tx: Session, inspection: Inspection, result: Result) -> None:
    """A serious finding takes the enterprise off the white list on the day of its result (B-36)."""
    if inspection.enterprise_id is not None:
        rules = rules_of(tx, inspection)
        day, words = result.at.astimezone(rules.zone).date(), result.summary
        whitelist.end_by_finding(
            tx, enterprise_id=inspection.enterprise_id, outcome=result.outcome, day=day, rules=rules, words=words
        )


def _check_filing(tx: Session, inspection: Inspection, filing: Filing, today: date) -> None:
    """What makes a result none: an order without a day or with one gone by, an ending without its reason (B-33, B-34),
    a refusal with one officer's signature (B-67)."""
    if filing.outcome in NEEDS_DEADLINE and filing.deadline is None:
        raise DEADLINE_MISSING(field="deadline")
    if filing.deadline is not None and filing.deadline < today:
        raise DEADLINE_PAST(field="deadline")
    if not says_why(filing.outcome, filing.reason, filing.summary):
        raise ENDING_UNEXPLAINED(field="reason")
    if refusal_lacks_an_officer(tx, inspection.id):
        raise REFUSAL_UNSIGNED()
    if filing.outcome not in NO_FINDING and not is_inspection(stored_visit(tx, inspection)):
        raise NOT_AN_INSPECTION(field="outcome")


def check_out(
    tx: Session, *, actor: Actor, now: datetime, check_out_id: UUID, inspection_id: UUID, captured_at: datetime,
    clock: dict[str, Any], position: dict[str, Any] | None,
) -> Inspection:  # fmt: skip
    """Record the departure (B-53), also of a visit that the clock closed. Raises NOT_FOUND, NOT_PRESENT, ALREADY_LEFT."""
    inspection = on_visit(tx, actor, inspection_id)
    if inspection.state == "left":
        raise ALREADY_LEFT()
    rules = rules_of(tx, inspection)
    left = max(time_of(captured_at, now, clock, rules).interval.latest, inspection.arrived_at)
    tx.add(CheckOut(
        inspection_id=inspection.id, id=check_out_id, captured_at=captured_at, received_at=now,
        clock=stored(clock) or {}, position=stored(position),
    ))  # fmt: skip
    inspection.state, inspection.left_at = "left", left
    if inspection.task_id is not None:
        planning.end_secondment(tx, inspection.task_id, now, left.astimezone(rules.zone).date())
    record(tx, CheckedOut(inspection.id, inspection.organ_id, inspection.region_code, left))
    _after_change(tx, inspection, "departure", now)
    return inspection


def _after_change(tx: Session, inspection: Inspection, cause: str, now: datetime) -> None:
    """Judge again, and free the slot of a visit that now counts for nothing (B-33)."""
    judge_again(tx, inspection, cause, now)
    visit = stored_visit(tx, inspection)
    if inspection.task_id is None or visit.outcome not in ENDS_WITHOUT_COUNTING:
        return
    rules = rules_of(tx, inspection)
    if not weigh(visit, Tally(), rules).uses_cap:
        planning.release_slot(tx, inspection.task_id, reason=str(visit.outcome), now=now)


def on_visit(tx: Session, actor: Actor, inspection_id: UUID, *, lock: bool = True) -> Inspection:
    """The visit, for somebody who is on it; with its row locked, unless told otherwise. Raises NOT_FOUND, NOT_PRESENT."""
    inspection = queries.recorded_by(tx, actor, inspection_id, lock=lock)
    if inspection is not None:
        return inspection
    raise NOT_FOUND() if queries.inspection(tx, actor, inspection_id) is None else NOT_PRESENT()
