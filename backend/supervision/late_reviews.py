"""An entry of the white list that nobody reviewed in time becomes an alert of the organ that vouched for it (B-36)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.identity import queries as people
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.policy.sentences import sentence
from backend.supervision.events import AlertOpened
from backend.supervision.models import Alert
from backend.supervision.severity import CLOCK, severity_of

CODE, RULE = "WHITELIST_REVIEW_DUE", "B-36"


def open_alert(tx: Session, told: Mapping[str, Any], *, at: datetime) -> UUID | None:
    """One open alert per entry; None where there is one already. `told` is enterprises.whitelist_review_due.v1."""
    organ_id, path = UUID(told["organ_id"]), people.region(tx, told["region"]).path
    enterprise, severity = tx.get_one(Enterprise, UUID(told["enterprise_id"])), severity_of(CODE, "alert")
    facts = {"enterprise": enterprise.name, "due": told["due"]}
    row = insert(Alert).values(
        id=uuid7(), entry_id=UUID(told["entry_id"]), organ_id=organ_id, region_path=path, code=CODE, rule=RULE,
        severity=severity, sentence_zh=sentence(CODE, facts, "zh"), sentence_en=sentence(CODE, facts, "en"), facts=facts,
        enterprise_name=enterprise.name, state="open", opened_at=at, due_at=at + CLOCK[severity],
    )  # fmt: skip
    alert_id = tx.scalar(row.on_conflict_do_nothing().returning(Alert.id))
    if alert_id is not None:
        record(tx, AlertOpened(alert_id, None, organ_id, told["region"], path, CODE, RULE, severity, False))
    return alert_id
