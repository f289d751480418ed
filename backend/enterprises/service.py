"""What the floors above ask of enterprises, and how one enterprise is entered by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.enterprises import queries
from backend.enterprises.events import EnterprisesImported
from backend.enterprises.models import Enterprise, Site
from backend.enterprises.problems import ALREADY_THERE, NO_USCC
from backend.identity import queries as identity
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Region
from backend.journal.record import record
from backend.kernel.geo import Point
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND
from backend.kernel.transaction import CONSTRAINTS
from backend.policy.facts import SiteFacts
from backend.policy.identifiers import check_uscc

CONSTRAINTS["uq_enterprise_scheme_identifier"] = ALREADY_THERE


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An enterprise as somebody types it; without `region` it lies in the typist's."""

    identifier: str
    name: str
    address: str
    place_type: str
    point: Point | None
    region: str | None


def site_facts(tx: Session, site_id: UUID) -> SiteFacts:
    """The premises as the rules want them. Raises NOT_FOUND."""
    row = queries.site(tx, site_id)
    if row is None:
        raise NOT_FOUND()
    return queries.site_facts(row)


def enter(tx: Session, *, actor: Actor, now: datetime, enterprise_id: UUID, newcomer: Newcomer) -> None:
    """Register one enterprise with its premises. A wrong check digit is kept and marked (B-49).

    Raises NOT_FOUND for a foreign region, NO_USCC, ALREADY_THERE.
    """
    region = _region(tx, actor, newcomer.region or actor.region)
    identifier, right = kept_identifier(region, newcomer.identifier)
    there = queries.by_identifier(tx, region.scheme, identifier)
    if there is not None:
        raise ALREADY_THERE(field="identifier", identifier=identifier, name=there.enterprise_name)
    tx.add(Enterprise(
        id=enterprise_id, region_code=region.code, region_path=region.path, scheme=region.scheme, identifier=identifier,
        identifier_ok=right, name=newcomer.name, classes=[], source={}, imported_at=now,
    ))  # fmt: skip
    tx.flush()
    tx.add(_premises(enterprise_id, newcomer))
    tx.flush()
    record(tx, EnterprisesImported(region.code, 1))


def _region(tx: Session, actor: Actor, code: str) -> Region:
    mine = visible(select(Region.code), actor, "enterprise.write", region_path=Region.path)
    if tx.scalar(mine.where(Region.code == code)) is None:
        raise NOT_FOUND(field="region_code")
    return identity.region(tx, code)


def kept_identifier(region: Region, typed: str) -> tuple[str, bool]:
    """The identifier as it is kept, and whether its check digit fits. Raises NO_USCC."""
    if region.scheme != "uscc":
        return typed, True
    checked = check_uscc(typed)
    if checked.normalised is None or checked.why not in ("ok", "digit"):
        raise NO_USCC(field="identifier", given=typed)
    return checked.normalised, checked.ok


def _premises(enterprise_id: UUID, newcomer: Newcomer) -> Site:
    return Site(
        id=uuid7(),
        enterprise_id=enterprise_id,
        address=newcomer.address,
        place_type=newcomer.place_type,
        location=wkt(newcomer.point),
    )


def wkt(point: Point | None) -> str | None:
    """A place as the database reads it."""
    return f"SRID=4326;POINT({point.longitude} {point.latitude})" if point else None
