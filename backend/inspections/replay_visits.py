"""Every visit of a region that a replay must know, real and imported, in a few queries for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.identity.models import Region
from backend.inspections.comparing import Arrived
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, PastVisit, Result
from backend.inspections.replaying import from_row
from backend.inspections.visits import VISIT_COLUMNS, as_visit
from backend.planning import queries as planning
from backend.planning.levels import rank, told_of_rank
from backend.planning.matters import Matters, told_of_task
from backend.planning.models import Task
from backend.planning.plans.spans import spans_by_organ
from backend.policy.facts import OfficerAtDoor, SiteFacts, Visit

BATCH = 5000

_PEOPLE = (
    select(
        func.jsonb_agg(
            func.jsonb_build_object(
                "id", OfficerPresent.person_id, "state", OfficerPresent.card_state, "role", OfficerPresent.role,
                "number", OfficerPresent.card_number, "field", OfficerPresent.card_field,
                "area", OfficerPresent.card_area, "inside", OfficerPresent.in_area,
            )
        )
    )
    .where(OfficerPresent.inspection_id == Inspection.id).correlate(Inspection).scalar_subquery()
)  # fmt: skip


def size(tx: Session, region_path: str, since: date, until: date) -> int:
    """About how many visits a replay of these days would judge: days are those of UTC here."""
    first, last = _moment(since), _moment(until + timedelta(days=1))
    real = select(func.count()).select_from(Inspection)
    real = real.where(_inside(Inspection.region_path, region_path), Inspection.arrived_at.between(first, last))
    past = select(func.count()).select_from(PastVisit).join(Region, Region.code == PastVisit.region_code)
    past = past.where(_inside(Region.path, region_path), PastVisit.day.between(since, until))
    return (tx.scalar(real) or 0) + (tx.scalar(past) or 0)


def visits(tx: Session, region_path: str, since: date, until: date) -> list[Arrived]:
    """The visits of the days since…until with whatever counts beside them: a year and more before, imported ones all."""
    real = _real(tx, region_path, _moment(since) - planning.PREVIOUS, _moment(until) + timedelta(days=2))
    return [*real, *_past(tx, region_path, until)]


def _real(tx: Session, region_path: str, since: datetime, until: datetime) -> Iterator[Arrived]:
    wanted = (
        select(*VISIT_COLUMNS, Inspection.region_code, _PEOPLE.label("people"),
               told_of_task(Inspection.task_id).label("matters"), Task.followup_due)
        .join(CheckIn, CheckIn.inspection_id == Inspection.id)
        .outerjoin(Result, Result.inspection_id == Inspection.id).outerjoin(Task, Task.id == Inspection.task_id)
        .where(_inside(Inspection.region_path, region_path), Inspection.arrived_at.between(since, until))
        .order_by(Inspection.arrived_at, Inspection.id).execution_options(yield_per=BATCH)
    )  # fmt: skip
    for batch in tx.execute(wanted).partitions():
        yield from _arrivals(tx, batch)


def _arrivals(tx: Session, rows: Sequence[Row[Any]]) -> Iterator[Arrived]:
    """A batch of rows with their premises and approvals."""
    sites = enterprises.sites(tx, {row.site_id for row in rows if row.site_id})
    task_ids = {row.task_id for row in rows if row.task_id}
    tasks = {each.id: each for each in tx.scalars(select(Task).where(Task.id.in_(task_ids)))}
    decisions = planning.decisions_of(tx, task_ids)
    plans = spans_by_organ(tx, {row.organ_id for row in rows})
    for row in rows:
        approval = planning.approval(tasks[row.task_id], decisions.get(row.task_id)) if row.task_id else None
        site, published = sites.get(row.site_id), plans.get(row.organ_id, ()) if row.task_id else None
        yield Arrived(
            replace(_visit(row), approval=approval, plans=published), enterprises.site_facts(site) if site is not None else None,
            row.region_code, row.id,
        )  # fmt: skip


def _visit(row: Row[Any]) -> Visit:
    matters = Matters.of(row.matters)
    return replace(
        as_visit(row), officers=tuple(_officer(each) for each in row.people or ()), fields=matters.fields,
        item_caps=matters.caps, followup_due=row.followup_due,
    )  # fmt: skip


def _officer(told: dict[str, Any]) -> OfficerAtDoor:
    return OfficerAtDoor(
        told["id"], told["state"], told["role"], declared=told["number"] is not None, card_number=told["number"],
        card_field=told["field"], card_area=told["area"], in_area=told["inside"],
    )  # fmt: skip


def _past(tx: Session, region_path: str, until: date) -> Iterator[Arrived]:
    """Imported visits up to a day: all of them, for whether a follow-up is free depends on its whole batch (B-32)."""
    here = _inside(Region.path, region_path)
    wanted = select(PastVisit, Region.zone, told_of_rank(PastVisit.organ_id)).join(
        Region, Region.code == PastVisit.region_code
    )
    wanted = wanted.where(here, PastVisit.day <= until).order_by(PastVisit.id)
    sites = _sites_of(tx, wanted.with_only_columns(PastVisit.enterprise_id).order_by(None).distinct())
    zones: dict[str, ZoneInfo] = {}
    for row, zone, stands in tx.execute(wanted):
        known = zones.setdefault(zone, ZoneInfo(zone))
        yield Arrived(replace(from_row(row, known), rank=rank(stands)), sites.get(row.enterprise_id), row.region_code)


def _sites_of(tx: Session, enterprise_ids: Select[Any]) -> dict[Any, SiteFacts]:
    """The main premises of enterprises: records name no other."""
    rows = tx.execute(enterprises.with_site().where(enterprises.Enterprise.id.in_(enterprise_ids)))
    return {row.enterprise_id: enterprises.site_facts(row) for row in rows}


def _inside(column: Any, region_path: str) -> Any:
    return or_(column == region_path, func.starts_with(column, f"{region_path}/"))


def _moment(day: date) -> datetime:
    """The midnight of UTC; whoever asks takes a day more on either side."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
