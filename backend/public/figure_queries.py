"""Counts of a year in a region and all below it, for `figures`; no row of anybody leaves this module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Select, Subquery, cast, extract, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.feedback.queries import rated_by_month
from backend.identity.models import Region
from backend.inspections.models import Inspection, PastVisit, VerdictRow
from backend.public.figures import OFTENEST, Rated, Tally
from backend.public.queries import below
from backend.supervision.models import Alert
from backend.supervision.severity import BUREAU_ONLY


def tally(tx: Session, path: str, first: date, last: date, zone: ZoneInfo) -> Tally:
    """What happened from one local day to another, both included, and how it was judged."""
    visits, found = _visits(path, first, last, zone), _judged(tx, path, first, last, zone)
    problems, closed = _problems(tx, path, first, last, zone)
    rated = rated_by_month(tx, path, *_span(first, last, zone), zone.key)
    return Tally(
        by_month=_by_month(tx, visits), by_times=_by_times(tx, visits),
        visits_before=_count(tx, _visits(path, _year_before(first), _year_before(last), zone)),
        enterprises=tx.scalar(select(func.count()).select_from(Enterprise).where(below(Enterprise.region_path, path))) or 0,
        problems=problems, closed=closed, rated_by_month={month: Rated(*counts) for month, *counts in rated}, **found,
    )  # fmt: skip


def _visits(path: str, first: date, last: date, zone: ZoneInfo) -> Subquery:
    """(local day, enterprise) of every visit, imported ones included."""
    came = select(_local_day(Inspection.arrived_at, zone).label("day"), Inspection.enterprise_id)
    past = select(PastVisit.day, PastVisit.enterprise_id).join(Region, Region.code == PastVisit.region_code)
    past = past.where(below(Region.path, path), PastVisit.day.between(first, last))
    return _within(came, path, first, last, zone).union_all(past).subquery("visit")


def _within(stmt: Select[Any], path: str, first: date, last: date, zone: ZoneInfo) -> Select[Any]:
    begins, ends = _span(first, last, zone)
    here = below(Inspection.region_path, path)
    return stmt.where(here, Inspection.arrived_at >= begins, Inspection.arrived_at < ends)


def _by_month(tx: Session, visits: Subquery) -> Mapping[int, int]:
    month = extract("month", visits.c.day)
    return {int(n): count for n, count in tx.execute(select(month, func.count()).group_by(month))}


def _by_times(tx: Session, visits: Subquery) -> Mapping[int, int]:
    """How many enterprises were visited once, twice, …; from OFTENEST on in one."""
    named = select(func.least(func.count(), OFTENEST).label("n")).where(visits.c.enterprise_id.is_not(None))
    each = named.group_by(visits.c.enterprise_id).subquery()
    return {int(n): count for n, count in tx.execute(select(each.c.n, func.count()).group_by(each.c.n))}


def _count(tx: Session, visits: Subquery) -> int:
    return tx.scalar(select(func.count()).select_from(visits)) or 0


def _judged(tx: Session, path: str, first: date, last: date, zone: ZoneInfo) -> dict[str, int]:
    """Verdicts that count: how many there are, and what they say of quiet days and of the cap."""
    newest = select(
        VerdictRow.body["quiet"]["code"].astext.label("quiet"), VerdictRow.body["cap"]["code"].astext.label("cap")
    )
    newest = _within(newest.join(Inspection, Inspection.id == VerdictRow.inspection_id), path, first, last, zone)
    by_visit = newest.ext(distinct_on(VerdictRow.inspection_id)).order_by(
        VerdictRow.inspection_id, VerdictRow.judged_at.desc()
    )
    said = by_visit.subquery().c
    counted = {
        "judged": func.count(), "excused": func.count().filter(said.quiet.in_(("EXEMPT", "APPROVED"))),
        "broken": func.count().filter(said.quiet == "VIOLATION"), "over_cap": func.count().filter(said.cap == "REACHED"),
    }  # fmt: skip
    return dict(zip(counted, tx.execute(select(*counted.values())).one(), strict=True))


def _problems(tx: Session, path: str, first: date, last: date, zone: ZoneInfo) -> tuple[int, int]:
    """Problems that supervision found, and how many are closed; what enterprises said is not among them (B-74)."""
    begins, ends = _span(first, last, zone)
    counted = select(func.count(), func.count().filter(Alert.state == "closed")).where(
        below(Alert.region_path, path),
        Alert.code.not_in(BUREAU_ONLY),
        Alert.opened_at >= begins,
        Alert.opened_at < ends,
    )
    found, closed = tx.execute(counted).one()
    return found, closed


def _local_day(moment: Any, zone: ZoneInfo) -> Any:
    return cast(func.timezone(zone.key, moment), Date)


def _span(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


def _year_before(day: date) -> date:
    """29 February is told beside the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
