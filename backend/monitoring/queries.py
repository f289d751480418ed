"""The one place that joins across packages: the visits of a day, their counts, one visit in full."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import Text as SqlText
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.selectable import Subquery

from backend.certificates.models import Card, CodeScan, VisitCode
from backend.enterprises.models import Enterprise, Site
from backend.evidence.models import Media, SealedItem, Segment
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.inspections.models import CheckIn, CheckOut, Inspection, OfficerPresent, Result, Step, VerdictRow
from backend.journal.followers import Entry
from backend.journal.models import Journal
from backend.planning.models import Task, TaskOfficer

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


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments at which a local day begins and ends."""
    start = datetime.combine(day, time(), zone)
    return start, datetime.combine(day + timedelta(days=1), time(), zone)


def visits_of_day(actor: Actor, day: date, zone: ZoneInfo, *, organ_id: UUID | None = None) -> Subquery:
    """The visits of a local day that the actor may see: those that came, and tasks for which nobody has come yet."""
    happened = _seen(_happened(*day_span(day, zone)), actor, Inspection)
    planned = _seen(_planned(day), actor, Task)
    if organ_id is not None:
        happened, planned = happened.where(Inspection.organ_id == organ_id), planned.where(Task.organ_id == organ_id)
    return union_all(happened, planned).subquery("visit")


def _seen(stmt: Select[Any], actor: Actor, rows: type[Inspection] | type[Task]) -> Select[Any]:
    return visible(stmt, actor, "visit.see", organ=rows.organ_id, region_path=rows.region_path)


def _happened(start: datetime, end: datetime) -> Select[Any]:
    return _with_place(select(*_happened_columns())).where(Inspection.arrived_at >= start, Inspection.arrived_at < end)


def _with_place(stmt: Select[Any]) -> Select[Any]:
    joined = stmt.select_from(Inspection).outerjoin(CheckIn, CheckIn.inspection_id == Inspection.id)
    return joined.outerjoin(Site, Site.id == Inspection.site_id).outerjoin(Task, Task.id == Inspection.task_id)


def _happened_columns() -> list[ColumnElement[Any]]:
    where = func.coalesce(CheckIn.place, Site.location)
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
        cast(null(), SqlText).label("task_state"),
        geometry(where).label("place"),
    ]


def shown_mark() -> ColumnElement[str]:
    """The verdict's mark where it is not clean, else how far the visit has come."""
    return case((Inspection.mark == "clean", Inspection.state), else_=Inspection.mark)


def _planned(day: date) -> Select[Any]:
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
            Task.state.label("task_state"),
            geometry(Site.location).label("place"),
        )
        .join(Enterprise, Enterprise.id == Task.enterprise_id)
        .join(Organ, Organ.id == Task.organ_id)
        .join(Site, Site.id == Task.site_id)
        .where(Task.planned_on == day, Task.state.in_(WAITING), ~came)
    )


def page_of_visits(
    tx: Session, visits: Subquery, filters: Filters, *, page: int, page_size: int
) -> tuple[Sequence[Row[Any]], int]:
    """A page of the day: what is going on first, newest arrival first, then what is planned, then what is over."""
    kept = _narrowed(visits, filters)
    total = tx.scalar(select(func.count()).select_from(kept.subquery())) or 0
    column = visits.c
    rank = case((column.state == "ongoing", 0), (column.state == "planned", 1), else_=2)
    ordered = kept.order_by(rank, column.arrived_at.desc(), column.starts_at, column.id)
    return tx.execute(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total


def _narrowed(visits: Subquery, filters: Filters) -> Select[Any]:
    column = visits.c
    stmt = select(*column, func.ST_X(column.place).label("longitude"), func.ST_Y(column.place).label("latitude"))
    if filters.mark:
        stmt = stmt.where(column.mark == filters.mark)
    if filters.state:
        stmt = stmt.where(column.state == filters.state)
    if filters.q:
        found = column.enterprise_name.contains(filters.q, autoescape=True)
        stmt = stmt.where(or_(found, column.identifier.startswith(filters.q.upper(), autoescape=True)))
    if filters.box:
        box = filters.box
        stmt = stmt.where(
            func.ST_Intersects(column.place, func.ST_MakeEnvelope(box.west, box.south, box.east, box.north, 4326))
        )
    return stmt


def counts(tx: Session, visits: Subquery) -> dict[str, int]:
    """How many visits of the day show as what; the marks add up to `today`. `unsealed` counts files, not visits."""
    grouped = tx.execute(select(visits.c.mark, func.count()).group_by(visits.c.mark)).all()
    found = {row[0]: row[1] for row in grouped}
    ids = select(visits.c.inspection_id).where(visits.c.inspection_id.is_not(None))
    unsealed = tx.scalar(select(func.count()).select_from(_unsealed(Media.inspection_id.in_(ids)).subquery())) or 0
    return {"today": sum(found.values()), **{mark: found.get(mark, 0) for mark in MARKS}, "unsealed": unsealed}


def visit(tx: Session, actor: Actor, inspection_id: UUID) -> Row[Any] | None:
    """One visit that came and that the actor may see, with the columns of the list."""
    column = _happened_columns()
    where = func.coalesce(CheckIn.place, Site.location)
    point = (func.ST_X(geometry(where)).label("longitude"), func.ST_Y(geometry(where)).label("latitude"))
    stmt = _with_place(select(*column, *point)).where(Inspection.id == inspection_id)
    return tx.execute(_seen(stmt, actor, Inspection)).one_or_none()


def visit_facts(tx: Session, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """What the headline of each visit is made of: newest verdict, newest step, outcome."""
    verdict = select(VerdictRow.body).where(VerdictRow.inspection_id == Inspection.id)
    step = select(Step.kind).where(Step.inspection_id == Inspection.id)
    stmt = (
        select(
            Inspection.id,
            verdict.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc())
            .limit(1)
            .scalar_subquery()
            .label("verdict"),
            step.order_by(Step.at.desc(), Step.id.desc()).limit(1).scalar_subquery().label("step"),
            Result.outcome,
        )
        .outerjoin(Result, Result.inspection_id == Inspection.id)
        .where(Inspection.id.in_(ids))
    )
    return {row.id: row for row in tx.execute(stmt)}


def recorded_seconds(tx: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """Seconds that the declared recordings of each visit cover; what two recorders or two phones both hold counts once."""
    length = Segment.duration_ms * literal_column("interval '1 millisecond'")
    spans = func.unnest(func.range_agg(func.tstzrange(Segment.started_at, Segment.started_at + length)))
    covered = (
        select(Media.inspection_id, spans.label("span"))
        .join(Segment, Segment.media_id == Media.id)
        .where(Media.inspection_id.in_(ids), Media.kind == "recording", Segment.duration_ms > 0)
        .group_by(Media.inspection_id)
        .subquery()
    )
    seconds = func.extract("epoch", func.upper(covered.c.span) - func.lower(covered.c.span))
    stmt = select(covered.c.inspection_id, func.sum(seconds)).group_by(covered.c.inspection_id)
    return {row[0]: int(row[1]) for row in tx.execute(stmt)}


def unsealed_files(tx: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many declared segments and single files of each visit are not in the store yet."""
    missing = _unsealed(Media.inspection_id.in_(ids)).subquery()
    return {
        row[0]: row[1]
        for row in tx.execute(select(missing.c.inspection_id, func.count()).group_by(missing.c.inspection_id))
    }


def _unsealed(of: ColumnElement[bool]) -> Any:
    stored = aliased(SealedItem)
    same_piece = select(stored.id).where(stored.media_id == Media.id, stored.segment == Segment.n).exists()
    any_piece = select(stored.id).where(stored.media_id == Media.id).exists()
    segments = select(Media.inspection_id).join(Segment, Segment.media_id == Media.id).where(of, ~same_piece)
    singles = select(Media.inspection_id).where(of, Media.kind != "recording", ~any_piece, ~_has_segments())
    return union_all(segments, singles)


def _has_segments() -> ColumnElement[bool]:
    return select(Segment.id).where(Segment.media_id == Media.id).exists()


def verdicts(tx: Session, inspection_id: UUID) -> Sequence[VerdictRow]:
    """All verdicts of a visit, newest first (B-03)."""
    stmt = select(VerdictRow).where(VerdictRow.inspection_id == inspection_id)
    return tx.scalars(stmt.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc())).all()


def check_in(tx: Session, inspection_id: UUID) -> CheckIn | None:
    """The arrival as the phone told it."""
    return tx.get(CheckIn, inspection_id)


def check_out(tx: Session, inspection_id: UUID) -> CheckOut | None:
    """The departure as the phone told it."""
    return tx.get(CheckOut, inspection_id)


def result(tx: Session, inspection_id: UUID) -> Result | None:
    """What the visit ended with."""
    return tx.get(Result, inspection_id)


def officers(tx: Session, inspection_id: UUID) -> Sequence[OfficerPresent]:
    """Who was at the door, first come first."""
    stmt = select(OfficerPresent).where(OfficerPresent.inspection_id == inspection_id)
    return tx.scalars(stmt.order_by(OfficerPresent.at, OfficerPresent.person_id)).all()


def steps(tx: Session, inspection_id: UUID) -> Sequence[Any]:
    """The steps of a visit by time, with the names of those who recorded them."""
    stmt = select(Step.kind, Step.at, Step.note, Person.name).join(Person, Person.id == Step.recorded_by)
    return tx.execute(stmt.where(Step.inspection_id == inspection_id).order_by(Step.at, Step.id)).all()


def gaps(tx: Session, inspection_id: UUID) -> Sequence[Any]:
    """Holes in the recordings of a visit above a second: when they began, how long, why."""
    stmt = select(Segment.started_at, Segment.gap_ms, Segment.cause).join(Media, Media.id == Segment.media_id)
    return tx.execute(
        stmt.where(Media.inspection_id == inspection_id, Segment.gap_ms > 1000).order_by(Segment.started_at)
    ).all()


def scans(tx: Session, task_id: UUID | None) -> Sequence[datetime]:
    """When the live code of the visit was read."""
    if task_id is None:
        return []
    stmt = select(CodeScan.scanned_at).join(VisitCode, VisitCode.code_id == CodeScan.code_id)
    return tx.scalars(stmt.where(VisitCode.task_id == task_id).order_by(CodeScan.scanned_at)).all()


def task(tx: Session, task_id: UUID | None) -> Task | None:
    """The plan behind a visit, if it had one."""
    return tx.get(Task, task_id) if task_id is not None else None


def last_seq(tx: Session) -> int:
    """The newest number of the journal; 0 while it is empty."""
    return tx.scalar(select(func.coalesce(func.max(Journal.seq), 0))) or 0


def entries(tx: Session, after: int, upto: int, names: Collection[str]) -> Sequence[Entry]:
    """Journal entries of these names in (after, upto], in order."""
    stmt = select(Journal.seq, Journal.name, Journal.at, Journal.data)
    stmt = stmt.where(Journal.seq > after, Journal.seq <= upto, Journal.name.in_(names))
    return [Entry(*row) for row in tx.execute(stmt.order_by(Journal.seq))]


def shown_visits(tx: Session, ids: Collection[UUID]) -> Mapping[UUID, Row[Any]]:
    """What the live map shows of visits that came."""
    where = func.coalesce(CheckIn.place, Site.location)
    stmt = _with_place(
        select(
            Inspection.id,
            Inspection.organ_id,
            Inspection.region_path,
            Inspection.state,
            shown_mark().label("mark"),
            Inspection.arrived_at,
            func.ST_X(geometry(where)).label("longitude"),
            func.ST_Y(geometry(where)).label("latitude"),
        )
    )
    return {row.id: row for row in tx.execute(stmt.where(Inspection.id.in_(ids)))}


def shown_tasks(tx: Session, ids: Collection[UUID]) -> Mapping[UUID, Row[Any]]:
    """What the live map shows of tasks."""
    stmt = select(
        Task.id,
        Task.organ_id,
        Task.region_path,
        literal("planned").label("state"),
        literal("planned").label("mark"),
        cast(null(), Inspection.arrived_at.type).label("arrived_at"),
        func.ST_X(geometry(Site.location)).label("longitude"),
        func.ST_Y(geometry(Site.location)).label("latitude"),
    ).join(Site, Site.id == Task.site_id)
    return {row.id: row for row in tx.execute(stmt.where(Task.id.in_(ids)))}


def paths_of_organs(tx: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """The region path of each organ."""
    stmt = select(Organ.id, Region.path).join(Region, Region.code == Organ.region_code).where(Organ.id.in_(ids))
    return {row[0]: row[1] for row in tx.execute(stmt)}


def watchers_of_codes(tx: Session, code_ids: Collection[str]) -> dict[str, frozenset[UUID]]:
    """Whose screen a code may stand on, by its id in hex: the officers of the visit, or the holder of the card."""
    wanted = [bytes.fromhex(each) for each in code_ids]
    of_visits = select(VisitCode.code_id, TaskOfficer.person_id).join(
        TaskOfficer, TaskOfficer.task_id == VisitCode.task_id
    )
    of_cards = select(Card.code_id, Card.person_id).where(Card.code_id.in_(wanted))
    found: dict[str, set[UUID]] = {}
    for code_id, person_id in tx.execute(of_visits.where(VisitCode.code_id.in_(wanted)).union_all(of_cards)):
        found.setdefault(code_id.hex(), set()).add(person_id)
    return {code: frozenset(people) for code, people in found.items()}


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
