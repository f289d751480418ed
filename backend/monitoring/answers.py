"""Visits as the wire shows them: rows of the list, and one visit in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.evidence import completeness
from backend.evidence import queries as evidence
from backend.evidence.schemas import MediaAnswer
from backend.evidence.status import as_data as media_as_data
from backend.feedback.queries import rating_for
from backend.identity.access.table import may
from backend.identity.actor import Actor
from backend.inspections import (
    abort_notes,
    checklist,
    codeless,
    follow_ups,
    record_queries,
    said,
    stated_told,
    supplements,
)
from backend.inspections.models import Inspection
from backend.inspections.said_schemas import SaidAnswer
from backend.kernel.schema import rfc3339
from backend.monitoring import headlines, queries
from backend.monitoring.course import course
from backend.monitoring.place import place_of
from backend.planning.answers import task_answers
from backend.storage.stores import staging
from backend.supervision import queries as supervision
from backend.supervision.answers import alert_answers

UNKNOWN = "企业待核"
"""The name of an enterprise that nobody could tell at the door."""


def visit_rows(tx: Session, rows: Sequence[Row[Any]], now: datetime) -> list[dict[str, Any]]:
    """Rows of the list with headline, recording and unsealed files; three queries more, however many rows."""
    came = [row.inspection_id for row in rows if row.inspection_id]
    facts, recorded = queries.visit_facts(tx, came), queries.recorded_seconds(tx, came)
    unsealed = queries.unsealed_files(tx, came)
    return [
        {
            **_row(row),
            "headline": _headline(row, facts.get(row.inspection_id)),
            "recording": {"required_s": _required(row, now), "recorded_s": recorded.get(row.inspection_id, 0)},
            "unsealed": unsealed.get(row.inspection_id, 0),
        }
        for row in rows
    ]


def _row(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id), "task_id": _text(row.task_id), "inspection_id": _text(row.inspection_id),
        "enterprise": {"name": row.enterprise_name or UNKNOWN, "identifier": row.identifier},
        "organ": {"id": str(row.organ_id), "name": row.organ_name}, "state": row.state, "mark": row.mark,
        "planned_on": row.planned_on.isoformat() if row.planned_on else None,
        "starts_at": f"{row.starts_at:%H:%M}" if row.starts_at else None,
        "arrived_at": _moment(row.arrived_at), "left_at": _moment(row.left_at),
        "closed_at": _moment(row.closed_at),
        "point": point(row.longitude, row.latitude),
    }  # fmt: skip


def _headline(row: Row[Any], facts: Row[Any] | None) -> dict[str, str]:
    if facts is None:
        return headlines.of_planned(row.task_state or "")
    return headlines.of_visit(row.state, facts.verdict, step=facts.step, outcome=facts.outcome)


def _required(row: Row[Any], now: datetime) -> int:
    """Seconds from arrival to departure, or until now (B-59, B-61); none where nobody knows when it ended (B-53)."""
    if row.state == "closed":
        return 0
    return max(0, int(((row.left_at or now) - row.arrived_at).total_seconds())) if row.arrived_at else 0


def visit_detail(tx: Session, actor: Actor, row: Row[Any], now: datetime, settings: Settings) -> dict[str, Any]:
    """One visit in full; the rating only for those who may see ratings (B-74)."""
    visit_id: UUID = row.inspection_id
    inspection = tx.get_one(Inspection, visit_id)
    record = completeness.completeness_of(tx, inspection, now)
    judged = queries.verdicts(tx, visit_id)
    task = queries.task(tx, row.task_id)
    media = evidence.files(tx, evidence.media_of_inspections(tx, [visit_id]))
    return {
        **visit_rows(tx, [row], now)[0],
        "task": task_answers(tx, [task], now, settings.public_url)[0] if task else None,
        "timeline": course(tx, row, record.holes),
        "completeness": completeness.as_data(record),
        "verdict": judged[0].body if judged else None,
        "verdicts": [{**each.body, "judged_at": rfc3339(each.judged_at), "cause": each.cause} for each in judged[1:]],
        "position": place_of(tx, inspection),
        "officers": _officers(tx, visit_id),
        "media": [MediaAnswer().dump(media_as_data(each, staging(settings))) for each in media],
        "checklist": checklist.filled_in(tx, inspection),
        "records": record_queries.told(tx, visit_id),
        "result": _result(tx, visit_id),
        "follow_up": follow_ups.of_visit(tx, visit_id, now),
        "abort_note": abort_notes.of_visit(tx, visit_id),
        "codeless": codeless.of_visit(tx, inspection),
        "stated": stated_told.of_visit(tx, visit_id),
        "said": SaidAnswer().dump({**said.told(tx, visit_id), "supplements": supplements.told(tx, visit_id)}),
        "rating": rating_for(tx, visit_id) if may(actor, "rating.see") else None,
        "alerts": alert_answers(tx, supervision.alerts_of(tx, actor, visit_id)),
    }


def _officers(tx: Session, visit_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "person_id": str(each.person_id), "name": each.name, "how": each.how, "at": rfc3339(each.at),
            "card": {"number": each.card_number, "state": each.card_state} if each.card_number else None,
        }
        for each in queries.officers(tx, visit_id)
    ]  # fmt: skip


def _result(tx: Session, visit_id: UUID) -> dict[str, Any] | None:
    filed = queries.result(tx, visit_id)
    if filed is None:
        return None
    return {
        "outcome": filed.outcome, "reason": filed.reason, "summary": filed.summary, "at": rfc3339(filed.at),
        "deadline": filed.deadline.isoformat() if filed.deadline else None, "corrections": filed.corrections,
    }  # fmt: skip


def point(longitude: float | None, latitude: float | None) -> dict[str, float] | None:
    """A place on the wire; absent where nobody measured it."""
    return None if longitude is None or latitude is None else {"longitude": longitude, "latitude": latitude}


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def _moment(value: datetime | None) -> str | None:
    return rfc3339(value) if value else None
