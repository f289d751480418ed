"""Visits that happened, as the rules want them, checked in or imported; planning hears of them here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, Uuid, bindparam, case, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.enterprises.queries import site_ids_of
from backend.identity.access.scope import inside
from backend.identity.models import Region
from backend.inspections import findings
from backend.inspections.joint import joint_opened
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, PastVisit, Quarantine, Result
from backend.inspections.stated_models import StatedGround
from backend.planning.happened import OpenFinding, read_from
from backend.planning.levels import rank, told_of_rank
from backend.planning.models import Task
from backend.planning.queries import item_ids_of
from backend.policy.batches import link_followups
from backend.policy.facts import CapExemption, Fix, Id, Interval, OfficerAtDoor, Visit

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

_evidence = func.coalesce(
    select(StatedGround.evidence_id)
    .where(StatedGround.inspection_id == Inspection.id, StatedGround.decision == "reclassified")
    .correlate(Inspection).scalar_subquery(),
    Task.evidence_id,
).label("evidence_id")  # fmt: skip
"""That of the task, or of the ground which the bureau let the visit have afterwards (B-42)."""

VISIT_COLUMNS = (
    Inspection.id, Inspection.task_id, Inspection.organ_id, Inspection.enterprise_id, Inspection.site_id, Inspection.kind,
    Inspection.trigger, Inspection.ground, Inspection.left_at, CheckIn.earliest, CheckIn.latest, CheckIn.position,
    Result.outcome, _evidence, Task.superior_document, item_ids_of(Inspection.task_id).label("item_ids"),
    _officer_ids, _kept_apart, Task.followup_batch, findings.WENT_BEYOND.label("beyond_finding"), _items_recorded,
    Task.planned_on, Task.further_days, Task.joint_lead_id, joint_opened(Task.joint_lead_id).label("joint_opened"),
    told_of_rank(Inspection.organ_id).label("rank"),
)  # fmt: skip


def stored() -> Select[Any]:
    """Visits that were checked in: rows for `as_visit`."""
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
        notice_days=_notice_days(row), joint_group=row.joint_lead_id, joint_lead=row.joint_lead_id == row.task_id,
        joint_opened=row.joint_opened, rank=rank(row.rank),
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
        self, tx: Session, organ_ids: Sequence[UUID], enterprise_ids: Sequence[UUID], since: datetime, until: datetime
    ) -> dict[Id, list[Visit]]:
        return visits_of(tx, organ_ids, enterprise_ids, since, until)

    def rows_of(self, organ_ids: Sequence[UUID], since: datetime, until: datetime) -> Sequence[Select[Any, Any]]:
        came = select(Inspection.enterprise_id, Inspection.organ_id).where(Inspection.organ_id.in_(organ_ids))
        past = select(PastVisit.enterprise_id, PastVisit.organ_id).where(PastVisit.organ_id.in_(organ_ids))
        return (
            came.where(Inspection.arrived_at.between(since, until)),
            past.where(PastVisit.day.between(since.date(), until.date())),
        )

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


_VISITS_AT = stored().where(
    Inspection.enterprise_id == bindparam("enterprise_id"),
    Inspection.arrived_at.between(bindparam("since"), bindparam("until")),
)


def visits_at(tx: Session, enterprise_id: UUID, since: datetime, until: datetime) -> list[Visit]:
    """All visits to an enterprise that arrived in a span, checked in or imported; imported ones of any time before, too."""
    rows = tx.execute(_VISITS_AT, {"enterprise_id": enterprise_id, "since": since, "until": until}).all()
    return linked([as_visit(each) for each in rows] + past_visits(tx, enterprise_id, until))


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


_PAST_AT = (
    select(
        *PastVisit.__table__.columns,
        Region.zone,
        site_ids_of(PastVisit.enterprise_id).label("site_ids"),
        told_of_rank(PastVisit.organ_id).label("rank"),
    )
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
    select(*PastVisit.__table__.columns, Region.zone, site_ids_of(PastVisit.enterprise_id).label("site_ids"),
           told_of_rank(PastVisit.organ_id).label("rank"))
    .join(Region, Region.code == PastVisit.region_code).join(Enterprise, Enterprise.id == PastVisit.enterprise_id)
)  # fmt: skip


def visits_under(tx: Session, path: str, since: datetime, until: datetime) -> dict[Id, list[Visit]]:
    """What `visits_at` gives, for every enterprise of a region and below that was visited, by enterprise."""
    here = inside(Enterprise.region_path, path)
    came = stored().join(Enterprise, Enterprise.id == Inspection.enterprise_id).where(here)
    return _by_enterprise(tx, came, _PAST_UNDER.where(here), since, until)


def visits_of(
    tx: Session, organ_ids: Sequence[UUID], enterprise_ids: Sequence[UUID], since: datetime, until: datetime
) -> dict[Id, list[Visit]]:
    """What `visits_at` gives of these organs, for those of the enterprises that they visited, however many they are."""
    these = func.any(literal(list(enterprise_ids), ARRAY(Uuid)))
    came = stored().where(Inspection.organ_id.in_(organ_ids), Inspection.enterprise_id == these)
    past = _PAST_UNDER.where(PastVisit.organ_id.in_(organ_ids), PastVisit.enterprise_id == these)
    return _by_enterprise(tx, came, past, since, until)


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
        counts=row.counts, cap_exempt=exempt, rank=rank(row.rank),
    )  # fmt: skip
