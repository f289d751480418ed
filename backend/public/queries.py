"""Reads across packages for the public pages; nothing is taken that a page may not show."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Select, cast, func, or_, select
from sqlalchemy.orm import Session

from backend.certificates.models import Card, VisitCode
from backend.certificates.queries import cards_by_id, states_at
from backend.enterprises.models import Enterprise
from backend.evidence.completeness import completeness_of
from backend.identity.models import Organ, Region
from backend.identity.queries import organs_by_id
from backend.inspections.models import Inspection, PastVisit, Result, Step, VerdictRow
from backend.inspections.record_queries import newest
from backend.inspections.stated_told import standing
from backend.papers.kinds import NOTICE, RECORD, RESULT
from backend.planning.joint import members as joint_members
from backend.planning.models import Item, Task, TaskItem, TaskOfficer
from backend.planning.queries import CODE_TASK, notices_of
from backend.public.facts import (
    ArrivedFacts,
    CardFacts,
    ItemFacts,
    OfficerFacts,
    PartyFacts,
    PlaceFacts,
    VisitFacts,
)
from backend.public.ground_lines import ground_facts
from backend.public.published import BodyCount
from backend.public.publishers import place_of
from backend.public.said_queries import said_of
from backend.rulesets.service import rights

PAPERS_KEPT = timedelta(days=30)
"""How long the page of a visit hands its papers out after the day of the visit."""


def visit_facts(tx: Session, code: VisitCode, now: datetime, place_in_line: int = 0) -> VisitFacts:
    """The visit of a code, with its newest verdict and the officers' cards as they are now.

    Of a joint visit all who come and all that they look at; what came of it is that of the one that is asked about (B-29).
    """
    party = joint_members.members(tx, tx.get_one(Task, code.task_id))
    task = joint_members.asked_about(party, place_in_line)
    enterprise, organ = tx.get_one(Enterprise, task.enterprise_id).name, tx.get_one(Organ, task.organ_id)
    arrived = _arrived(tx, task.id, now, told=_still_open(code, now))
    crews = {each.id: _officers(tx, each.id, now) for each in party}
    return VisitFacts(
        task_id=task.id, state=task.state, enterprise=enterprise, organ=organ.name, organ_en=organ.name_en,
        organ_id=organ.id, kind=task.kind, trigger=task.trigger, ground=task.ground, planned_on=task.planned_on,
        items=tuple(item for each in party for item in _items(tx, each.id)),
        officers=tuple(officer for each in party for officer in crews[each.id]),
        verdict=_newest_verdict(tx, arrived) or task.verdict, arrived=arrived,
        rights=rights(tx, code.region_code, now), place=place(tx, code.region_code),
        open_since=_still_open(code, now), papers=_papers(tx, code, arrived, now), party=_party(tx, party, task, crews),
    )  # fmt: skip


def _party(
    tx: Session, party: Sequence[Task], shown: Task, crews: Mapping[UUID, Sequence[OfficerFacts]]
) -> tuple[PartyFacts, ...]:
    """Who comes together, the lead first; nobody where one comes alone."""
    if len(party) == 1:
        return ()
    organs = organs_by_id(tx, {each.organ_id for each in party})
    wanted = select(Inspection.task_id, func.min(Inspection.arrived_at)).where(
        Inspection.task_id.in_([each.id for each in party])
    )
    came = {row[0]: row[1] for row in tx.execute(wanted.group_by(Inspection.task_id))}
    return tuple(
        PartyFacts(
            organs[each.organ_id].name, organs[each.organ_id].name_en, tuple(one.name for one in crews[each.id]),
            came.get(each.id), each is shown,
        )
        for each in party
    )  # fmt: skip


def card_facts(tx: Session, card: Card, now: datetime) -> CardFacts:
    """The card of a code and whether its holder is on a registered visit now."""
    organ = tx.get_one(Organ, card.organ_id)
    return CardFacts(
        card_id=card.id, name=card.holder_name, number=card.number, organ=card.organ_name, organ_en=organ.name_en,
        field=card.field, area=card.area, issued_on=card.issued_on, expires_on=card.expires_on,
        state=states_at(tx, [card.id], now)[card.id], visits_now=tx.scalar(visits_now(card.person_id, now)) or 0,
        rights=rights(tx, card.region_code, now), place=place(tx, card.region_code),
    )  # fmt: skip


def place(tx: Session, region_code: str) -> PlaceFacts:
    """The region's names and zone."""
    return place_of(tx.get_one(Region, region_code))


def photo(tx: Session, card_id: UUID) -> bytes:
    """The photo of a card, at most 20 KB."""
    return tx.execute(select(Card.photo).where(Card.id == card_id)).scalar_one()


def visit_counts(tx: Session, path: str, today: date, zone: ZoneInfo) -> Sequence[BodyCount]:
    """How many visits each body of a region and all below it has made since 1 January, imported ones included."""
    begins = datetime.combine(date(today.year, 1, 1), time(), zone)
    ends = datetime.combine(today + timedelta(days=1), time(), zone)
    made = select(Inspection.organ_id, func.count().label("n")).where(
        below(Inspection.region_path, path), Inspection.arrived_at >= begins, Inspection.arrived_at < ends
    )
    past = (
        select(PastVisit.organ_id, func.count().label("n"))
        .join(Region, Region.code == PastVisit.region_code)
        .where(below(Region.path, path), PastVisit.day >= cast(begins.date(), Date), PastVisit.day <= today)
    )
    both = made.group_by(Inspection.organ_id).union_all(past.group_by(PastVisit.organ_id)).subquery()
    wanted = select(Organ.name, Organ.name_en, func.sum(both.c.n)).join(both, both.c.organ_id == Organ.id)
    return [BodyCount(zh, en, int(n)) for zh, en, n in tx.execute(wanted.group_by(Organ.id).order_by(Organ.code))]


def below(column: Any, path: str) -> ColumnElement[bool]:
    """Whether a region's path is this one or lies below it."""
    return or_(column == path, column.startswith(f"{path}/", autoescape=True))


def _items(tx: Session, task_id: UUID) -> tuple[ItemFacts, ...]:
    wanted = select(Item.name, Item.name_en, Item.basis).join(TaskItem, TaskItem.item_id == Item.id)
    rows = tx.execute(wanted.where(TaskItem.task_id == task_id).order_by(TaskItem.position))
    return tuple(ItemFacts(*row) for row in rows)


def _officers(tx: Session, task_id: UUID, now: datetime) -> tuple[OfficerFacts, ...]:
    wanted = select(TaskOfficer.person_id, TaskOfficer.card_id).where(TaskOfficer.task_id == task_id)
    rows = tx.execute(wanted.order_by(TaskOfficer.position)).all()
    cards = cards_by_id(tx, [row.card_id for row in rows], now)
    return tuple(
        OfficerFacts(row.person_id, card.id, card.holder_name, card.number, card.state)
        for row in rows
        for card in (cards[row.card_id],)
    )


def _arrived(tx: Session, task_id: UUID, now: datetime, *, told: bool) -> ArrivedFacts | None:
    wanted = select(Inspection).where(Inspection.task_id == task_id).order_by(Inspection.arrived_at).limit(1)
    inspection = tx.scalars(wanted).first()
    if inspection is None:
        return None
    steps = select(Step.kind, func.min(Step.at)).where(Step.inspection_id == inspection.id).group_by(Step.kind)
    times = [(kind, at) for kind, at in tx.execute(steps)]
    record = completeness_of(tx, inspection, now)
    result, ground = tx.get(Result, inspection.id), standing(tx, inspection.id)
    return ArrivedFacts(
        inspection.id, inspection.arrived_at, inspection.left_at, inspection.closed_at, dict(times), record,
        outcome=result.outcome if result else None, reason=result.reason if result else None, deadline=result.deadline if result else None,
        said=said_of(tx, inspection) if told else None, ground=ground_facts(ground, now) if ground is not None else None,
    )  # fmt: skip


def _papers(tx: Session, code: VisitCode, arrived: ArrivedFacts | None, now: datetime) -> tuple[str, ...]:
    """The kinds of papers that the page of this code hands out now; a code that was withdrawn hands out none."""
    if not _still_open(code, now):
        return ()
    notice = NOTICE.code if notices_of(tx, [code.task_id]) else None
    record = RECORD.code if arrived and arrived.ended and newest(tx, arrived.inspection_id) else None
    result = RESULT.code if arrived and tx.get(Result, arrived.inspection_id) else None
    return tuple(kind for kind in (notice, record, result) if kind)


def _still_open(code: VisitCode, now: datetime) -> bool:
    return code.cancelled_at is None and now <= code.valid_to + PAPERS_KEPT


def _newest_verdict(tx: Session, arrived: ArrivedFacts | None) -> dict[str, Any] | None:
    if arrived is None:
        return None
    wanted = select(VerdictRow.body).where(VerdictRow.inspection_id == arrived.inspection_id)
    return tx.scalars(wanted.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc()).limit(1)).first()


def visits_now(person_id: Any, now: Any) -> Select[int]:
    """How many visits of this officer have a code in force at this moment and are not over yet."""
    left = select(Inspection.id).where(Inspection.task_id == Task.id, Inspection.state != "ongoing").exists()
    return (
        select(func.count())
        .select_from(TaskOfficer)
        .join(Task, Task.id == TaskOfficer.task_id)
        .join(VisitCode, VisitCode.task_id == CODE_TASK)
        .where(TaskOfficer.person_id == person_id, Task.state.in_(("coded", "visited")), ~left)
        .where(VisitCode.cancelled_at.is_(None), VisitCode.valid_from <= now, VisitCode.valid_to > now)
    )
