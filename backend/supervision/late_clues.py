"""A clue whose term has passed becomes an alert of the bureau that must answer (B-71). The alert says nothing of the clue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.policy.sentences import sentence
from backend.supervision.events import AlertOpened
from backend.supervision.models import Alert
from backend.supervision.severity import CLOCK, severity_of

CODE, RULE, CLUE = "CLUE_OVERDUE", "B-71", "线索"


@dataclass(frozen=True, slots=True)
class LateClue:
    """A clue that is late: to be taken up where it `waits`, else to be answered."""

    clue_id: UUID
    region: str
    region_path: str
    waits: bool
    due_at: datetime


def open_alert(tx: Session, late: LateClue, *, at: datetime) -> UUID | None:
    """One alert per clue; None where there is one already, or no bureau that could answer."""
    bureau = people.bureau_above(tx, late.region)
    if bureau is None:
        return None
    severity, facts = severity_of(CODE, "alert"), _facts(tx, late)
    row = insert(Alert).values(
        id=uuid7(), clue_id=late.clue_id, organ_id=bureau.id, region_path=late.region_path, code=CODE, rule=RULE,
        severity=severity, sentence_zh=sentence(CODE, facts, "zh"), sentence_en=sentence(CODE, facts, "en"), facts=facts,
        enterprise_name=CLUE, state="open", opened_at=at, due_at=at + CLOCK[severity],
    )  # fmt: skip
    alert_id = tx.scalar(row.on_conflict_do_nothing().returning(Alert.id))
    if alert_id is not None:
        region, path = late.region, late.region_path
        record(tx, AlertOpened(alert_id, None, bureau.id, region, path, CODE, RULE, severity, bureau_only=True))
    return alert_id


def _facts(tx: Session, late: LateClue) -> dict[str, Any]:
    zone = ZoneInfo(people.region(tx, late.region).zone)
    last = (late.due_at.astimezone(zone) - timedelta(seconds=1)).date()
    return {"day": last.isoformat(), "step": {"code": "clue.take_up" if late.waits else "clue.answer"}}
