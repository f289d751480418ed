"""/plans: annual plans and plans of special inspections, from draft to publication (B-17, B-18)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from backend.identity import queries as identity
from backend.kernel.clock import local_day
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import page_of
from backend.planning.joint.api import blueprint
from backend.planning.plans import answers as plan_answers
from backend.planning.plans import filing as plan_filing
from backend.planning.plans import queries as plan_queries
from backend.planning.plans import service as plans
from backend.planning.plans import spans as plan_spans
from backend.planning.plans.schemas import (
    BehindAnswer,
    BehindArgs,
    EditionArgs,
    FilingBody,
    LinesBody,
    NewPlan,
    PlanAnswer,
    PlanPage,
    PlansArgs,
    ReasonBody,
)
from backend.policy.facts import Interval, Visit
from backend.policy.plans import due_of_year, no_plan
from backend.policy.sentences import both
from backend.rulesets import service as rulesets

__all__ = ["blueprint"]


@blueprint.route("/plans", methods=["GET"])
@access("plan.see")
@blueprint.arguments(PlansArgs, location="query")
@blueprint.response(200, PlanPage)
def list_plans(args: dict[str, Any]) -> dict[str, Any]:
    """Plans of a year: of annual ones every subject has a row, with its plan or without."""
    args["year"] = args["year"] or local_day(now(), identity.region(tx(), actor().region).zone).year
    found, total = plan_queries.register(tx(), actor(), now(), **args)
    answers = plan_answers.rows(tx(), found, args["kind"], args["year"], now())
    return page_of(answers, total, args["page"], args["page_size"])


@blueprint.route("/plans", methods=["POST"])
@access("plan.write")
@idempotent
@blueprint.arguments(NewPlan)
@blueprint.response(201, PlanAnswer)
def draw_up(body: tuple[plans.About, list[plans.Line]]) -> dict[str, Any]:
    """A new plan of the own organ with its first draft."""
    about, lines = body
    plan = plans.draw_up(tx(), actor=actor(), now=now(), plan_id=idempotency_key(), about=about, lines=lines)
    return _answer(plan.id)


@blueprint.route("/plans/behind", methods=["GET"])
@access("plan.write")
@blueprint.arguments(BehindArgs, location="query")
@blueprint.response(200, BehindAnswer)
def behind(args: dict[str, Any]) -> dict[str, Any]:
    """What stands behind a daily visit of the own organ on a day, for whoever plans it."""
    day, rules = args["day"], rulesets.or_default(tx(), actor().region, now())
    edition = plan_queries.standing(tx(), actor().organ_id, day)
    at = Interval.at(datetime.combine(day, time(12), rules.zone))
    spans = plan_spans.spans_of(tx(), actor().organ_id)
    found = no_plan(Visit("", actor().organ_id, "", None, "daily", "plan", at, plans=spans), rules)
    lines = plan_queries.lines_of(tx(), [edition.id])[edition.id] if edition else []
    return {
        "year": day.year, "due": due_of_year(day.year, rules).isoformat(), "enforce": rules.plan.enforce,
        "plan_id": str(edition.plan_id) if edition else None, "missing": both(found.code, found.facts) if found else None,
        "lines": plan_answers.line_answers(tx(), lines),
    }  # fmt: skip


@blueprint.route("/plans/<uuid:plan_id>", methods=["GET"])
@access("plan.see")
@blueprint.arguments(EditionArgs, location="query")
@blueprint.response(200, PlanAnswer)
def see_plan(args: dict[str, Any], plan_id: UUID) -> dict[str, Any]:
    """One plan: its editions, who did what, and the lines of one edition with their progress."""
    return _answer(plan_id, args["n"])


@blueprint.route("/plans/<uuid:plan_id>/lines", methods=["PUT"])
@access("plan.write")
@idempotent
@blueprint.arguments(LinesBody)
@blueprint.response(200, PlanAnswer)
def save(body: dict[str, Any], plan_id: UUID) -> dict[str, Any]:
    """Replace the lines of the draft; a stale `version` is 409."""
    plans.save(tx(), actor=actor(), now=now(), plan_id=plan_id, **body)
    return _answer(plan_id)


@blueprint.route("/plans/<uuid:plan_id>/submit", methods=["POST"])
@access("plan.write")
@idempotent
@blueprint.response(200, PlanAnswer)
def submit(plan_id: UUID) -> dict[str, Any]:
    """Hand the draft to the bureau that files it."""
    plans.submit(tx(), actor=actor(), now=now(), plan_id=plan_id)
    return _answer(plan_id)


@blueprint.route("/plans/<uuid:plan_id>/editions", methods=["POST"])
@access("plan.write")
@idempotent
@blueprint.arguments(ReasonBody)
@blueprint.response(200, PlanAnswer)
def amend(body: dict[str, str], plan_id: UUID) -> dict[str, Any]:
    """Begin the next edition of a filed plan; it is filed and published again."""
    plans.amend(tx(), actor=actor(), now=now(), plan_id=plan_id, **body)
    return _answer(plan_id)


@blueprint.route("/plans/<uuid:plan_id>/file", methods=["POST"])
@access("plan.file")
@idempotent
@blueprint.arguments(FilingBody)
@blueprint.response(200, PlanAnswer)
def file(body: dict[str, str], plan_id: UUID) -> dict[str, Any]:
    """File the submitted edition under the bureau's number."""
    plan_filing.file(tx(), actor=actor(), now=now(), plan_id=plan_id, **body)
    return _answer(plan_id)


@blueprint.route("/plans/<uuid:plan_id>/return", methods=["POST"])
@access("plan.file")
@idempotent
@blueprint.arguments(ReasonBody)
@blueprint.response(200, PlanAnswer)
def send_back(body: dict[str, str], plan_id: UUID) -> dict[str, Any]:
    """Give the submitted edition back to be changed."""
    plan_filing.send_back(tx(), actor=actor(), now=now(), plan_id=plan_id, **body)
    return _answer(plan_id)


@blueprint.route("/plans/<uuid:plan_id>/withdraw", methods=["POST"])
@access("plan.file")
@idempotent
@blueprint.arguments(ReasonBody)
@blueprint.response(200, PlanAnswer)
def take_down(body: dict[str, str], plan_id: UUID) -> dict[str, Any]:
    """End the publication of the edition that stands; visits from today on have no plan behind them."""
    plan_filing.take_down(tx(), actor=actor(), now=now(), plan_id=plan_id, **body)
    return _answer(plan_id)


def _answer(plan_id: UUID, n: int | None = None) -> dict[str, Any]:
    tx().flush()
    row = plan_queries.one(tx(), actor(), plan_id, "plan.see")
    if row is None:
        raise NOT_FOUND()
    return plan_answers.whole(tx(), actor(), row, n, now())
