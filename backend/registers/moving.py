"""Moving a region to another parent: what moves with it, whether it may, and the move."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from sqlalchemy import column, func, select, table
from sqlalchemy.orm import Session

from backend.identity import moving, tree
from backend.identity.access.scope import inside
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.kernel.jobs import Tools, defer
from backend.kernel.problems import STALE
from backend.kernel.transaction import transaction
from backend.registers import history, places
from backend.registers.problems import REGION_BELOW_ITSELF, REGION_ENDED, REGION_LEVELS, REGION_THERE
from backend.registers.rules import LEVEL_ORDER

JOB = "registers.settle_region"
PATIENCE = timedelta(minutes=10)
ENTERPRISE = table("enterprise", column("region_path"))
"""Of the package above; only counted here."""


def foretell(tx: Session, *, actor: Actor, code: str, parent_code: str) -> dict[str, Any]:
    """What would move, and from where to where. Raises what `move` raises of the two regions."""
    region, parent = _both(tx, actor, code, parent_code)
    _check(region, parent)
    above = tx.get(Region, region.parent_code)
    leaves = above is not None and not f"{parent.path}/".startswith(f"{above.path}/")
    return {"from": _named(above), "to": _named(parent), "leaves": leaves, **_below(tx, region.path)}


def move(tx: Session, *, actor: Actor, code: str, parent_code: str, version: int, reason: str) -> Region:
    """Put a region and all below it under another parent.

    Raises NOT_FOUND, STALE, REGION_BELOW_ITSELF, REGION_LEVELS, REGION_THERE, REGION_ENDED.
    """
    moving.lock_tree(tx)
    region, parent = _both(tx, actor, code, parent_code)
    tx.refresh(parent)
    region = tree.locked_region(tx, code)
    if region.version != version:
        raise STALE(field="version", current=places.region_line(tx, region))
    _check(region, parent)
    history.because(tx, reason)
    old = region.path
    moving.move(tx, region, parent)
    defer(tx, JOB, old=old, new=region.path, xid=moving.own_xid(tx))
    return region


def settle(tools: Tools, old: str, new: str, xid: int) -> None:
    """Carry over what was written meanwhile by transactions that had read the old path."""
    until = time.monotonic() + PATIENCE.total_seconds()
    while _still_written(tools, xid) and time.monotonic() < until:
        time.sleep(1)
    with transaction(tools.sessions) as tx:
        moving.carry_late(tx, old, new)


def _still_written(tools: Tools, xid: int) -> bool:
    with transaction(tools.sessions, read_only=True) as tx:
        return moving.written_before(tx, xid)


def _both(tx: Session, actor: Actor, code: str, parent_code: str) -> tuple[Region, Region]:
    region = places.region_for(tx, actor, code, "region.write")
    return region, places.region_for(tx, actor, parent_code, "region.write", field="parent_code")


def _check(region: Region, parent: Region) -> None:
    if f"{parent.path}/".startswith(f"{region.path}/"):
        raise REGION_BELOW_ITSELF(field="parent_code", name=region.name)
    if parent.code == region.parent_code:
        raise REGION_THERE(field="parent_code", name=region.name, parent=parent.name)
    if parent.ended_on is not None:
        raise REGION_ENDED(field="parent_code", parent=parent.name)
    if LEVEL_ORDER.index(parent.level) >= LEVEL_ORDER.index(region.level):
        raise REGION_LEVELS(field="parent_code", name=region.name, parent=parent.name)


def _below(tx: Session, path: str) -> dict[str, int]:
    """How much lies at the path and below it."""
    placed = select(func.count()).join(Region, Region.code == Organ.region_code).where(inside(Region.path, path))
    wanted = {
        "regions": select(func.count()).select_from(Region).where(inside(Region.path, path), Region.path != path),
        "organs": placed.select_from(Organ).where(Organ.ended_on.is_(None)),
        "people": placed.select_from(Organ).join(Person, Person.organ_id == Organ.id).where(Person.active),
        "enterprises": select(func.count()).select_from(ENTERPRISE).where(inside(ENTERPRISE.c.region_path, path)),
    }
    return {name: tx.scalar(stmt) or 0 for name, stmt in wanted.items()}


def _named(region: Region | None) -> dict[str, str] | None:
    return {"code": region.code, "name": region.name, "name_en": region.name_en} if region else None
