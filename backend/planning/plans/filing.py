"""The bureau's side of a plan: it files or sends back, its list publishes, and it takes down (B-17, B-18).

Never the organ itself: `plan.file` of the access table. A township's plan is filed by the county's bureau.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, aliased

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.clock import local_day
from backend.planning.events import PlanAnswered
from backend.planning.plans import queries as plan_queries
from backend.planning.plans.models import InspectionPlan, PlanEdition
from backend.planning.plans.service import act, locked, move
from backend.planning.plans.states import stands
from backend.planning.problems import PLAN_NOT_PUBLISHED


def file(tx: Session, *, actor: Actor, now: datetime, plan_id: UUID, number: str) -> InspectionPlan:
    """File the submitted edition under the bureau's number; the next list may publish it. Raises NOT_FOUND, PLAN_STATE."""
    plan, edition = locked(tx, actor, plan_id, "plan.file")
    today = _today(tx, plan, now)  # read before anything is written: state and day are one statement
    edition = move(edition, "file")
    edition.filing_number, edition.filed_on = number, today
    act(tx, edition, "filed", actor, now, number)
    _tell(tx, plan, edition, "filed", number)
    return plan


def send_back(tx: Session, *, actor: Actor, now: datetime, plan_id: UUID, reason: str) -> InspectionPlan:
    """Give the submitted edition back to be changed. Raises NOT_FOUND, PLAN_STATE."""
    plan, edition = locked(tx, actor, plan_id, "plan.file")
    edition = move(edition, "return")
    act(tx, edition, "returned", actor, now, reason)
    _tell(tx, plan, edition, "returned", reason)
    return plan


def take_down(tx: Session, *, actor: Actor, now: datetime, plan_id: UUID, reason: str) -> InspectionPlan:
    """End the publication of the edition that stands, from today on. Raises NOT_FOUND, PLAN_NOT_PUBLISHED."""
    plan, _ = locked(tx, actor, plan_id, "plan.file")
    today = _today(tx, plan, now)
    standing = [each for each in plan_queries.editions_of(tx, [plan_id])[plan_id] if stands(each, today)]
    if not standing:
        raise PLAN_NOT_PUBLISHED()
    edition = standing[-1]
    edition.ended_on, edition.withdrawn_reason = today, reason
    edition.version += 1
    act(tx, edition, "withdrawn", actor, now, reason)
    _tell(tx, plan, edition, "withdrawn", reason)
    return plan


def publish(tx: Session, edition_ids: Sequence[UUID], day: date) -> None:
    """Note the day from which these editions are published; those that they amend end with it."""
    fresh = PlanEdition.id.in_(edition_ids), PlanEdition.published_on.is_(None)
    newer, older = aliased(PlanEdition), PlanEdition
    amended = select(newer.id).where(newer.id.in_(edition_ids), newer.plan_id == older.plan_id, newer.n > older.n)
    ends = update(older).where(older.published_on.is_not(None), or_(older.ended_on.is_(None), older.ended_on > day))
    tx.execute(ends.where(amended.exists()).values(ended_on=day, version=older.version + 1))
    tx.execute(update(PlanEdition).where(*fresh).values(published_on=day))


def _today(tx: Session, plan: InspectionPlan, now: datetime) -> date:
    return local_day(now, identity.region(tx, identity.organ(tx, plan.organ_id).region_code).zone)


def _tell(tx: Session, plan: InspectionPlan, edition: PlanEdition, answer: str, note: str) -> None:
    region = identity.organ(tx, plan.organ_id).region_code
    record(tx, PlanAnswered(plan.id, plan.organ_id, region, plan.kind, plan.year, edition.n, answer, note))
