"""A visit that began without a visit code: noted at arrival, explained to the bureau, scanned before leaving (B-54)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.inspections.afterwards import Codeless
from backend.inspections.again import judge_again, rules_of
from backend.inspections.codeless_due import term_of
from backend.inspections.course import on_visit
from backend.inspections.events import CodelessReported
from backend.inspections.models import Inspection, Step
from backend.inspections.problems import HAD_A_CODE, REPORTED_ALREADY
from backend.journal.record import record
from backend.kernel.schema import rfc3339


@dataclass(frozen=True, slots=True)
class Report:
    """Why there was no code, as the phone told it."""

    reason: str
    words: str
    at: datetime


def report(
    tx: Session, *, actor: Actor, now: datetime, report_id: UUID, inspection_id: UUID, report: Report
) -> dict[str, Any]:
    """Say why there was no code: once; it is the report to the bureau.

    Raises NOT_FOUND, NOT_PRESENT, HAD_A_CODE, REPORTED_ALREADY.
    """
    visit = on_visit(tx, actor, inspection_id)
    row = tx.get(Codeless, visit.id, with_for_update=True)
    if row is None:
        raise HAD_A_CODE()
    if row.reason is not None:
        raise REPORTED_ALREADY()
    row.id, row.reason, row.words, row.at = report_id, report.reason, report.words, min(report.at, now)
    row.received_at, row.told_by = now, actor.person_id
    record(tx, CodelessReported(visit.id, visit.organ_id, visit.region_code, report.reason))
    judge_again(tx, visit, "codeless", now)
    return told(tx, visit, row)


def of_visit(tx: Session, visit: Inspection) -> dict[str, Any] | None:
    """What is known of a visit without a code; None where it had one."""
    row = tx.get(Codeless, visit.id)
    return told(tx, visit, row) if row is not None else None


def told(tx: Session, visit: Inspection, row: Codeless) -> dict[str, Any]:
    """The same as the wire shows it, with the last day of the report."""
    who: Sequence[UUID] = [row.told_by] if row.told_by else []
    return {
        "inspection_id": str(visit.id), "reason": row.reason, "words": row.words,
        "at": rfc3339(row.at) if row.at else None, "by": next(iter(identity.names(tx, who).values()), None),
        "due": term_of(visit, rules_of(tx, visit)).last_day.isoformat(), "scanned": scanned(tx, visit.id),
    }  # fmt: skip


def scanned(tx: Session, inspection_id: UUID) -> bool:
    """Whether the code was shown after all before they left."""
    shown = exists().where(Step.inspection_id == Inspection.id, Step.kind == "show_code")
    return bool(tx.scalar(select(shown).where(Inspection.id == inspection_id)))
