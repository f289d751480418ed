"""Who and what stands at the door: the task, the enterprise, and the people with their cards. One look-up for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Row, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, defer

from backend.certificates.fitting import Measure
from backend.certificates.models import Card, CardState, VisitCode
from backend.certificates.queries import standing
from backend.certificates.states import Change, state_at
from backend.enterprises import queries as enterprises
from backend.enterprises.models import Enterprise, Site
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.inspections.models import PastVisit
from backend.kernel.db import UtcTimestamp
from backend.planning.about import ABOUT_ARRIVAL
from backend.planning.levels import rank, told_of_rank
from backend.planning.matters import Matters
from backend.planning.models import Task, TaskOfficer
from backend.planning.plans.spans import spans
from backend.planning.queries import CODE_TASK, approval
from backend.policy.facts import Approval, OfficerAtDoor, PlanSpan, Rank, SiteFacts
from backend.policy.identifiers import find_identifier
from backend.rulesets.queries import id_in_force


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody named as present: how that is known, and the card that was shown, if one was."""

    person_id: UUID
    card_id: UUID | None
    how: str
    role: str = "officer"


@dataclass(frozen=True, slots=True)
class Present:
    """A comer who is known to us: name, card number, and the state of the card at arrival."""

    comer: Comer
    name: str
    card_number: str | None
    card_state: str
    expires_on: date | None
    declared: bool = True
    card_field: str = ""
    card_area: str = ""
    in_area: bool | None = None

    def at_door(self) -> OfficerAtDoor:
        """As the rules want it."""
        return OfficerAtDoor(
            self.comer.person_id, self.card_state, self.comer.role, card_expires_on=self.expires_on,
            declared=self.declared, card_number=self.card_number, card_field=self.card_field, card_area=self.card_area,
            in_area=self.in_area,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Door:
    """What an arrival is about, and whose visit it is: that of the task's organ, or of the actor's where no task explains it.

    Without a task of the actor's organ, or one that the actor is lent to, `task` is None; without an enterprise, `site`.
    """

    organ_id: UUID
    task: Task | None
    row: Row[Any] | None
    site: SiteFacts | None
    region: str
    region_path: str
    zone: ZoneInfo
    organ_name: str
    rule_set_id: UUID | None
    approval: Approval | None
    item_ids: frozenset[UUID]
    matters: Matters
    imported: bool
    """Whether visits to the enterprise were imported from before our time."""
    plans: tuple[PlanSpan, ...] | None = None
    """The published annual plans of the task's organ; without a task nobody asks for one (B-17)."""
    rank: Rank | None = None
    """Where the visiting organ stands (B-25)."""
    coded_at: datetime | None = None
    """When the task got the code that stands; withdrawn ones are none (B-54)."""


_IMPORTED = exists().where(PastVisit.enterprise_id == Enterprise.id).label("imported")
_CODED_AT = (
    select(func.min(VisitCode.issued_at)).where(VisitCode.task_id == CODE_TASK, VisitCode.withdrawn_for.is_(None))
    .correlate(Task).scalar_subquery().label("coded_at")
)  # fmt: skip
_TASK = ABOUT_ARRIVAL.add_columns(_IMPORTED, _CODED_AT)
_ORGAN_ID: BindParameter[UUID] = bindparam("organ_id")
_COMERS: BindParameter[UUID] = bindparam("people", expanding=True)
_RULE_SET = (
    id_in_force(Region.code, bindparam("at", type_=UtcTimestamp))
    .correlate(Region)
    .scalar_subquery()
    .label("rule_set_id")
)
_PLACE = Region.zone, Organ.name.label("organ_name"), _RULE_SET, told_of_rank(_ORGAN_ID).label("rank")
_HOME = (
    select(Region.scheme, *_PLACE).select_from(Region).join(Organ, Organ.id == _ORGAN_ID)
    .where(Region.code == bindparam("region"))
)  # fmt: skip
_NAMED = (
    select(*enterprises.SITE_COLUMNS, *_PLACE, _IMPORTED).select_from(Enterprise)
    .join(Site, Site.id == enterprises.main_site().scalar_subquery())
    .join(Region, Region.code == Enterprise.region_code).join(Organ, Organ.id == _ORGAN_ID)
    .where(Enterprise.scheme == bindparam("scheme"), Enterprise.identifier == bindparam("identifier"))
)  # fmt: skip
_SECONDED = select(TaskOfficer.person_id).where(
    TaskOfficer.task_id == bindparam("task_id"), TaskOfficer.seconded_by.is_not(None)
)
_PEOPLE = (
    select(Person.id, Person.name, Person.organ_id, Card, CardState).outerjoin(Card, Card.person_id == Person.id)
    .outerjoin(CardState, CardState.card_id == Card.id)
    .where(Person.id.in_(_COMERS), or_(Person.organ_id == _ORGAN_ID, Person.id.in_(_SECONDED)), Person.role == "officer")
    .options(defer(Card.photo), defer(Card.cose))
)  # fmt: skip
"""Built once: on the hot path, building a question costs more than asking it."""


def by_task(tx: Session, actor: Actor, task_id: UUID, at: datetime) -> Door | None:
    """The door that a task leads to; None for an unknown task and for another organ's alike, unless lent to it (B-11)."""
    asker = {"organ_id": actor.organ_id, "person_id": actor.person_id}
    row = tx.execute(_TASK, {"task_id": task_id, "now": at, **asker}).first()
    if row is None:
        return None
    yes = approval(row.Task, row.Decision)
    door = _door(row, row.Task.organ_id, row.Task, yes, frozenset(row.item_ids or ()), Matters.of(row.matters))
    return replace(door, coded_at=row.coded_at, plans=spans(row.plans))


def by_text(tx: Session, actor: Actor, text: str, at: datetime) -> Door:
    """The door of the enterprise that a scanned or typed text names, in whatever region it lies."""
    home = _home(tx, actor, at)
    identifier = find_identifier(text, home.scheme)
    if identifier is None:
        return _nowhere(actor, home)
    named = {"scheme": home.scheme, "identifier": identifier, "organ_id": actor.organ_id, "at": at}
    row = tx.execute(_NAMED, named).first()
    if row is None:
        return _nowhere(actor, home)
    return _door(row, actor.organ_id, None, None, frozenset(), Matters.of(None))


def _home(tx: Session, actor: Actor, at: datetime) -> Any:
    return tx.execute(_HOME, {"organ_id": actor.organ_id, "region": actor.region, "at": at}).one()


def _door(
    row: Row[Any], organ_id: UUID, task: Task | None, yes: Approval | None, item_ids: frozenset[UUID], matters: Matters
) -> Door:
    return Door(
        organ_id=organ_id, task=task, row=row, site=enterprises.site_facts(row), region=row.enterprise_region,
        region_path=row.enterprise_region_path, zone=ZoneInfo(row.zone), organ_name=row.organ_name,
        rule_set_id=row.rule_set_id, approval=yes, item_ids=item_ids, matters=matters,
        imported=row.imported, rank=rank(row.rank),
    )  # fmt: skip


def _nowhere(actor: Actor, home: Any) -> Door:
    return Door(
        organ_id=actor.organ_id, task=None, row=None, site=None, region=actor.region, region_path=actor.region_path,
        zone=ZoneInfo(home.zone), organ_name=home.organ_name, rule_set_id=home.rule_set_id, approval=None, item_ids=frozenset(),
        matters=Matters.of(None), imported=False,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Threshold:
    """What people and cards are looked at for: the visiting organ, its task, the moment, and what a card must fit."""

    organ_id: UUID
    task_id: UUID | None
    moment: datetime
    zone: ZoneInfo
    measure: Measure


def people(tx: Session, comers: Sequence[Comer], where: Threshold) -> list[Present]:
    """Those of the comers who are officers of the organ, or seconded to this task (B-11), with their cards.

    Strangers and other organs' are left out.
    """
    ids = [each.person_id for each in comers]
    rows = tx.execute(_PEOPLE, {"people": ids, "organ_id": where.organ_id, "task_id": where.task_id}).all()
    of_person: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        of_person[row.id].append(row)
    as_officers = [replace(each, role="officer") for each in comers]
    return [_present(each, of_person[each.person_id], where) for each in as_officers if each.person_id in of_person]


def _present(comer: Comer, rows: Sequence[Any], where: Threshold) -> Present:
    """The person with the card that was shown, or else the best one; `rows` are theirs alone."""
    name, by_order = rows[0].name, rows[0].organ_id != where.organ_id
    cards = {row.Card.id: row.Card for row in rows if row.Card is not None}
    if comer.card_id is not None and comer.card_id in cards:
        cards = {comer.card_id: cards[comer.card_id]}
    judged = [(card, _state(card, rows, where)) for card in cards.values()]
    if not judged:
        return Present(comer, name, None, "missing", None)
    card, state = max(judged, key=lambda each: standing(each[0], each[1], where.measure))
    return Present(
        comer, name, card.number, state, card.expires_on, card_field=card.field, card_area=card.area,
        in_area=by_order or where.measure.in_area(card.area),
    )  # fmt: skip


def _state(card: Card, rows: Sequence[Any], where: Threshold) -> str:
    moves = [row.CardState for row in rows if row.CardState is not None and row.CardState.card_id == card.id]
    changes = [Change(each.state, each.effective_from, each.effective_to, each.recorded_at) for each in moves]
    return state_at(changes, card.expires_on, where.moment, where.zone)
