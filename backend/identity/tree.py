"""The register of regions and organs: lay, found, correct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.models import Organ, Region
from backend.identity.moving import lock_tree

Place = TypeVar("Place", Region, Organ)
INHERITED = ("zone", "scheme", "west", "south", "east", "north", "demo")


def lay_region(tx: Session, parent: Region, values: Mapping[str, Any]) -> Region:
    """A region below another; zone, identifier scheme and box are the parent's where they are not given."""
    lock_tree(tx)
    tx.refresh(parent)
    inherited = {name: getattr(parent, name) for name in INHERITED}
    given = {name: value for name, value in values.items() if value is not None}
    path = f"{parent.path}/{values['code']}"
    region = Region(**{**inherited, **given, "parent_code": parent.code, "path": path, "version": 1})
    tx.add(region)
    tx.flush()
    return region


def found_organ(tx: Session, *, organ_id: UUID, values: Mapping[str, Any]) -> Organ:
    """A new organ."""
    organ = Organ(id=organ_id, version=1, **values)
    tx.add(organ)
    tx.flush()
    return organ


def locked_region(tx: Session, code: str) -> Region:
    """The region, which nobody else changes before we commit."""
    wanted = select(Region).where(Region.code == code).with_for_update()
    return tx.scalars(wanted.execution_options(populate_existing=True)).one()


def locked_organ(tx: Session, organ_id: UUID) -> Organ:
    """The organ, which nobody else changes before we commit."""
    wanted = select(Organ).where(Organ.id == organ_id).with_for_update()
    return tx.scalars(wanted.execution_options(populate_existing=True)).one()


def correct(tx: Session, row: Place, values: Mapping[str, Any]) -> bool:
    """Take over what differs, as one new version; False if nothing does."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    if differing:
        row.version += 1
        tx.flush()
    return bool(differing)
