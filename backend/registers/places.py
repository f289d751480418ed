"""Entering and correcting regions and organs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity import tree
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.problems import NOT_FOUND, STALE
from backend.kernel.transaction import CONSTRAINTS
from backend.registers import queries
from backend.registers.answers import organ_answer, region_answer
from backend.registers.problems import CIRCLE, CODE_TAKEN, REGION_IN_USE
from backend.registers.rules import refuse_barred

CONSTRAINTS.update({"pk_region": CODE_TAKEN, "uq_organ_code": CODE_TAKEN})


def region_for(tx: Session, actor: Actor, code: str | None, action: str = "region.see", field: str = "") -> Region:
    """The region, if the actor may do this to it. Raises NOT_FOUND."""
    row = tx.scalars(queries.regions(actor, action).where(Region.code == code)).one_or_none()
    if row is None:
        raise NOT_FOUND(field=field or None)
    return row


def organ_for(tx: Session, actor: Actor, organ_id: UUID, action: str = "organ.see", field: str = "") -> Organ:
    """The organ, if the actor may do this to it. Raises NOT_FOUND."""
    row = tx.execute(queries.organs(actor, action).where(Organ.id == organ_id)).first()
    if row is None:
        raise NOT_FOUND(field=field or None)
    found: Organ = row[0]
    return found


def organ_line(tx: Session, organ_id: UUID) -> dict[str, Any]:
    """The organ as the register shows it."""
    organ = tx.get_one(Organ, organ_id)
    above = tx.get(Organ, organ.supervising_organ_id) if organ.supervising_organ_id else None
    people = queries.people_per_organ(tx, [organ.id])
    return organ_answer(organ, tx.get_one(Region, organ.region_code), above, people.get(organ.id, 0))


def region_line(tx: Session, region: Region) -> dict[str, Any]:
    """The region as the register shows it."""
    return region_answer(region, queries.organs_per_region(tx, [region.code]).get(region.code, 0))


def lay_region(tx: Session, *, actor: Actor, values: Mapping[str, Any]) -> Region:
    """A region below one that the actor keeps. Raises NOT_FOUND, CODE_TAKEN."""
    parent = region_for(tx, actor, values["parent_code"], "region.write", field="parent_code")
    if tx.get(Region, values["code"]) is not None:
        raise CODE_TAKEN(field="code")
    return tree.lay_region(tx, parent, values)


def correct_region(tx: Session, *, actor: Actor, code: str, version: int, values: Mapping[str, Any]) -> Region:
    """New words, box or end of a region; its code and its place stay. Raises NOT_FOUND, STALE, REGION_IN_USE."""
    region_for(tx, actor, code, "region.write")
    region = tree.locked_region(tx, code)
    if region.version != version:
        raise STALE(field="version", current=region_line(tx, region))
    if values.get("ended_on") and not region.ended_on and queries.in_use_below(tx, region):
        raise REGION_IN_USE(field="ended_on", name=region.name)
    tree.correct(tx, region, values)
    return region


def found_organ(tx: Session, *, actor: Actor, organ_id: UUID, values: Mapping[str, Any]) -> Organ:
    """A new organ in a region that the actor keeps. Raises BARRED_BODY, NOT_FOUND, CODE_TAKEN."""
    refuse_barred(values["kind"])
    region_for(tx, actor, values["region_code"], field="region_code")
    _check_place(tx, actor, values, organ_id)
    return tree.found_organ(tx, organ_id=organ_id, values=values)


def correct_organ(tx: Session, *, actor: Actor, organ_id: UUID, version: int, values: Mapping[str, Any]) -> Organ:
    """New words or an end of an organ; it stays in its region. Raises BARRED_BODY, NOT_FOUND, STALE, CODE_TAKEN."""
    organ_for(tx, actor, organ_id, "organ.write")
    organ = tree.locked_organ(tx, organ_id)
    if organ.version != version:
        raise STALE(field="version", current=organ_line(tx, organ_id))
    refuse_barred(values.get("kind", organ.kind))
    _check_place(tx, actor, values, organ_id)
    tree.correct(tx, organ, values)
    return organ


def _check_place(tx: Session, actor: Actor, values: Mapping[str, Any], organ_id: UUID) -> None:
    if (code := values.get("code")) is not None:
        taken = tx.scalar(select(Organ.id).where(Organ.code == code, Organ.id != organ_id))
        if taken is not None:
            raise CODE_TAKEN(field="code")
    above = values.get("supervising_organ_id")
    if above == organ_id:
        raise CIRCLE(field="supervising_organ_id")
    if above is not None:
        organ_for(tx, actor, above, field="supervising_organ_id")
