"""/draws: drafted, committed to, drawn by a second person, published; and the visits that follow."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.draws import answers, crews, queries, schemas, service
from backend.draws.models import Draw
from backend.draws.pools import officers_on, pool_of
from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import page_of
from backend.planning.answers import task_answers
from backend.planning.task_schemas import TaskAnswer

blueprint = Blueprint("draws", __name__, url_prefix="/api/v1/draws")


@blueprint.route("", methods=["POST"])
@access("draw.make")
@idempotent
@blueprint.arguments(schemas.DrawBody)
@blueprint.response(201, schemas.DrawAnswer)
def draft(body: service.Order) -> dict[str, Any]:
    """Note what shall be drawn (B-85)."""
    return _answer(service.draft(tx(), actor=actor(), now=now(), draw_id=idempotency_key(), order=body))


@blueprint.route("", methods=["GET"])
@access("draw.see")
@blueprint.arguments(schemas.DrawArgs, location="query")
@blueprint.response(200, schemas.DrawPage)
def list_draws(args: dict[str, Any]) -> dict[str, Any]:
    """A page of draws, the newest first."""
    rows, total = queries.draws(tx(), actor(), **args)
    return page_of(_answers(rows), total, args["page"], args["page_size"])


@blueprint.route("/<uuid:draw_id>", methods=["GET"])
@access("draw.see")
@blueprint.response(200, schemas.DrawAnswer)
def see_draw(draw_id: UUID) -> dict[str, Any]:
    """One draw with its moves."""
    return _answer(_draw(draw_id))


@blueprint.route("/<uuid:draw_id>/pool", methods=["GET"])
@access("draw.see")
@blueprint.response(200, schemas.PoolAnswer)
def see_pool(draw_id: UUID) -> dict[str, Any]:
    """The pool as it would be now: how many are in, how many out for which reason (B-86)."""
    draw = _draw(draw_id)
    return answers.pool_answer(pool_of(tx(), draw, now()), len(officers_on(tx(), draw.organ_id, now())))


@blueprint.route("/<uuid:draw_id>/outcome", methods=["GET"])
@access("draw.see")
@blueprint.response(200, schemas.OutcomeAnswer)
def see_outcome(draw_id: UUID) -> dict[str, Any]:
    """The drawn objects in drawn order with their officers (B-87); empty before the draw."""
    return {"items": answers.outcome_answer(tx(), _draw(draw_id))}


@blueprint.route("/<uuid:draw_id>/commitment", methods=["POST"])
@access("draw.make")
@idempotent
@blueprint.response(200, schemas.DrawAnswer)
def commit(draw_id: UUID) -> dict[str, Any]:
    """Settle lists and weights and the hashed secret, for everybody to see (B-85, B-86)."""
    return _answer(service.settle(tx(), actor=actor(), now=now(), draw_id=draw_id, keys=settings().data_dir / "keys"))


@blueprint.route("/<uuid:draw_id>/run", methods=["POST"])
@access("draw.run")
@idempotent
@blueprint.arguments(schemas.ValueBody)
@blueprint.response(200, schemas.DrawAnswer)
def run(body: dict[str, str], draw_id: UUID) -> dict[str, Any]:
    """Draw with the public value; by another person than the one who committed (B-85)."""
    keys = settings().data_dir / "keys"
    return _answer(service.run(tx(), actor=actor(), now=now(), draw_id=draw_id, keys=keys, **body))


@blueprint.route("/<uuid:draw_id>/publication", methods=["POST"])
@access("draw.publish")
@idempotent
@blueprint.response(200, schemas.DrawAnswer)
def publish(draw_id: UUID) -> dict[str, Any]:
    """Show everybody the outcome and the file from which it can be drawn again (B-85)."""
    return _answer(service.publish(tx(), actor=actor(), now=now(), draw_id=draw_id))


@blueprint.route("/<uuid:draw_id>/abandonment", methods=["POST"])
@access("draw.make")
@idempotent
@blueprint.arguments(schemas.AbandonBody)
@blueprint.response(200, schemas.DrawAnswer)
def abandon(body: dict[str, str], draw_id: UUID) -> dict[str, Any]:
    """Give up what was not drawn yet; what was committed to stays public, with the reason."""
    reason = body["reason"].strip()
    return _answer(service.abandon(tx(), actor=actor(), now=now(), draw_id=draw_id, reason=reason))


@blueprint.route("/<uuid:draw_id>/objects/<int:n>/replacements", methods=["POST"])
@access("draw.make")
@idempotent
@blueprint.arguments(schemas.ReplacementBody)
@blueprint.response(201, schemas.OutcomeAnswer)
def replace(body: dict[str, str], draw_id: UUID, n: int) -> dict[str, Any]:
    """Somebody cannot go; the next in drawn order does (B-87)."""
    draw = crews.replace(
        tx(), actor=actor(), now=now(), replacement_id=idempotency_key(), draw_id=draw_id, n=_number(n), **body
    )
    return {"items": answers.outcome_answer(tx(), draw)}


@blueprint.route("/<uuid:draw_id>/objects/<int:n>/tasks", methods=["POST"])
@access("draw.make")
@idempotent
@blueprint.arguments(schemas.AppointmentBody)
@blueprint.response(201, TaskAnswer)
def plan_visit(body: crews.Appointment, draw_id: UUID, n: int) -> dict[str, Any]:
    """Plan the visit to a drawn object; it awaits the head's decision as any other (B-85, B-19)."""
    task = crews.plan_visit(
        tx(), actor=actor(), now=now(), task_id=idempotency_key(), draw_id=draw_id, n=_number(n), when=body
    )
    tx().flush()  # the parts are read back by Core
    return task_answers(tx(), [task], now(), settings().public_url)[0]


def _number(n: int) -> int:
    """The place in the drawn order. Raises NOT_FOUND beyond what a draw can hold."""
    if n > service.MOST:
        raise NOT_FOUND()
    return n


def _draw(draw_id: UUID) -> Draw:
    row = queries.draw(tx(), actor(), draw_id)
    if row is None:
        raise NOT_FOUND()
    return row


def _answer(row: Draw) -> dict[str, Any]:
    return _answers([row])[0]


def _answers(rows: Any) -> list[dict[str, Any]]:
    return answers.draw_answers(tx(), actor(), rows, now(), settings().public_url)
