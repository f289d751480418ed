"""Maintenance staff see no content without a grant: for one region, for a limited time, given by two people (B-106)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Row, Select, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Region
from backend.kernel.db import Base, Key


class MaintenanceGrant(Base):
    """One grant. It ends by itself, or earlier when it is taken back."""

    __tablename__ = "maintenance_grant"
    __table_args__ = (
        CheckConstraint("ends_at > begins_at", name="span"),
        CheckConstraint("asked_by <> approved_by", name="two_people"),
        Index("ix_maintenance_grant_person_id", "person_id"),
        {"schema": "identity"},
    )

    id: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    reason: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("identity.person.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    def runs_at(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.taken_back_at is None and self.begins_at <= now < self.ends_at


def give(
    tx: Session, *, grant_id: UUID, person_id: UUID, region_code: str, reason: str, asked_by: UUID, approved_by: UUID,
    now: datetime, until: datetime,
) -> MaintenanceGrant:  # fmt: skip
    """A grant from now on."""
    grant = MaintenanceGrant(
        id=grant_id, person_id=person_id, region_code=region_code, reason=reason, asked_by=asked_by,
        approved_by=approved_by, begins_at=now, ends_at=until,
    )  # fmt: skip
    tx.add(grant)
    return grant


def take_back(tx: Session, actor: Actor, grant_id: UUID, now: datetime) -> MaintenanceGrant | None:
    """End a grant of the actor's region; one that is over stays as it is. None where there is no such grant."""
    grant = tx.scalars(_seen(actor).where(MaintenanceGrant.id == grant_id).with_for_update(of=MaintenanceGrant)).first()
    if grant is not None and grant.runs_at(now):
        grant.taken_back_at = now
    return grant


def listed(tx: Session, actor: Actor, *, page: int, page_size: int) -> tuple[Sequence[MaintenanceGrant], int]:
    """A page of the grants that the actor may give and end, newest first, and how many there are."""
    total = tx.scalar(select(func.count()).select_from(_seen(actor).subquery())) or 0
    ordered = _seen(actor).order_by(MaintenanceGrant.begins_at.desc(), MaintenanceGrant.id)
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


def _seen(actor: Actor) -> Select[MaintenanceGrant]:
    placed = select(MaintenanceGrant).join(Region, Region.code == MaintenanceGrant.region_code)
    return visible(placed, actor, "maintenance.grant", region_path=Region.path)


def in_force(tx: Session, person_id: UUID, now: datetime) -> Row[datetime, str, str, str] | None:
    """The end of the grant that a person holds now, and its region's code, path and zone; of several the last to end."""
    wanted = (
        select(MaintenanceGrant.ends_at, Region.code, Region.path, Region.zone)
        .join(Region, Region.code == MaintenanceGrant.region_code)
        .where(MaintenanceGrant.person_id == person_id, MaintenanceGrant.taken_back_at.is_(None))
        .where(MaintenanceGrant.begins_at <= now, MaintenanceGrant.ends_at > now)
    )
    return tx.execute(wanted.order_by(MaintenanceGrant.ends_at.desc()).limit(1)).one_or_none()
