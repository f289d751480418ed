"""The lines of the public list of plans: annual plans, and those of special inspections (B-17, B-18). No person is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.lists.sources import Line, Scope, register
from backend.planning.models import Item
from backend.planning.plans import queries as plan_queries
from backend.planning.plans.filing import publish
from backend.planning.plans.models import InspectionPlan, PlanEdition, PlanLine


def plans(tx: Session, scope: Scope) -> Sequence[Line]:
    """The newest filed edition of each plan of the day's year and later; what was taken down is left out."""
    found = _newest(tx, scope.organs.keys(), scope.day.year)
    lines = plan_queries.lines_of(tx, [edition.id for _, edition in found])
    items = _names(tx, {each for some in lines.values() for line in some for each in line.item_ids})
    return [
        _line(scope, plan, edition, line, items, first=n == 0)
        for plan, edition in found
        for n, line in enumerate(lines[edition.id])
    ]


def _newest(tx: Session, organ_ids: Collection[UUID], year: int) -> list[tuple[InspectionPlan, PlanEdition]]:
    wanted = select(InspectionPlan).where(InspectionPlan.organ_id.in_(organ_ids), InspectionPlan.year >= year)
    ordered = wanted.order_by(InspectionPlan.kind, InspectionPlan.year, InspectionPlan.approved_on, InspectionPlan.id)
    found = tx.scalars(ordered).all()
    editions = plan_queries.editions_of(tx, [each.id for each in found])
    newest = [(each, [one for one in editions.get(each.id, ()) if one.state == "filed"]) for each in found]
    return [(plan, filed[-1]) for plan, filed in newest if filed and not filed[-1].withdrawn_reason]


def _names(tx: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {row.id: row.name for row in tx.execute(select(Item.id, Item.name).where(Item.id.in_(ids)))}


def _line(
    scope: Scope, plan: InspectionPlan, edition: PlanEdition, line: PlanLine, items: Mapping[UUID, str], *, first: bool
) -> Line:
    organ = scope.organs[plan.organ_id]
    values: dict[str, Any] = {
        "organ": organ.name, "organ_en": organ.name_en, "year": plan.year, "kind": plan.kind, "title": plan.title,
        "document": plan.document, "approver": plan.approver, "name": line.name,
        "items": "、".join(items.get(each, "") for each in line.item_ids),
        "method": line.method, "share": share(line), "period": f"{_day(line.first_on)}—{_day(line.last_on)}",
        "responsible": line.responsible, "filing_number": edition.filing_number, "edition": edition.n,
        "published_on": (edition.published_on or scope.day).isoformat(),
    }  # fmt: skip
    key = f"{organ.code}/{plan.document or plan.year}/{line.line_id}"
    return Line(key, values, edition.id if first and edition.published_on is None else None)


def share(line: PlanLine) -> str:
    """How many are visited: 12 家, 30%, or 30%（共 40 家）."""
    if line.number is not None:
        return f"{line.number} 家"
    return f"{line.ratio}%（共 {line.total} 家）" if line.total else f"{line.ratio}%"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


register("plans", plans, publish)
