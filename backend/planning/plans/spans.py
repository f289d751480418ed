"""When which annual plan of an organ stood published: the fact that the law asks for (B-17)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from backend.planning.plans.models import InspectionPlan, PlanEdition
from backend.policy.facts import PlanSpan

_SPAN = func.jsonb_agg(func.jsonb_build_array(InspectionPlan.year, PlanEdition.published_on, PlanEdition.ended_on))


def _spans(organ_id: Any) -> Select[Any]:
    return select(_SPAN).select_from(PlanEdition).join(InspectionPlan, PlanEdition.plan_id == InspectionPlan.id).where(
        InspectionPlan.organ_id == organ_id, InspectionPlan.kind == "annual", PlanEdition.published_on.is_not(None)
    )  # fmt: skip


def told_of_plans(organ_id: Any) -> ScalarSelect[Any]:
    """The published annual plans of the organ in an outer query; `spans` reads it."""
    return _spans(organ_id).correlate_except(PlanEdition, InspectionPlan).scalar_subquery()


def spans_of(tx: Session, organ_id: UUID) -> tuple[PlanSpan, ...]:
    """When which annual plan of an organ stood published."""
    return spans(tx.scalar(_spans(organ_id)))


def spans_by_organ(tx: Session, organ_ids: Collection[UUID]) -> dict[UUID, tuple[PlanSpan, ...]]:
    """The same of several organs at once; an organ without a published plan is missing."""
    wanted = select(InspectionPlan.organ_id, _SPAN).select_from(PlanEdition)
    published = wanted.join(InspectionPlan, PlanEdition.plan_id == InspectionPlan.id).where(
        InspectionPlan.organ_id.in_(organ_ids), InspectionPlan.kind == "annual", PlanEdition.published_on.is_not(None)
    )  # fmt: skip
    return {organ_id: spans(told) for organ_id, told in tx.execute(published.group_by(InspectionPlan.organ_id))}


def spans(told: Sequence[Sequence[Any]] | None) -> tuple[PlanSpan, ...]:
    """From what the database tells of them."""
    days = [(year, date.fromisoformat(first), end) for year, first, end in told or ()]
    return tuple(PlanSpan(year, first, date.fromisoformat(end) if end else None) for year, first, end in days)
