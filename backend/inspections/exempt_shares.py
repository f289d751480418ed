"""Subjects whose visits of a month stood on exceptions too often: supervision is told once for each month (B-45)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Row, cast, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.identity.models import Organ, Region
from backend.inspections.models import Inspection, VerdictRow
from backend.inspections.quarantine import kept_apart
from backend.inspections.service import rule_broken
from backend.journal.record import record
from backend.kernel.db import Base
from backend.policy.exempt_share import exempt_share
from backend.policy.kinds import NON_INSPECTIONS
from backend.policy.quiet import QuietCode
from backend.rulesets import service as rulesets

LOOK_BACK = timedelta(days=62)
"""This month and the one before it: what arrives later than that changes no watch."""

EXCEPTIONS = (QuietCode.EXEMPT, QuietCode.APPROVED)


class ExemptShareTold(Base):
    """Supervision was told of this subject's month (B-45); a row, so that it is told once."""

    __tablename__ = "exempt_share_told"

    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organ.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]


def tell_high(tx: Session, *, now: datetime) -> int:
    """Tell supervision of every month of a subject above the line, at its newest exception; how many.

    A month is that of the subject's own region, whose rules draw the line.
    """
    told = 0
    for row in _months(tx, now):
        finding = exempt_share(row.exempt, row.visits, row.month, rulesets.or_default(tx, row.region_code, now))
        if finding is not None and _first(tx, row, now):
            record(tx, *rule_broken(row.newest[0], row.organ_id, row.region_code, [finding]))
            told += 1
    return told


def _months(tx: Session, now: datetime) -> Sequence[Row[UUID, str, date, int, int, list[UUID]]]:
    """Each subject's months with an exception: how many inspections, how many exceptions, which was the newest of those."""
    month = cast(func.date_trunc("month", func.timezone(Region.zone, Inspection.arrived_at)), Date).label("month")
    newest = select(VerdictRow.body["quiet"]["code"].astext).where(VerdictRow.inspection_id == Inspection.id)
    code = newest.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc()).limit(1).correlate(Inspection)
    excepted = code.scalar_subquery().in_(EXCEPTIONS)
    visits = (
        select(Inspection.id, Inspection.organ_id, Inspection.arrived_at, Organ.region_code, month, excepted.label("excepted"))
        .join(Organ, Organ.id == Inspection.organ_id).join(Region, Region.code == Organ.region_code)
        .where(Inspection.arrived_at > now - LOOK_BACK, Inspection.kind.not_in(NON_INSPECTIONS), ~kept_apart())
        .subquery()
    ).c  # fmt: skip
    exempt = func.count().filter(visits.excepted)
    which = func.array_agg(aggregate_order_by(visits.id, visits.arrived_at.desc())).filter(visits.excepted)
    grouped = select(
        visits.organ_id, visits.region_code, visits.month, func.count().label("visits"), exempt.label("exempt"),
        which.label("newest"),
    ).where(~_told(visits))  # fmt: skip
    return tx.execute(grouped.group_by(visits.organ_id, visits.region_code, visits.month).having(exempt > 0)).all()


def _told(visits: Any) -> Any:
    return exists().where(ExemptShareTold.organ_id == visits.organ_id, ExemptShareTold.month == visits.month)


def _first(tx: Session, row: Row[UUID, str, date, int, int, list[UUID]], now: datetime) -> bool:
    """Whether nobody told of it before; another worker that is about to is waited for."""
    told = insert(ExemptShareTold).values(organ_id=row.organ_id, month=row.month, told_at=now).on_conflict_do_nothing()
    return tx.scalar(told.returning(ExemptShareTold.organ_id)) is not None
