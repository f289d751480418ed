"""Rows of a table into the register of enterprises, all at once: by COPY, and set by set against what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from backend.identity.models import Region
from backend.kernel.geo import Point
from backend.kernel.ids import uuid7
from backend.kernel.pinyin import spelled

MANY = 1000
"""So many new rows at once change how the database best reads the register."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """One enterprise with its premises, as a row of the table tells it; what the row leaves empty is None."""

    row: int
    identifier: str
    identifier_ok: bool
    name: str
    address: str | None
    place_type: str | None
    point: Point | None
    industry: str | None
    classes: list[str] | None
    tier: str | None
    source: Mapping[str, str]


_STAGE = """
CREATE TEMPORARY TABLE establishment_read (
    "row" integer, id uuid, site_id uuid, identifier text, identifier_ok boolean, name text, pinyin text, industry text,
    classes text[], tier text, source jsonb, address text, place_type text, longitude double precision,
    latitude double precision
) ON COMMIT DROP
"""
_COPY = """
COPY establishment_read ("row", id, site_id, identifier, identifier_ok, name, pinyin, industry, classes, tier, source,
    address, place_type, longitude, latitude) FROM STDIN
"""
_OF_ENTERPRISE, _OF_SITE = ("name", "industry", "classes", "tier"), ("address", "place_type")
_TOLD = ", ".join(
    f"'{name}', CASE WHEN read.{name} IS DISTINCT FROM {table}.{name} AND read.{name} IS NOT NULL"
    f" THEN jsonb_build_array({table}.{name}, read.{name}) END"
    for table, names in (("enterprise", _OF_ENTERPRISE), ("site", _OF_SITE))
    for name in names
)
_PLACED = ", ".join(
    f"'{name}', CASE WHEN read.longitude IS NOT NULL AND ({axis}(site.location::geometry) = read.{name}) IS NOT TRUE"
    f" THEN jsonb_build_array({axis}(site.location::geometry), read.{name}) END"
    for name, axis in (("longitude", "ST_X"), ("latitude", "ST_Y"))
)
_KNOWN = f"""
CREATE TEMPORARY TABLE establishment_known ON COMMIT DROP AS
SELECT read.*, enterprise.id AS enterprise_id, site.id AS premises_id,
    enterprise.region_path = :path OR starts_with(enterprise.region_path, :path || '/') AS ours,
    jsonb_strip_nulls(jsonb_build_object({_TOLD}, {_PLACED}, 'source',
        CASE WHEN NOT enterprise.source @> read.source THEN jsonb_build_array(enterprise.source, read.source) END
    )) AS fields
FROM establishment_read AS read
JOIN enterprise ON enterprise.scheme = :scheme AND enterprise.identifier = read.identifier
LEFT JOIN site ON site.id = (
    SELECT (array_agg(its.id ORDER BY its.id))[1] FROM site AS its WHERE its.enterprise_id = enterprise.id)
"""  # noqa: S608 – words of this file
"""Rows and their enterprise with its main premises. With LIMIT 1 the database would walk through all premises by id."""

_POINT = "ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography"
_ENTERPRISES = """
INSERT INTO enterprise (id, region_code, region_path, scheme, identifier, identifier_ok, name, pinyin, industry, classes,
    tier, source, imported_at)
SELECT id, :region, :path, :scheme, identifier, identifier_ok, name, pinyin, industry, coalesce(classes, '{}'), tier,
    source, :now
FROM establishment_read ORDER BY "row"
ON CONFLICT (scheme, identifier) DO NOTHING
"""
_SITES = f"""
INSERT INTO site (id, enterprise_id, address, place_type, location)
SELECT site_id, id, coalesce(address, ''), coalesce(place_type, 'urban'), {_POINT}
FROM establishment_read JOIN enterprise USING (id) ORDER BY "row"
"""  # noqa: S608 – words of this file
_CHANGED_ENTERPRISES = """
UPDATE enterprise SET name = known.name, pinyin = known.pinyin, industry = coalesce(known.industry, enterprise.industry),
    classes = coalesce(known.classes, enterprise.classes), tier = coalesce(known.tier, enterprise.tier),
    source = enterprise.source || known.source
FROM establishment_known AS known
WHERE enterprise.id = known.enterprise_id AND ours AND fields ?| ARRAY['name', 'industry', 'classes', 'tier', 'source']
"""
_CHANGED_SITES = f"""
UPDATE site SET address = coalesce(known.address, site.address), place_type = coalesce(known.place_type, site.place_type),
    location = coalesce({_POINT}, site.location)
FROM establishment_known AS known
WHERE site.id = known.premises_id AND ours AND fields ?| ARRAY['address', 'place_type', 'longitude', 'latitude']
"""  # noqa: S608 – words of this file
_OUTCOMES = """
SELECT read."row", read.name, coalesce(fields, '{}') AS fields,
    CASE WHEN known.enterprise_id IS NULL THEN 'new' WHEN ours AND fields <> '{}' THEN 'changed' ELSE 'known' END AS outcome
FROM establishment_read AS read LEFT JOIN establishment_known AS known USING (id)
"""


def stage(tx: Session, rows: Iterable[Establishment], region: Region) -> None:
    """Bring the rows to the database and compare them with what is known there."""
    for statement in ("DROP TABLE IF EXISTS establishment_read, establishment_known", _STAGE):
        tx.execute(text(statement))
    connection: Any = tx.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for each in rows:
            copy.write_row(_cells(each))
    tx.execute(text("ANALYZE establishment_read"))
    tx.execute(text(_KNOWN), {"path": region.path, "scheme": region.scheme})
    tx.execute(text("ANALYZE establishment_known"))


def _cells(read: Establishment) -> tuple[Any, ...]:
    where = (read.point.longitude, read.point.latitude) if read.point else (None, None)
    return (
        read.row, uuid7(), uuid7(), read.identifier, read.identifier_ok, read.name, spelled(read.name), read.industry,
        read.classes, read.tier, Jsonb(dict(read.source)), read.address, read.place_type, *where,
    )  # fmt: skip


def of_other_regions(tx: Session) -> Sequence[int]:
    """The rows whose enterprise is registered in another region."""
    return tx.scalars(text('SELECT "row" FROM establishment_known WHERE NOT ours ORDER BY "row"')).all()


def outcomes(tx: Session) -> Sequence[Row[Any]]:
    """(row, name, outcome, fields) of every staged row, as the register was before anything was stored."""
    return tx.execute(text(_OUTCOMES)).all()


def update(tx: Session) -> int:
    """Write what differs over the known rows of the region and below; how many those are."""
    for statement in (_CHANGED_ENTERPRISES, _CHANGED_SITES):
        tx.execute(text(statement))
    return tx.scalar(text("SELECT count(*) FROM establishment_known WHERE ours AND fields <> '{}'")) or 0


def insert(tx: Session, region: Region, now: datetime) -> int:
    """Enter what is new, with its premises; how many those are."""
    values = {"region": region.code, "path": region.path, "scheme": region.scheme, "now": now}
    new: Any = tx.execute(text(_ENTERPRISES), values)
    tx.execute(text(_SITES))
    if new.rowcount > MANY:
        weigh(tx)
    return int(new.rowcount)


def weigh(tx: Session) -> None:
    """Tell the database how many there are now; by itself it looks within minutes, and plans for few until then."""
    tx.execute(text("ANALYZE enterprise, site"))
