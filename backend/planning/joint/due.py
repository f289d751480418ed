"""Proposals that nobody answered in their term: supervision is told once of each (B-88)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from backend.journal.record import record
from backend.planning.events import JointUnanswered
from backend.planning.joint import queries as joint_queries
from backend.planning.joint.models import JointProposal

AT_ONCE = 200
"""How many are told in one transaction."""


def tell_unanswered(tx: Session, *, now: datetime) -> int:
    """Tell supervision of open proposals whose term is over; how many."""
    late = joint_queries.unanswered(tx, now, AT_ONCE)
    for row in late:
        row.told_at = now
        record(tx, _told(row))
    return len(late)


def _told(row: JointProposal) -> JointUnanswered:
    region = row.region_path.rpartition("/")[2]
    return JointUnanswered(
        row.id, row.task_id, row.organ_id, row.lead_organ_id, row.enterprise_id, region, row.answer_by
    )
