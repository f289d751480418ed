"""Records of assistance 异地协助: an organ goes outside its region with the local one's help, for these days (B-21)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from backend.identity import queries as identity
from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.problems import NOT_FOUND
from backend.registers.history import because
from backend.registers.models import Assistance
from backend.registers.places import organ_for
from backend.registers.problems import NOT_OUTSIDE, SPAN_WRONG


def is_inside(region_path: str, organ_path: str) -> bool:
    """Whether a place lies in an organ's region, or in one below it."""
    return region_path == organ_path or region_path.startswith(f"{organ_path}/")


def assists(tx: Session, organ_id: UUID, region_path: str, day: date) -> bool:
    """Whether a local body assists the organ in that region on that day, or in one above it."""
    held = select(Assistance.id).where(
        Assistance.organ_id == organ_id, Assistance.region_code.in_(region_path.split("/")),
        Assistance.from_on <= day, Assistance.to_on >= day, or_(Assistance.ended_on.is_(None), Assistance.ended_on > day),
    )  # fmt: skip
    return tx.scalar(held.limit(1)) is not None


def of_organ(tx: Session, actor: Actor, organ_id: UUID, today: date) -> list[dict[str, Any]]:
    """The records of an organ, the newest first. Raises NOT_FOUND."""
    organ_for(tx, actor, organ_id, "assistance.see")
    wanted = select(Assistance, Region).join(Region, Region.code == Assistance.region_code)
    rows = tx.execute(wanted.where(Assistance.organ_id == organ_id).order_by(Assistance.from_on.desc(), Assistance.id))
    return [_answer(*row, today) for row in rows]


def add(
    tx: Session,
    *,
    actor: Actor,
    assistance_id: UUID,
    organ_id: UUID,
    now: datetime,
    today: date,
    values: dict[str, Any],
) -> dict[str, Any]:
    """Enter a record. Raises NOT_FOUND, NOT_OUTSIDE, SPAN_WRONG."""
    organ = organ_for(tx, actor, organ_id, "assistance.write")
    region = tx.get(Region, values["region_code"])
    if region is None:
        raise NOT_FOUND(field="region_code")
    if is_inside(region.path, identity.region(tx, organ.region_code).path):
        raise NOT_OUTSIDE(field="region_code", region=region.name, region_en=region.name_en)
    if values["to_on"] < values["from_on"]:
        raise SPAN_WRONG(field="to_on")
    row = Assistance(id=assistance_id, organ_id=organ_id, recorded_by=actor.person_id, recorded_at=now, **values)
    tx.add(row)
    tx.flush()
    return _answer(row, region, today)


def end(tx: Session, *, actor: Actor, assistance_id: UUID, reason: str, today: date) -> dict[str, Any]:
    """It holds no more from today on; a second time changes nothing. Raises NOT_FOUND."""
    own = aliased(Region)
    may = allowed(actor, "assistance.write", organ=Assistance.organ_id, region_path=own.path)
    seen = select(Assistance, Region).join(Region, Region.code == Assistance.region_code)
    seen = seen.join(Organ, Organ.id == Assistance.organ_id).join(own, own.code == Organ.region_code)
    row = tx.execute(seen.where(Assistance.id == assistance_id, may).with_for_update(of=Assistance)).first()
    if row is None:
        raise NOT_FOUND()
    if row[0].ended_on is None:
        because(tx, reason)
        row[0].ended_on, row[0].ended_reason = today, reason
        tx.flush()
    return _answer(*row, today)


def _answer(row: Assistance, region: Region, today: date) -> dict[str, Any]:
    ended = row.ended_on is not None and row.ended_on <= today
    return {
        "id": str(row.id), "region": {"code": region.code, "name": region.name, "name_en": region.name_en},
        "local_organ": row.local_organ, "document": row.document,
        "from_on": row.from_on.isoformat(), "to_on": row.to_on.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None, "ended_reason": row.ended_reason,
        "in_force": row.from_on <= today <= row.to_on and not ended,
    }  # fmt: skip
