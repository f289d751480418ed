"""Reads of alerts and observations, restricted to what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import allowed, visible
from backend.identity.actor import Actor
from backend.inspections.models import Inspection
from backend.kernel.sorting import Sorting, by_name
from backend.supervision.models import Alert
from backend.supervision.severity import BUREAU_ONLY

SORTING = Sorting(
    case((Alert.state == "closed", 1), else_=0), Alert.closed_at.desc().nulls_last(), Alert.due_at, Alert.id,
    clock=Alert.due_at, alert=Alert.code, opened=Alert.opened_at, enterprise=by_name(Alert.enterprise_name),
)  # fmt: skip
"""Open alerts by the time left, closed ones newest first."""


class Subject(NamedTuple):
    """Whose visit it was, and where; what an alert copies of it."""

    organ_id: UUID
    region_code: str
    region_path: str
    enterprise_name: str


def subject_of(tx: Session, inspection_id: UUID) -> Subject | None:
    """The visit an alert or a sheet is about; None where there is no such visit."""
    columns = (Inspection.organ_id, Inspection.region_code, Inspection.region_path, Inspection.enterprise_name)
    row = tx.execute(select(*columns).where(Inspection.id == inspection_id)).first()
    return Subject(*row) if row else None


def alert_by_id(tx: Session, alert_id: UUID) -> Alert:
    """The alert, for followers, which see all; it must exist."""
    return tx.get_one(Alert, alert_id)


def alerts_seen_by(actor: Actor) -> Select[Alert]:
    """Alerts of the actor's organ or region; what an enterprise said stays with the bureau (B-74)."""
    stmt = visible(select(Alert), actor, "alert.see", organ=Alert.organ_id, region_path=Alert.region_path)
    voiced = allowed(actor, "alert.voiced.see", region_path=Alert.region_path)
    return stmt.where(or_(Alert.code.not_in(BUREAU_ONLY), voiced))


def alerts(
    tx: Session, actor: Actor, *, state: str | None, q: str, sort: str, page: int, page_size: int
) -> tuple[Sequence[Alert], int]:
    """A page of alerts, open ones by the time left, closed ones newest first; and how many there are."""
    stmt = listed(actor, state=state, q=q)
    total = tx.scalar(select(func.count()).select_from(stmt.subquery())) or 0
    return tx.scalars(stmt.order_by(*SORTING.order(sort)).limit(page_size).offset((page - 1) * page_size)).all(), total


def listed(actor: Actor, *, state: str | None, q: str) -> Select[Alert]:
    """The alerts in a state, about who is meant by `q`, that the actor may see."""
    stmt = alerts_seen_by(actor)
    if state:
        stmt = stmt.where(Alert.state == state)
    return stmt.where(Alert.enterprise_name.contains(q, autoescape=True)) if q else stmt


def alert(tx: Session, actor: Actor, alert_id: UUID, *, lock: bool = False) -> Alert | None:
    """One alert that the actor may see; locked where it is about to change."""
    stmt = alerts_seen_by(actor).where(Alert.id == alert_id)
    return tx.scalar(stmt.with_for_update() if lock else stmt)


def alerts_of(tx: Session, actor: Actor, inspection_id: UUID) -> Sequence[Alert]:
    """The alerts of one visit that the actor may see, oldest first."""
    stmt = alerts_seen_by(actor).where(Alert.inspection_id == inspection_id)
    return tx.scalars(stmt.order_by(Alert.opened_at, Alert.id)).all()
