"""/people/{id}/hours and /hours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, current_app
from marshmallow import fields, validate

from backend.identity import queries as identity
from backend.identity.models import Person
from backend.kernel.clock import local_day
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import PageArgs, Schema, day, page_of
from backend.registers import hours, queries
from backend.registers.schemas import HoursPage, TrainingAnswer, TrainingList
from backend.registers.searching import paged
from backend.registers.wire import blueprint, text


class HoursYear(Schema):
    """A year; this one when left out."""

    year = fields.Integer(load_default=None, validate=validate.Range(2000, 2199))


class HoursArgs(PageArgs, HoursYear):
    """A year's ledger; `below` shows only who is below the line (the list of 31 December)."""

    below = fields.Boolean(load_default=False)
    organ_id = fields.UUID(load_default=None)
    sort = queries.HOURS.field()


class Hours(fields.Decimal):
    """Hours with one decimal; a number on the wire."""

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else float(value)


class HoursBody(Schema):
    """A training that somebody attended."""

    held_on = day(required=True)
    hours = Hours(required=True, places=1, validate=validate.Range(0, 400, min_inclusive=False), allow_nan=False)
    kind = fields.String(load_default="other", validate=validate.OneOf(["law", "skills", "integrity", "exam", "other"]))
    topic = text(200, 1, required=True)


@blueprint.route("/hours", methods=["GET"])
@access("hours.see")
@blueprint.arguments(HoursArgs, location="query")
@blueprint.response(200, HoursPage)
def list_hours(args: dict[str, Any]) -> dict[str, Any]:
    """Everybody's hours in a year, by pinyin."""
    year = args["year"] or _today().year
    asked = hours.needed(tx(), actor().region, now())
    wanted, rows = (hours.ledger(actor(), year, asked, below=below) for below in (args["below"], False))
    if args["q"].strip():
        wanted = wanted.where(queries.named_people(args["q"]))
    if args["organ_id"]:
        wanted = wanted.where(Person.organ_id == args["organ_id"])
    order = queries.HOURS.order(args["sort"])
    shown, total = paged(tx(), wanted, rows, Person.id, order, args["page"], args["page_size"])
    lines = [hours.line_answer(who, organ, done, line, year) for who, organ, done, line in shown]
    return page_of(lines, total, args["page"], args["page_size"])


@blueprint.route("/people/<uuid:person_id>/hours", methods=["GET"])
@access("hours.see")
@blueprint.arguments(HoursYear, location="query")
@blueprint.response(200, TrainingList)
def see_hours(args: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """The trainings of a person in a year."""
    return {"items": hours.entries(tx(), actor(), person_id, args["year"] or _today().year)}


@blueprint.route("/people/<uuid:person_id>/hours", methods=["POST"])
@access("hours.write")
@idempotent
@blueprint.arguments(HoursBody)
@blueprint.response(201, TrainingAnswer)
def add_hours(body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Note a training."""
    entry = hours.add(
        tx(), actor=actor(), entry_id=idempotency_key(), person_id=person_id, today=_today(), now=now(), values=body
    )
    return hours.entry_answer(entry)


@blueprint.route("/hours/<uuid:entry_id>", methods=["DELETE"])
@access("hours.write")
@blueprint.response(204)
def remove_hours(entry_id: UUID) -> Response:
    """Take back a training that was noted by mistake."""
    hours.remove(tx(), actor=actor(), entry_id=entry_id)
    return current_app.response_class(status=204)


def _today() -> Any:
    return local_day(now(), identity.region(tx(), actor().region).zone)
