"""The next lawful slot of a visit that is being planned: with its officers free, and with others where that is near (B-46)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.identity.actor import Actor
from backend.identity.models import Organ
from backend.kernel.problems import NOT_FOUND
from backend.planning import queries
from backend.planning.crew import Crew, check_crew
from backend.planning.levels import rank_of
from backend.planning.matters import matters_of
from backend.planning.models import Task, TaskOfficer
from backend.planning.states import WAITING
from backend.policy.company import Company, Engagement
from backend.policy.kinds import INSPECTIONS
from backend.policy.slots import Slot, next_slot
from backend.rulesets import service as rulesets


@dataclass(frozen=True, slots=True)
class Wish:
    """Who shall go, about what, not before a local day; `superior_document` where somebody is lent."""

    officer_ids: Sequence[UUID] = ()
    item_ids: Sequence[UUID] = ()
    after: date | None = None
    superior_document: str | None = None


def slot_for(tx: Session, actor: Actor, enterprise_id: UUID, wish: Wish, now: datetime) -> Slot | None:
    """The next slot of the actor's organ there; None if there is none. Raises NOT_FOUND, OFFICER_UNKNOWN."""
    row = enterprises.one(tx, actor.region_path, enterprise_id)
    if row is None:
        raise NOT_FOUND()
    if wish.officer_ids:
        check_crew(tx, actor, Crew(wish.officer_ids, superior_document=wish.superior_document))
    rules = rulesets.in_force(tx, row.enterprise_region, now)
    begin = queries.planned_interval(wish.after, None, now, rules).earliest if wish.after else now
    held = queries.holding(tx, actor.organ_id, enterprise_id, now, rules)
    known = queries.items_by_id(tx, actor.organ_id, wish.item_ids)
    matters = matters_of(tx, [*known])
    company = company_of(tx, actor.organ_id, row.site_id, wish.officer_ids, begin.astimezone(rules.zone).date())
    site, stands = enterprises.site_facts(row), rank_of(tx, actor.organ_id)
    return next_slot(
        max(begin, now),
        site,
        rules,
        held,
        actor.organ_id,
        matters.caps,
        company=company,
        rank=stands,
        fields=matters.fields,
    )


def company_of(tx: Session, organ_id: UUID, site_id: UUID, officers: Collection[UUID], since: date) -> Company:
    """What these officers stand on from a day on, and which other subjects go to the premises."""
    on = _waiting(since).where(Task.id.in_(select(TaskOfficer.task_id).where(TaskOfficer.person_id.in_(officers))))
    there = _waiting(since).where(
        Task.site_id == site_id, Task.organ_id != organ_id, Task.kind.in_(INSPECTIONS),
        Task.ground.is_distinct_from("emergency"),
    )  # fmt: skip
    return Company(_engagements(tx, on) if officers else (), _engagements(tx, there))


def _waiting(since: date) -> Select[Any]:
    wanted = select(Task.planned_on, Task.starts_at, Organ.name).join(Organ, Organ.id == Task.organ_id)
    return cast(Select[Any], wanted.where(Task.state.in_(WAITING), Task.planned_on >= since))


def _engagements(tx: Session, wanted: Select[Any]) -> tuple[Engagement, ...]:
    return tuple(Engagement(row.planned_on, row.starts_at, row.name) for row in tx.execute(wanted))
