"""Regions and organs that imported records belong to."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.models import Organ, Region
from backend.kernel.ids import uuid7

CHICAGO = {
    "code": "chicago",
    "path": "chicago",
    "name": "芝加哥（公开数据）",
    "name_en": "Chicago (public record)",
    "zone": "America/Chicago",
    "scheme": "chicago-license",
    "west": -88.0,
    "south": 41.6,
    "east": -87.5,
    "north": 42.1,
    "demo": False,
}
"""The region of the public record that imports and replays are shown with: its zone, its box, its identifiers."""

CHICAGO_ORGAN = {
    "region_code": "chicago",
    "code": "chicago-health",
    "name": "芝加哥公共卫生局",
    "name_en": "Chicago Department of Public Health",
    "kind": "administrative",
}


def region_for_import(tx: Session, code: str) -> Region | None:
    """The region of that code; the region `chicago` is made when it is first asked for."""
    if code == CHICAGO["code"]:
        tx.execute(insert(Region).values(CHICAGO).on_conflict_do_nothing())
    return tx.get(Region, code)


def organ_for_import(tx: Session, region_code: str, code: str | None) -> UUID | None:
    """The organ of that code in the region; without a code the only one there is. Chicago's is made when needed."""
    if region_code == CHICAGO["code"]:
        tx.execute(insert(Organ).values(id=uuid7(), **CHICAGO_ORGAN).on_conflict_do_nothing())
    wanted = select(Organ.id).where(Organ.region_code == region_code, Organ.kind != "bureau")
    found = tx.scalars(wanted.where(Organ.code == code) if code else wanted).all()
    return found[0] if len(found) == 1 else None
