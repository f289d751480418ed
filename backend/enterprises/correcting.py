"""Correcting by hand what is known of one enterprise: its words, its number (B-49), its place and the kind of it (B-50).

A table may change an enterprise, too, so nothing here counts versions: the version of a form is the digest of what it
shows, and whoever sends another one has not seen what stands now. The history is written by the register's triggers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from backend.enterprises import queries
from backend.enterprises.events import EnterprisesImported
from backend.enterprises.models import Enterprise, Site
from backend.enterprises.problems import ALREADY_THERE, KEPT_APART, PLACE_SWAPPED
from backend.enterprises.service import kept_identifier, wkt
from backend.identity import queries as identity
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Region
from backend.journal.record import record
from backend.kernel.geo import Box, Point
from backend.kernel.problems import NOT_FOUND, STALE
from backend.policy.place import PLACE_TYPES, radius_of
from backend.registers.models import Conflict
from backend.rulesets import service as rulesets


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody writes over an enterprise that they saw in a `version`; a name that is missing stays as it is.

    `words` are of name, identifier, address and place_type. `place` is told as (point,), and (None,) takes it away.
    """

    version: str
    words: Mapping[str, str]
    place: tuple[Point | None] | None


def form(tx: Session, actor: Actor, enterprise_id: UUID, now: datetime) -> dict[str, Any]:
    """What can be corrected, its version, and what a form needs beside: radii in metres, the region's box. Raises NOT_FOUND."""
    if tx.scalar(_kept(actor, enterprise_id)) is None:
        raise NOT_FOUND()
    row = queries.one(tx, actor.region_path, enterprise_id)
    if row is None:
        raise NOT_FOUND()
    region = identity.region(tx, row.enterprise_region)
    rules = rulesets.or_default(tx, region.code, now)
    return {
        **_shown(row), "version": _version(row), "id": row.enterprise_id, "scheme": row.scheme,
        "identifier_ok": row.identifier_ok, "radius_m": {each: radius_of(each, rules) for each in PLACE_TYPES},
         "box": [region.west, region.south, region.east, region.north],
    }  # fmt: skip


def correct(tx: Session, *, actor: Actor, enterprise_id: UUID, correction: Correction, now: datetime) -> dict[str, Any]:
    """Write the correction; the form as it is then. A wrong check digit is kept and marked (B-49).

    Raises NOT_FOUND, STALE with the form as it stands, NO_USCC, ALREADY_THERE, KEPT_APART, PLACE_SWAPPED.
    """
    enterprise, site = _locked(tx, actor, enterprise_id)
    stands = form(tx, actor, enterprise_id, now)
    if stands["version"] != correction.version:
        raise STALE(field="version", current={"version": stands["version"]})
    region = identity.region(tx, enterprise.region_code)
    _name(tx, enterprise, region, correction.words)
    _place(tx, site, region, correction)
    tx.flush()
    return form(tx, actor, enterprise_id, now)


def _kept(actor: Actor, enterprise_id: UUID) -> Any:
    """The enterprise, if the actor keeps it."""
    wanted = select(Enterprise).where(Enterprise.id == enterprise_id)
    return visible(wanted, actor, "enterprise.write", region_path=Enterprise.region_path)


def _locked(tx: Session, actor: Actor, enterprise_id: UUID) -> tuple[Enterprise, Site]:
    """The enterprise and its main premises; nobody else, and no table, changes them before we commit. Raises NOT_FOUND."""
    enterprise = tx.scalar(_kept(actor, enterprise_id).with_for_update())
    if enterprise is None:
        raise NOT_FOUND()
    main = select(Site).where(Site.enterprise_id == enterprise.id).order_by(Site.id).limit(1)
    return enterprise, tx.scalars(main.with_for_update()).one()


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "name": row.enterprise_name, "identifier": row.identifier, "address": row.address, "place_type": row.place_type,
        "longitude": row.longitude, "latitude": row.latitude,
    }  # fmt: skip


def _version(row: Row[Any]) -> str:
    return sha256(json.dumps(_shown(row), sort_keys=True).encode()).hexdigest()[:16]


def _name(tx: Session, enterprise: Enterprise, region: Region, words: Mapping[str, str]) -> None:
    if "name" in words:
        enterprise.name = words["name"]
    if "identifier" in words:
        _number(tx, enterprise, region, words["identifier"])


def _number(tx: Session, enterprise: Enterprise, region: Region, typed: str) -> None:
    """Another number for the enterprise, unless somebody carries it, or people are kept apart by the old one (B-13)."""
    identifier, right = kept_identifier(region, typed)
    if identifier == enterprise.identifier:
        return
    there = queries.by_identifier(tx, region.scheme, identifier)
    if there is not None:
        raise ALREADY_THERE(field="identifier", identifier=identifier, name=there.enterprise_name)
    if apart := _kept_apart(tx, enterprise):
        raise KEPT_APART(field="identifier", identifier=enterprise.identifier, people=apart)
    enterprise.identifier, enterprise.identifier_ok = identifier, right


def _kept_apart(tx: Session, enterprise: Enterprise) -> int:
    mine = Conflict.scheme == enterprise.scheme, Conflict.identifier == enterprise.identifier
    return tx.scalar(select(func.count(Conflict.person_id.distinct())).where(*mine)) or 0


def _place(tx: Session, site: Site, region: Region, correction: Correction) -> None:
    """The main premises; the map counts its cells anew where they move."""
    for name in correction.words.keys() & {"address", "place_type"}:
        setattr(site, name, correction.words[name])
    if correction.place is None:
        return
    (point,) = correction.place
    _refuse_swapped(region, point)
    site.location = wkt(point)
    record(tx, EnterprisesImported(region.code, 0))


def _refuse_swapped(region: Region, point: Point | None) -> None:
    """A place outside the region that lies inside the other way round was typed the wrong way round."""
    if point is None:
        return
    box = Box(region.west, region.south, region.east, region.north)
    turned = box.west <= point.latitude <= box.east and box.south <= point.longitude <= box.north
    if turned and not box.holds(point):
        raise PLACE_SWAPPED(field="longitude", longitude=point.longitude, latitude=point.latitude)
