"""Alerts as the wire shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.kernel.schema import rfc3339
from backend.supervision.grounds import CODE, told_of
from backend.supervision.models import Alert


def alert_answers(tx: Session, rows: Sequence[Alert]) -> list[dict[str, Any]]:
    """Alerts with the names of their organs and owners; three queries, however many."""
    owners = people.names(tx, [row.owner_id for row in rows if row.owner_id])
    organs = people.organs_by_id(tx, {row.organ_id for row in rows})
    grounds = told_of(tx, rows)
    return [_answer(row, organs[row.organ_id].name, owners, grounds) for row in rows]


def _answer(
    row: Alert, organ_name: str, owners: dict[UUID, str], grounds: dict[UUID, dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": str(row.id), "code": row.code, "rule": row.rule, "severity": row.severity, "facts": row.facts,
        "sentence": {"zh": row.sentence_zh, "en": row.sentence_en},
        "inspection_id": str(row.inspection_id) if row.inspection_id else None,
        "item_id": str(row.item_id) if row.item_id else None,
        "clue_id": str(row.clue_id) if row.clue_id else None,
        "plan_id": str(row.plan_id) if row.plan_id else None,
        "enterprise_name": row.enterprise_name, "organ": {"id": str(row.organ_id), "name": organ_name},
        "opened_at": rfc3339(row.opened_at), "due_at": rfc3339(row.due_at), "state": row.state,
        "owner": {"id": str(row.owner_id), "name": owners[row.owner_id]} if row.owner_id else None,
        "closed_at": rfc3339(row.closed_at) if row.closed_at else None, "close_reason": row.close_reason,
        "stated": grounds.get(row.inspection_id) if row.inspection_id and row.code == CODE else None,
    }  # fmt: skip
