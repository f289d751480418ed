"""Enterprises from a table: what its rows say, and what is wrong with them; `storing` puts them into the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.enterprises import storing
from backend.enterprises.events import EnterprisesImported
from backend.enterprises.models import Enterprise
from backend.enterprises.storing import Establishment
from backend.identity.models import Region
from backend.journal.record import record
from backend.kernel.csv_rows import Note, Notes, Row, read_rows, with_progress
from backend.kernel.geo import Box, Point, gcj02_to_wgs84
from backend.policy.identifiers import check_uscc

HEADERS = {
    "identifier": "identifier", "license": "identifier", "统一社会信用代码": "identifier", "uscc": "identifier",
    "name": "name", "名称": "name", "企业名称": "name",
    "address": "address", "地址": "address", "住所": "address",
    "longitude": "longitude", "经度": "longitude", "latitude": "latitude", "纬度": "latitude",
    "datum": "datum", "坐标系": "datum",
    "place_type": "place_type", "场所类型": "place_type",
    "industry": "industry", "行业": "industry", "facility_type": "industry",
    "class": "classes", "classes": "classes", "类别": "classes",
    "tier": "tier", "等级": "tier", "风险等级": "tier", "risk": "tier",
}  # fmt: skip
"""Header → our name. Columns that are not listed are kept in `source` as they were."""

PLACE_TYPES = {"城镇": "urban", "农村": "rural", "矿山": "mine_farm", "养殖场": "mine_farm"} | {
    each: each for each in ("urban", "rural", "mine_farm")
}
DATUMS = {"": "wgs84", "wgs84": "wgs84", "wgs-84": "wgs84", "cgcs2000": "wgs84", "gcj02": "gcj02", "gcj-02": "gcj02"}


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import ended: rows that came in, stayed as they are, were changed; `placed` of all have a position."""

    new: int
    known: int
    placed: int
    notes: Notes
    changed: int = 0


def import_establishments(
    tx: Session, path: Path, region: Region, now: datetime, tell: Callable[[int], None]
) -> Imported:
    """Read the table and put in what is new, found by scheme and identifier. Raises TableError."""
    notes = Notes()
    return put_in(tx, with_progress(read_rows(path, HEADERS, ("identifier", "name"), notes), tell), region, now, notes)


def put_in(
    tx: Session, rows: Iterator[Row], region: Region, now: datetime, notes: Notes, *, update: bool = False
) -> Imported:
    """Put in what is new of these rows, found by scheme and identifier; with `update` known ones get what the table says.

    An empty cell changes nothing. An enterprise of another region stays as it is, which is noted.
    """
    counts = {"read": 0, "placed": 0}
    storing.stage(tx, _counted(establishments(rows, region, notes), counts), region)
    for row in storing.of_other_regions(tx):
        notes.add(
            Note(row, "identifier", "is registered in another region; left", warning=True, zh="登记在其他区划，未更改")
        )
    changed = storing.update(tx) if update else 0
    new = storing.insert(tx, region, now)
    if new or changed:
        record(tx, EnterprisesImported(region.code, new))
    return Imported(new, counts["read"] - new - changed, counts["placed"], notes, changed)


def establishments(rows: Iterable[Row], region: Region, notes: Notes) -> Iterator[Establishment]:
    """The rows that can be used; what is wrong with a row is noted, and the row kept wherever it can be."""
    seen: dict[str, int] = {}
    for row in rows:
        read = _establishment(row, region, notes)
        if read is None:
            continue
        if (before := seen.setdefault(read.identifier, row.number)) != row.number:
            notes.add(
                Note(
                    row.number,
                    "identifier",
                    f"the same identifier stands in row {before}",
                    zh=f"与第 {before} 行的代码相同",
                )
            )
            continue
        yield read


def ids_by_identifier(tx: Session, scheme: str) -> dict[str, UUID]:
    """Every enterprise of a scheme: identifier → id."""
    rows = tx.execute(select(Enterprise.identifier, Enterprise.id).where(Enterprise.scheme == scheme))
    return {row.identifier: row.id for row in rows}


def _establishment(row: Row, region: Region, notes: Notes) -> Establishment | None:
    problem = _refusal(row, region)
    if problem is not None:
        notes.add(problem)
        return None
    identifier, right = row.get("identifier"), True
    if region.scheme == "uscc":
        checked = check_uscc(identifier)
        identifier, right = checked.normalised or identifier, checked.ok
    if not right:
        notes.add(
            Note(
                row.number,
                "identifier",
                f"the check digit of {identifier} is wrong; kept (B-49)",
                warning=True,
                zh="校验码不对，已保留并标记（B-49）",
            )
        )
    placed = PLACE_TYPES[row.get("place_type")] if row.get("place_type") else None
    return Establishment(
        row.number, identifier, right, row.get("name"), row.get("address") or None, placed, _point(row, region, notes),
        row.get("industry") or None, _classes(row.get("classes")) or None, row.get("tier") or None, row.rest,
    )  # fmt: skip


def _refusal(row: Row, region: Region) -> Note | None:
    """Why a row cannot be used at all."""
    for column in ("identifier", "name"):
        if not row.get(column):
            return Note(row.number, column, "is empty", zh="为空")
    if region.scheme == "uscc" and check_uscc(row.get("identifier")).normalised is None:
        return Note(
            row.number,
            "identifier",
            "is no unified social credit code: 18 characters without I, O, S, V, Z",
            zh="不是统一社会信用代码：应为 18 位，不含 I、O、S、V、Z",
        )
    if row.get("place_type") and row.get("place_type") not in PLACE_TYPES:
        return Note(
            row.number,
            "place_type",
            f"must be one of {', '.join(PLACE_TYPES)}",
            zh="不在可选的场所类型内",
        )
    if any("\0" in cell for cell in (*row.known.values(), *row.rest.values())):
        return Note(row.number, "", "holds a NUL character", zh="含有无法保存的字符")
    return None


def _point(row: Row, region: Region, notes: Notes) -> Point | None:
    """The place in WGS-84. What is missing stays missing; what cannot be a place is noted and left out."""
    longitude, latitude = row.get("longitude"), row.get("latitude")
    if not longitude and not latitude:
        return None
    try:
        x, y, datum = float(longitude), float(latitude), DATUMS[row.get("datum").casefold()]
        box = Box(region.west, region.south, region.east, region.north)
        if not box.holds(Point(x, y)) and _holds(box, y, x):
            raise ValueError("longitude and latitude changed places")
        return gcj02_to_wgs84(Point(x, y)) if datum == "gcj02" else Point(x, y)
    except (ValueError, KeyError) as error:
        notes.add(Note(row.number, "longitude", f"no position taken: {error}", warning=True, zh="坐标不可用，未采用"))
        return None


def _holds(box: Box, longitude: float, latitude: float) -> bool:
    return box.west <= longitude <= box.east and box.south <= latitude <= box.north


def _classes(cell: str) -> list[str]:
    for mark in "、;；|，":
        cell = cell.replace(mark, ",")
    return [each.strip() for each in cell.split(",") if each.strip()]


def _counted(rows: Iterable[Establishment], counts: dict[str, int]) -> Iterator[Establishment]:
    for each in rows:
        counts["read"] += 1
        counts["placed"] += each.point is not None
        yield each
