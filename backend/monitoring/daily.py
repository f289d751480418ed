"""The visits of a day for one actor: where they are, what they show as, their counts; and the places of a street map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Uuid,
    case,
    cast,
    column,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import Text as SqlText
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Subquery

from backend.enterprises.models import Enterprise, Site
from backend.enterprises.queries import meant
from backend.evidence.models import Media
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.inspections.models import CheckIn, Inspection
from backend.kernel.sorting import Sorting, by_name
from backend.monitoring.queries import unsealed_of
from backend.planning.models import Task

WAITING = ("awaiting_approval", "approved", "coded")
"""Tasks that may still become a visit."""

MARKS = ("planned", "ongoing", "left", "alert", "violation", "review")
"""What a visit shows as; they exclude each other, so their counts add up to the day's visits."""

geometry = func.geometry


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to."""

    mark: str | None = None
    state: str | None = None
    q: str = ""
    box: Box | None = None
    unsealed: bool = False
    """Only visits of which a declared file is not in the store yet."""


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments at which a local day begins and ends."""
    start = datetime.combine(day, time(), zone)
    return start, datetime.combine(day + timedelta(days=1), time(), zone)


def visits_of_day(
    actor: Actor, day: date, zone: ZoneInfo, *, organ_id: UUID | None = None, to: Sequence[str] = ("visit.see",)
) -> Subquery:
    """The visits of a local day to which the actor may do all of this: those that came, and tasks nobody came for yet."""
    return visits_between(actor, day, *day_span(day, zone), organ_id=organ_id, to=to)


def visits_between(
    actor: Actor, day: Any, begins: Any, ends: Any, *, organ_id: UUID | None = None, to: Sequence[str] = ("visit.see",)
) -> Subquery:
    """The same for a day with its two moments, which may be blanks of a question that is built once."""
    happened = _open_to(_happened(begins, ends), actor, Inspection, to)
    planned = _open_to(_planned(day), actor, Task, to)
    if organ_id is not None:
        happened, planned = happened.where(Inspection.organ_id == organ_id), planned.where(Task.organ_id == organ_id)
    return union_all(happened, planned).subquery("visit")


def _open_to(
    stmt: Select[Any], actor: Actor, rows: type[Inspection] | type[Task], actions: Sequence[str] = ("visit.see",)
) -> Select[Any]:
    for action in actions:
        stmt = visible(stmt, actor, action, organ=rows.organ_id, region_path=rows.region_path)
    return stmt


def _happened(start: Any, end: Any) -> Select[Any]:
    came = select(*_happened_columns(_SOUGHT)).outerjoin(Task, Task.id == Inspection.task_id)
    return came.where(Inspection.arrived_at >= start, Inspection.arrived_at < end)


def with_place(stmt: Select[Any]) -> Select[Any]:
    joined = stmt.select_from(Inspection).outerjoin(CheckIn, CheckIn.inspection_id == Inspection.id)
    return joined.outerjoin(Site, Site.id == Inspection.site_id).outerjoin(Task, Task.id == Inspection.task_id)


_SOUGHT = func.coalesce(
    select(CheckIn.place).where(CheckIn.inspection_id == Inspection.id).correlate(Inspection).scalar_subquery(),
    select(Site.location).where(Site.id == Inspection.site_id).correlate(Inspection).scalar_subquery(),
)
"""Where a visit came, looked up visit by visit: joined, a day would read every check-in that there is."""
_JOINED = func.coalesce(CheckIn.place, Site.location)
"""The same behind `with_place`."""


def _happened_columns(where: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [
        Inspection.id.label("id"),
        Inspection.task_id.label("task_id"),
        Inspection.id.label("inspection_id"),
        Inspection.enterprise_name.label("enterprise_name"),
        Inspection.enterprise_identifier.label("identifier"),
        Inspection.organ_id.label("organ_id"),
        Inspection.organ_name.label("organ_name"),
        Inspection.state.label("state"),
        shown_mark().label("mark"),
        Task.planned_on.label("planned_on"),
        Task.starts_at.label("starts_at"),
        Inspection.arrived_at.label("arrived_at"),
        Inspection.left_at.label("left_at"),
        Inspection.closed_at.label("closed_at"),
        cast(null(), SqlText).label("task_state"),
        geometry(where).label("place"),
    ]


def shown_mark() -> ColumnElement[str]:
    """The verdict's mark where it is not clean, else how far the visit has come."""
    return case((Inspection.mark == "clean", Inspection.state), else_=Inspection.mark)


def _planned(day: Any) -> Select[Any]:
    came = select(Inspection.id).where(Inspection.task_id == Task.id).exists()
    return (
        select(
            Task.id.label("id"),
            Task.id.label("task_id"),
            cast(null(), Uuid).label("inspection_id"),
            Enterprise.name.label("enterprise_name"),
            Enterprise.identifier.label("identifier"),
            Task.organ_id.label("organ_id"),
            Organ.name.label("organ_name"),
            literal("planned").label("state"),
            literal("planned").label("mark"),
            Task.planned_on.label("planned_on"),
            Task.starts_at.label("starts_at"),
            cast(null(), Inspection.arrived_at.type).label("arrived_at"),
            cast(null(), Inspection.left_at.type).label("left_at"),
            cast(null(), Inspection.closed_at.type).label("closed_at"),
            Task.state.label("task_state"),
            geometry(Site.location).label("place"),
        )
        .join(Enterprise, Enterprise.id == Task.enterprise_id)
        .join(Organ, Organ.id == Task.organ_id)
        .join(Site, Site.id == Task.site_id)
        .where(Task.planned_on == day, Task.state.in_(WAITING), ~came)
    )


def page_of_visits(
    tx: Session, visits: Subquery, filters: Filters, *, sort: str, page: int, page_size: int
) -> tuple[Sequence[Row[Any]], int]:
    """A page of the day in the order that SORTING gives it."""
    kept = narrowed(visits, filters)
    total = tx.scalar(select(func.count()).select_from(kept.subquery())) or 0
    ordered = kept.order_by(*SORTING.order(sort))
    return tx.execute(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


_STATE: ColumnElement[Any] = column("state")
_ARRIVED: ColumnElement[Any] = column("arrived_at")
SORTING = Sorting(
    case((_STATE == "ongoing", 0), (_STATE == "planned", 1), else_=2), _ARRIVED.desc(), column("starts_at"), column("id"),
    enterprise=by_name(column("enterprise_name")), organ=by_name(column("organ_name")), state=column("mark"),
    arrived=_ARRIVED, left=column("left_at"),
)  # fmt: skip
"""Of a day's visits: what is going on first, newest arrival first, then what is planned, then what is over."""


def narrowed(visits: Subquery, filters: Filters) -> Select[Any]:
    """Those of the visits that are asked for, with longitude and latitude, in no order."""
    of = visits.c
    stmt = select(*of, func.ST_X(of.place).label("longitude"), func.ST_Y(of.place).label("latitude"))
    if filters.mark:
        stmt = stmt.where(of.mark == filters.mark)
    if filters.state:
        stmt = stmt.where(of.state == filters.state)
    if filters.q:
        stmt = stmt.where(_meant(visits, filters.q))
    if filters.unsealed:
        stmt = stmt.where(of.inspection_id.in_(_unsealed(visits)))
    if filters.box:
        box = filters.box
        stmt = stmt.where(
            func.ST_Intersects(of.place, func.ST_MakeEnvelope(box.west, box.south, box.east, box.north, 4326))
        )
    return stmt


def _unsealed(visits: Subquery) -> Select[UUID]:
    """Which of the visits wait for a file; the day is asked once more, apart from the query around."""
    came = select(visits.c.inspection_id).where(visits.c.inspection_id.is_not(None)).correlate(None)
    return select(unsealed_of(Media.inspection_id.in_(came)).subquery().c.inspection_id)


def _meant(visits: Subquery, q: str) -> ColumnElement[bool]:
    """The enterprise's name as it was at the visit; or its name, pinyin or number as they are now."""
    now = select(Enterprise.identifier).where(meant(q))
    return or_(visits.c.enterprise_name.contains(q, autoescape=True), visits.c.identifier.in_(now))


def counts(tx: Session, visits: Subquery) -> dict[str, int]:
    """How many visits of the day show as what; the marks add up to `today`. `unsealed` counts files, not visits."""
    grouped = tx.execute(select(visits.c.mark, func.count()).group_by(visits.c.mark)).all()
    found = {row[0]: row[1] for row in grouped}
    ids = select(visits.c.inspection_id).where(visits.c.inspection_id.is_not(None))
    unsealed = tx.scalar(select(func.count()).select_from(unsealed_of(Media.inspection_id.in_(ids)).subquery())) or 0
    return {"today": sum(found.values()), **{mark: found.get(mark, 0) for mark in MARKS}, "unsealed": unsealed}


def visit(tx: Session, actor: Actor, inspection_id: UUID) -> Row[Any] | None:
    """One visit that came and that the actor may see, with the columns of the list."""
    column = _happened_columns(_JOINED)
    point = (func.ST_X(geometry(_JOINED)).label("longitude"), func.ST_Y(geometry(_JOINED)).label("latitude"))
    stmt = with_place(select(*column, *point)).where(Inspection.id == inspection_id)
    return tx.execute(_open_to(stmt, actor, Inspection)).one_or_none()


def street_places(actor: Actor, around: ColumnElement[Any]) -> Select[Any]:
    """Enterprises of the actor's region inside a geometry in degrees: id, name, place."""
    shown = (
        cast(Enterprise.id, SqlText).label("id"),
        Enterprise.name.label("name"),
        geometry(Site.location).label("place"),
    )
    stmt = select(*shown).join(Enterprise, Enterprise.id == Site.enterprise_id)
    near = stmt.where(Site.location.op("&&")(func.geography(around)))
    return visible(near, actor, "map.places", region_path=Enterprise.region_path)


def regions_below(actor: Actor) -> Select[Any]:
    """The codes of the regions whose places the actor may see on the map."""
    return visible(select(Region.code), actor, "map.places", region_path=Region.path)
