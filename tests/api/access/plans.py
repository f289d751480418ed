"""Operations on plans of inspections, and plans of every state laid into each place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from backend.kernel.ids import uuid7
from backend.planning.plans.models import InspectionPlan, PlanEdition, PlanLine
from tests.api.access.operation import Operation, get, post, put, same
from tests.api.access.town import Made, Place, Town

REASON = {"reason": "新增许可企业"}
YEARS = {"draft": 2030, "submitted": 2031}


def line(place: Place, year: int) -> dict[str, Any]:
    """A line about the item of the place."""
    return {
        "name": "食品生产企业", "method": "on_site", "item_ids": [str(place.things["item"].id)], "number": 12,
        "first_on": f"{year}-01-01", "last_on": f"{year}-12-31",
    }  # fmt: skip


def order(town: Town, place: Place) -> dict[str, Any]:
    """The annual plan of another year."""
    return {"kind": "annual", "year": 2032, "lines": [line(place, 2032)]}


def saved(town: Town, place: Place) -> dict[str, Any]:
    """The draft with other lines."""
    return {"version": 1, "lines": [line(place, YEARS["draft"])]}


PLANS: tuple[Operation, ...] = (
    get("/plans", lists="plan published"), post("/plans", body=order), get("/plans/behind", query=lambda _: "?day=2026-04-22"),
    get("/plans/<uuid:plan_id>", on="plan published"),
    put("/plans/<uuid:plan_id>/lines", on="plan draft", body=saved),
    post("/plans/<uuid:plan_id>/submit", on="plan draft"),
    post("/plans/<uuid:plan_id>/editions", on="plan published", body=same(REASON)),
    post("/plans/<uuid:plan_id>/file", on="plan submitted", body=same({"number": "司备〔2026〕3号"})),
    post("/plans/<uuid:plan_id>/return", on="plan submitted", body=same(REASON)),
    post("/plans/<uuid:plan_id>/withdraw", on="plan published", body=same(REASON)),
)  # fmt: skip


def lay_plans(town: Town) -> None:
    """In every place the published plan of this year, a draft, and one that waits to be filed."""
    for place in town.places.values():
        lies = replace(place.lies(), accused_id=place.organ.id)
        mine = select(InspectionPlan.id).where(InspectionPlan.organ_id == place.organ.id, InspectionPlan.year == 2026)
        place.things["plan published"] = Made(town.world.look(lambda tx, mine=mine: tx.scalars(mine).one()), lies)
        for state, year in YEARS.items():
            place.things[f"plan {state}"] = Made(_laid(town, place, state, year), lies)


def _laid(town: Town, place: Place, state: str, year: int) -> Any:
    plan = InspectionPlan(
        id=uuid7(), organ_id=place.organ.id, kind="annual", year=year, title="", document="", approver="",
        opened_at=town.world.clock.now(),
    )  # fmt: skip
    edition = PlanEdition(
        id=uuid7(), plan_id=plan.id, n=1, state=state, reason="", filing_number="", withdrawn_reason="", version=1
    )
    only = PlanLine(
        id=uuid7(), edition_id=edition.id, line_id=uuid7(), position=1, name="食品生产企业", method="on_site", number=12,
        first_on=date(year, 1, 1), last_on=date(year, 12, 31), responsible="", item_ids=[place.things["item"].id],
        enterprise_ids=[],
    )  # fmt: skip
    for each in (plan, edition, only):
        town.world._add(each)
    return plan.id
