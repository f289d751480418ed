"""The enterprise confirms that it has a paper 确认收到: once an edition, for ever (B-66)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.inspections.models import Inspection
from backend.journal.record import record
from backend.papers.events import PaperReceived
from backend.papers.kinds import NOTICE, RESULT
from backend.papers.models import Paper, PaperReceipt

CONFIRMED = (NOTICE.code, RESULT.code)
"""What is handed over; the on-site record is signed instead."""


def confirm(tx: Session, visit: Inspection, shown: Sequence[bytes], now: datetime) -> int:
    """Note that the enterprise has the editions with these SHA-256, as far as they are of this visit; how many those are.

    An edition that was confirmed before keeps its first moment.
    """
    found = tx.scalars(_of_visit(visit).where(Paper.sha256.in_(shown))).all()
    for paper in found:
        _confirm(tx, visit, paper, now)
    return len(found)


def received(tx: Session, paper_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of these editions was confirmed; those that were not are absent."""
    wanted = select(PaperReceipt.paper_id, PaperReceipt.at).where(PaperReceipt.paper_id.in_(paper_ids))
    return {row.paper_id: row.at for row in tx.execute(wanted)}


def last_received(tx: Session, visit: Inspection) -> list[tuple[Paper, datetime]]:
    """The editions of a visit's papers that were confirmed, the latest first."""
    wanted = _of_visit(visit).join(PaperReceipt, PaperReceipt.paper_id == Paper.id)
    rows = tx.execute(wanted.add_columns(PaperReceipt.at).order_by(PaperReceipt.at.desc(), Paper.edition.desc()))
    return [(paper, at) for paper, at in rows]


def _of_visit(visit: Inspection) -> Select[Paper]:
    notice = and_(Paper.task_id == visit.task_id, Paper.inspection_id.is_(None))
    about = or_(Paper.inspection_id == visit.id, notice)
    return select(Paper).where(about, Paper.kind.in_(CONFIRMED))


def _confirm(tx: Session, visit: Inspection, paper: Paper, now: datetime) -> None:
    row = insert(PaperReceipt).values(paper_id=paper.id, at=now).on_conflict_do_nothing()
    if tx.execute(row.returning(PaperReceipt.paper_id)).first() is None:
        return
    event = PaperReceived(
        paper.id, visit.id, paper.organ_id, visit.region_code, paper.kind, paper.edition, paper.sha256.hex()
    )
    record(tx, event)
