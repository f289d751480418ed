"""The clocks of plans: organs are reminded before the last day, supervision is told after it, once of each (B-17, B-18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.models import Organ
from backend.journal.record import record
from backend.planning.events import PlanDue
from backend.planning.plans import queries as plan_queries
from backend.planning.plans.models import InspectionPlan, PlanEdition
from backend.planning.plans.service import About, clock
from backend.planning.plans.states import state_of
from backend.policy.plans import due_of_year
from backend.policy.ruleset import RuleSet
from backend.rulesets import service as rulesets


def tell(tx: Session, *, region_code: str, now: datetime) -> int:
    """Remind and tell what is due or late in one region; how many messages."""
    rules = rulesets.or_default(tx, region_code, now)
    today = now.astimezone(rules.zone).date()
    _open_annual(tx, region_code, today, rules, now)
    return sum(_say(tx, each, today, rules, now) for each in _waiting(tx, region_code, today.year))


def _open_annual(tx: Session, region_code: str, today: date, rules: RuleSet, now: datetime) -> None:
    """Let the clock of this year run for every subject that has no plan yet, once the reminder is due."""
    if today < due_of_year(today.year, rules) - timedelta(days=rules.plan.remind_days):
        return
    wanted = plan_queries.without_plan(region_code, today.year, today)
    for organ_id in tx.scalars(wanted).all():
        clock(tx, organ_id, About("annual", today.year), now)


def _waiting(tx: Session, region_code: str, year: int) -> Sequence[tuple[InspectionPlan, Sequence[PlanEdition]]]:
    """The plans of a region of this year and the one before of which not everything was told; nobody else tells of them."""
    wanted = select(InspectionPlan).join(Organ, Organ.id == InspectionPlan.organ_id).where(
        Organ.region_code == region_code, InspectionPlan.overdue_told_at.is_(None), InspectionPlan.year >= year - 1,
        Organ.ended_on.is_(None),
    )  # fmt: skip
    rows = tx.scalars(wanted.order_by(InspectionPlan.id).with_for_update(of=InspectionPlan, skip_locked=True)).all()
    editions = plan_queries.editions_of(tx, [each.id for each in rows])
    return [(each, editions.get(each.id, [])) for each in rows]


def _say(
    tx: Session, row: tuple[InspectionPlan, Sequence[PlanEdition]], today: date, rules: RuleSet, now: datetime
) -> int:
    plan, editions = row
    state = state_of(editions, today)
    due = plan_queries.due_of(plan, plan.year, rules)
    late, near = today > due, today >= due - timedelta(days=rules.plan.remind_days)
    told = plan.overdue_told_at if late else plan.reminded_at
    if state == "published" or told is not None or not (late or (near and plan.kind == "annual")):
        return 0
    if late:
        plan.overdue_told_at = now
    else:
        plan.reminded_at = now
    record(tx, _told(tx, plan, due, today, state))
    return 1


def _told(tx: Session, plan: InspectionPlan, due: date, today: date, state: str) -> PlanDue:
    region = tx.get_one(Organ, plan.organ_id).region_code
    return PlanDue(
        plan.id, plan.organ_id, region, plan.kind, plan.year, plan.document, due, abs((today - due).days), today > due, state
    )  # fmt: skip
