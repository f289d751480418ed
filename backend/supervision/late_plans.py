"""A plan that is not published in time becomes an alert of its organ (B-17, B-18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.policy.sentences import sentence
from backend.supervision.events import AlertOpened
from backend.supervision.models import Alert
from backend.supervision.severity import CLOCK, severity_of

CODES = {"annual": ("PLAN_OVERDUE", "B-17"), "special": ("SPECIAL_OVERDUE", "B-18")}


def open_alert(tx: Session, told: Mapping[str, Any], *, at: datetime) -> UUID | None:
    """One alert per plan; None where there is one already. `told` is planning.plan_due.v1, late."""
    organ, path = people.organ(tx, UUID(told["organ_id"])), people.region(tx, told["region"]).path
    code, rule = CODES[told["kind"]]
    severity, facts = severity_of(code, "alert"), _facts(told, organ.name)
    row = insert(Alert).values(
        id=uuid7(), plan_id=UUID(told["plan_id"]), organ_id=organ.id, region_path=path, code=code, rule=rule,
        severity=severity, sentence_zh=sentence(code, facts, "zh"), sentence_en=sentence(code, facts, "en"), facts=facts,
        enterprise_name=organ.name, state="open", opened_at=at, due_at=at + CLOCK[severity],
    )  # fmt: skip
    alert_id = tx.scalar(row.on_conflict_do_nothing().returning(Alert.id))
    if alert_id is not None:
        record(tx, AlertOpened(alert_id, None, organ.id, told["region"], path, code, rule, severity, False))
    return alert_id


def _facts(told: Mapping[str, Any], organ: str) -> dict[str, Any]:
    return {
        "organ": organ, "year": str(told["year"]), "document": told["document"], "due": told["due"], "days": told["days"],
        "plan_state": told["state"],
    }  # fmt: skip
