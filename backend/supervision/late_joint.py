"""A proposal for a joint visit that nobody answered becomes an alert of the organ that was asked (B-88)."""

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

CODE, RULE = "JOINT_UNANSWERED", "B-88"


def open_alert(tx: Session, told: Mapping[str, Any], *, at: datetime) -> UUID | None:
    """One alert per proposal; None where there is one already. `told` is planning.joint_unanswered.v1."""
    organ, path = people.organ(tx, UUID(told["organ_id"])), people.region(tx, told["region"]).path
    enterprise = tx.get_one(Enterprise, UUID(told["enterprise_id"]))
    severity, facts = severity_of(CODE, "alert"), _facts(tx, told, organ.name, enterprise.name)
    row = insert(Alert).values(
        id=uuid7(), joint_id=UUID(told["joint_id"]), organ_id=organ.id, region_path=path, code=CODE, rule=RULE,
        severity=severity, sentence_zh=sentence(CODE, facts, "zh"), sentence_en=sentence(CODE, facts, "en"), facts=facts,
        enterprise_name=enterprise.name, state="open", opened_at=at, due_at=at + CLOCK[severity],
    )  # fmt: skip
    alert_id = tx.scalar(row.on_conflict_do_nothing().returning(Alert.id))
    if alert_id is not None:
        record(tx, AlertOpened(alert_id, None, organ.id, told["region"], path, CODE, RULE, severity, False))
    return alert_id


def _facts(tx: Session, told: Mapping[str, Any], organ: str, enterprise: str) -> dict[str, Any]:
    lead = people.organ(tx, UUID(told["lead_organ_id"])).name
    return {
        "organ": organ, "lead": lead, "enterprise": enterprise, "due": told["answer_by"], "task_id": told["task_id"],
    }  # fmt: skip
