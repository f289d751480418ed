"""Visits that happened, as the rules want them, and what a check-in must look up.

The look-ups of a check-in join tables of the floors below: it is the hot path, and each saved round trip counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy import Interval as Span
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, aliased

from backend.enterprises.models import Enterprise
from backend.enterprises.queries import site_ids_of
from backend.identity.access.scope import inside, visible
from backend.identity.actor import Actor
from backend.identity.models import Region
from backend.inspections import findings
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, PastVisit, Quarantine, Result, VerdictRow
from backend.planning.happened import OpenFinding, read_from
from backend.planning.models import Task, TaskOfficer
from backend.planning.queries import item_ids_of, lent_tasks
from backend.policy.batches import link_followups
from backend.policy.facts import CapExemption, Fix, Id, Interval, OfficerAtDoor, Visit

SAME_PEOPLE = timedelta(days=1)
"""How far around an arrival other visits of the same officers are looked at (B-55)."""


_officer_ids = (
    select(func.array_agg(OfficerPresent.person_id)).where(OfficerPresent.inspection_id == Inspection.id)
    .correlate(Inspection).scalar_subquery().label("officer_ids")
)  # fmt: skip

_kept_apart = (
    select(func.coalesce(Quarantine.decision, "open"))
    .where(Quarantine.inspection_id == Inspection.id, Quarantine.decision.is_distinct_from("counts"))
    .correlate(Inspection).scalar_subquery().label("kept_apart")
)  # fmt: skip

_items_recorded = case((Result.outcome == "aborted_on_site", findings.ITEMS_RECORDED), else_=0).label("items_recorded")
"""Counted only where it decides something (B-33)."""

VISIT_COLUMNS = (
    Inspection.id, Inspection.task_id, Inspection.organ_id, Inspection.enterprise_id, Inspection.site_id, Inspection.kind,
    Inspection.trigger, Inspection.ground, Inspection.left_at, CheckIn.earliest, CheckIn.latest, CheckIn.position,
    Result.outcome, Task.evidence_id, Task.superior_document, item_ids_of(Inspection.task_id).label("item_ids"),
    _officer_ids, _kept_apart, Task.followup_batch, findings.WENT_BEYOND.label("beyond_finding"), _items_recorded,
    Task.planned_on, Task.further_days,
)  # fmt: skip


def _visits() -> Select[Any]:
    return (
        select(*VISIT_COLUMNS).join(CheckIn, CheckIn.inspection_id == Inspection.id)
        .outerjoin(Result, Result.inspection_id == Inspection.id).outerjoin(Task, Task.id == Inspection.task_id)
    )  # fmt: skip


def as_visit(row: Row[Any]) -> Visit:
    """A stored visit as the rules want it for counting; its own officers and approval are not looked at again."""
    return Visit(
        id=row.id, task_id=row.task_id, organ_id=row.organ_id, enterprise_id=row.enterprise_id or row.id,
        site_id=row.site_id, kind=row.kind, trigger=row.trigger, ground=row.ground, evidence_id=row.evidence_id,
        superior_document=row.superior_document, arrived=Interval(row.earliest, row.latest), left=row.left_at,
        outcome=row.outcome, items_recorded=row.items_recorded, item_ids=frozenset(row.item_ids or ()), position=fix(row.position),
        officers=tuple(OfficerAtDoor(each, "active") for each in row.officer_ids or ()),
        kept_apart=row.kept_apart or "", followup_batch=row.followup_batch, beyond_finding=bool(row.beyond_finding),
        notice_days=_notice_days(row),
    )  # fmt: skip


def _notice_days(row: Row[Any]) -> frozenset[date]:
    """The days that its notice names, where there are several (B-31)."""
    return frozenset({row.planned_on, *row.further_days}) if row.further_days else frozenset()


def fix(position: dict[str, Any] | None) -> Fix | None:
    """A stored position as the phone told it."""
    if position is None:
        return None
    return Fix(position["longitude"], position["latitude"], position.get("accuracy_m"), position["datum"])


class HappenedVisits:
    """What planning asks of this package."""

    def visits(self, tx: Session, enterprise_id: UUID, since: datetime, until: datetime) -> list[Visit]:
        return visits_at(tx, enterprise_id, since, until)

    def visits_of(
        self, tx: Session, organ_id: UUID, enterprise_ids: Sequence[UUID], since: datetime, until: datetime
    ) -> dict[Id, list[Visit]]:
        return visits_of(tx, organ_id, enterprise_ids, since, until)

    def rows_of(self, tx: Session, organ_id: UUID, since: datetime, until: datetime) -> dict[UUID, int]:
        return _rows_of(tx, organ_id, since, until)

    def of_tasks(self, tx: Session, task_ids: Collection[UUID]) -> dict[UUID, UUID]:
        rows = tx.execute(
            select(Inspection.task_id, Inspection.id).where(Inspection.task_id.in_(task_ids))
            .order_by(Inspection.arrived_at.desc())
        )  # fmt: skip
        return {row.task_id: row.id for row in rows if row.task_id is not None}

    def finding(self, tx: Session, inspection_id: UUID) -> OpenFinding | None:
        return findings.finding(tx, inspection_id)

    def found_lines(self, tx: Session, inspection_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
        return findings.found_lines(tx, inspection_ids)


read_from(HappenedVisits())


_VISITS_AT = _visits().where(
    Inspection.enterprise_id == bindparam("enterprise_id"),
    Inspection.arrived_at.between(bindparam("since"), bindparam("until")),
)


def visits_at(tx: Session, enterprise_id: UUID, since: datetime, until: datetime) -> list[Visit]:
    """All visits to an enterprise that arrived in a span, checked in or imported; imported ones of any time before, too."""
    rows = tx.execute(_VISITS_AT, {"enterprise_id": enterprise_id, "since": since, "until": until}).all()
    return linked([as_visit(each) for each in rows] + past_visits(tx, enterprise_id, until))


def beside(
    tx: Session, visit: Visit, people: Collection[UUID], since: datetime, until: datetime, *, imported: bool = True
) -> list[Visit]:
    """All that matters to a visit at the door: `around`, and the organ's imported visits to this enterprise, if any are."""
    past = past_visits(tx, UUID(str(visit.enterprise_id)), until) if imported else []
    return linked(around(tx, visit, people, since, until) + [each for each in past if each.organ_id == visit.organ_id])


def linked(visits: Sequence[Visit]) -> list[Visit]:
    """The visits by arrival, each imported follow-up with its batch of findings, as in a replay (B-32).

    Follow-ups of our own stay as they are: without a link they use up the cap, and the verdict says so.
    """
    histories: dict[tuple[Id, Id], list[Visit]] = defaultdict(list)
    for each in sorted(visits, key=lambda each: each.arrived.earliest):
        histories[each.organ_id, each.enterprise_id].append(each)
    return [
        after if before.cap_exempt is not None else before
        for history in histories.values()
        for before, after in zip(history, link_followups(history), strict=True)
    ]


_HERE = select(Inspection.id).where(
    Inspection.enterprise_id == bindparam("enterprise_id"), Inspection.organ_id == bindparam("organ_id"),
    Inspection.arrived_at.between(bindparam("since"), bindparam("until")),
)  # fmt: skip
_THEIRS = select(OfficerPresent.inspection_id).where(
    OfficerPresent.person_id.in_(bindparam("people", expanding=True)),
    OfficerPresent.at.between(bindparam("near_since"), bindparam("near_until")),
)
_AROUND = _visits().where(Inspection.id.in_(union(_HERE, _THEIRS)), Inspection.id != bindparam("id"))
"""Two look-ups by index, put together: joined by OR they would read every visit that there is."""


def around(tx: Session, visit: Visit, people: Collection[UUID], since: datetime, until: datetime) -> list[Visit]:
    """The visits that matter to one at the door: the organ's at this enterprise, and those of the same people (B-55)."""
    near = visit.arrived.earliest - SAME_PEOPLE, visit.arrived.latest + SAME_PEOPLE
    rows = tx.connection().execute(_AROUND, {
        "enterprise_id": visit.enterprise_id, "organ_id": visit.organ_id, "since": since, "until": until, "id": visit.id,
        "people": list(people), "near_since": near[0], "near_until": near[1],
    }).all()  # fmt: skip
    return [as_visit(each) for each in rows]


_PAST_AT = (
    select(*PastVisit.__table__.columns, Region.zone, site_ids_of(PastVisit.enterprise_id).label("site_ids"))
    .join(Region, Region.code == PastVisit.region_code)
    .where(PastVisit.enterprise_id == bindparam("enterprise_id"), PastVisit.day <= bindparam("last"))
    .order_by(PastVisit.id)
)


def past_visits(tx: Session, enterprise_id: UUID, until: datetime) -> list[Visit]:
    """Imported visits that may have arrived by then; a day without a time is that local day.

    All of them, however old: whether a follow-up is free depends on its whole batch (B-32). Records name an enterprise
    and no premises: they are taken to have gone to its only premises; where it has several, nobody knows to which, and
    with cap.scope=premises such a visit counts at none of them (B-06).
    """
    last = until.date() + timedelta(days=1)
    rows = tx.connection().execute(_PAST_AT, {"enterprise_id": enterprise_id, "last": last})
    visits = [_past(row, ZoneInfo(row.zone), row.site_ids or ()) for row in rows]
    return [each for each in visits if each.arrived.earliest <= until]


_PAST_UNDER = (
    select(*PastVisit.__table__.columns, Region.zone, site_ids_of(PastVisit.enterprise_id).label("site_ids"))
    .join(Region, Region.code == PastVisit.region_code).join(Enterprise, Enterprise.id == PastVisit.enterprise_id)
)  # fmt: skip


def visits_under(tx: Session, path: str, since: datetime, until: datetime) -> dict[Id, list[Visit]]:
    """What `visits_at` gives, for every enterprise of a region and below that was visited, by enterprise."""
    here = inside(Enterprise.region_path, path)
    came = _visits().join(Enterprise, Enterprise.id == Inspection.enterprise_id).where(here)
    return _by_enterprise(tx, came, _PAST_UNDER.where(here), since, until)


def visits_of(
    tx: Session, organ_id: UUID, enterprise_ids: Sequence[UUID], since: datetime, until: datetime
) -> dict[Id, list[Visit]]:
    """What `visits_at` gives of one organ, for those of these enterprises that it visited, however many they are."""
    these = func.any(literal(list(enterprise_ids), ARRAY(Uuid)))
    came = _visits().where(Inspection.organ_id == organ_id, Inspection.enterprise_id == these)
    past = _PAST_UNDER.where(PastVisit.organ_id == organ_id, PastVisit.enterprise_id == these)
    return _by_enterprise(tx, came, past, since, until)


def _rows_of(tx: Session, organ_id: UUID, since: datetime, until: datetime) -> dict[UUID, int]:
    came = select(Inspection.enterprise_id).where(Inspection.organ_id == organ_id)
    past = select(PastVisit.enterprise_id).where(PastVisit.organ_id == organ_id, PastVisit.day >= since.date())
    rows = union_all(came.where(Inspection.arrived_at.between(since, until)), past).subquery()
    counted = select(rows.c.enterprise_id, func.count()).where(rows.c.enterprise_id.is_not(None))
    return {row[0]: row[1] for row in tx.execute(counted.group_by(rows.c.enterprise_id))}


def _by_enterprise(
    tx: Session, came: Select[Any], past: Select[Any], since: datetime, until: datetime
) -> dict[Id, list[Visit]]:  # fmt: skip
    rows = tx.execute(came.where(Inspection.arrived_at.between(since, until)))
    records = tx.execute(past.where(PastVisit.day <= until.date() + timedelta(days=1)).order_by(PastVisit.id))
    told = [as_visit(row) for row in rows] + [_past(row, ZoneInfo(row.zone), row.site_ids or ()) for row in records]
    found: dict[Id, list[Visit]] = defaultdict(list)
    for each in linked([each for each in told if each.arrived.earliest <= until]):
        found[each.enterprise_id].append(each)
    return found


def _past(row: Any, zone: ZoneInfo, site_ids: Sequence[UUID]) -> Visit:
    exempt: CapExemption | None = row.cap_exempt if row.cap_exempt in ("yes", "no", "first_of_batch") else None
    return Visit(
        id=f"past-{row.id}", organ_id=row.organ_id, enterprise_id=row.enterprise_id, kind=row.kind,
        site_id=site_ids[0] if len(site_ids) == 1 else None,
        trigger=row.trigger, ground=row.ground, outcome=row.outcome, officers_known=False,
        arrived=Interval.at(row.arrived_at) if row.arrived_at else Interval.of_day(row.day, zone),
        counts=row.counts, cap_exempt=exempt,
    )  # fmt: skip


def inspection(tx: Session, actor: Actor, inspection_id: UUID) -> Inspection | None:
    """A visit that the actor may see: of the own organ or region, or lent to it while it runs (B-11)."""
    wanted = select(Inspection).where(Inspection.id == inspection_id)
    lent = Inspection.task_id.in_(lent_tasks(actor.person_id))
    sides: dict[str, Any] = {"organ": Inspection.organ_id, "region_path": Inspection.region_path, "assigned": lent}
    return tx.execute(visible(wanted, actor, "inspection.see", **sides)).scalar_one_or_none()


def recorded_by(tx: Session, actor: Actor, inspection_id: UUID, *, lock: bool = False) -> Inspection | None:
    """A visit that the actor may record, being on it: what reaches us late is kept, too. With `lock`, until we commit."""
    wanted = select(Inspection).where(Inspection.id == inspection_id)
    wanted = visible(wanted, actor, "inspection.record", assigned=is_on(actor.person_id))
    return tx.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def is_on(person_id: UUID) -> ColumnElement[bool]:
    """Whether somebody is on the visit: checked it in, noted as present, or named in its task."""
    present = select(OfficerPresent.inspection_id).where(OfficerPresent.person_id == person_id)
    named = select(TaskOfficer.task_id).where(TaskOfficer.person_id == person_id)
    return or_(
        Inspection.checked_in_by == person_id,
        present.where(OfficerPresent.inspection_id == Inspection.id).exists(),
        named.where(TaskOfficer.task_id == Inspection.task_id).exists(),
    )


def of_same_people(tx: Session, inspection_id: UUID) -> Sequence[UUID]:
    """Other visits of somebody who was on this one, a day before to a day after it (B-55)."""
    mine, theirs = aliased(OfficerPresent), aliased(OfficerPresent)
    wanted = select(theirs.inspection_id).join(mine, mine.person_id == theirs.person_id)
    a_day = literal(SAME_PEOPLE, Span())
    near = theirs.at.between(mine.at - a_day, mine.at + a_day)
    here = (mine.inspection_id == inspection_id, theirs.inspection_id != inspection_id, near)
    return tx.scalars(wanted.where(*here).distinct()).all()


_LATER = select(Inspection.id).where(
    Inspection.organ_id == bindparam("organ_id"), Inspection.enterprise_id == bindparam("enterprise_id"),
    Inspection.arrived_at > bindparam("after"),
).order_by(Inspection.arrived_at)  # fmt: skip


_KNEW = (
    select(VerdictRow.inputs["earlier"].has_key(bindparam("id", type_=Text()))).where(VerdictRow.inspection_id == Inspection.id)
    .order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc()).limit(1).correlate(Inspection).scalar_subquery()
)  # fmt: skip
_UNAWARE = _LATER.where(_KNEW.is_distinct_from(True))


def later_visits(tx: Session, organ_id: UUID, enterprise_id: UUID, after: datetime) -> Sequence[UUID]:
    """The organ's visits to an enterprise that arrived after a moment."""
    asked = {"organ_id": organ_id, "enterprise_id": enterprise_id, "after": after}
    return tx.connection().execute(_LATER, asked).scalars().all()


def unaware_visits(tx: Session, organ_id: UUID, enterprise_id: UUID, after: datetime, visit_id: str) -> Sequence[UUID]:
    """Those of them whose newest verdict was made without this visit: it says itself what it counted (B-03).

    Of many that arrive one after the other, each knows those before it, and none has to be judged again.
    """
    asked = {"organ_id": organ_id, "enterprise_id": enterprise_id, "after": after, "id": visit_id}
    return tx.connection().execute(_UNAWARE, asked).scalars().all()
