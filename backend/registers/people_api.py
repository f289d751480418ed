"""/people: search, enter, correct, role, end, restore."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.approvals.answers import ApprovalAnswer
from backend.approvals.edge import waits
from backend.identity.models import Person
from backend.identity.roles import ROLES
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import PageArgs, Schema, day, page_of
from backend.registers import people, queries
from backend.registers.answers import person_answer
from backend.registers.schemas import PersonLine, PersonPage
from backend.registers.searching import page
from backend.registers.wire import RegisterReason, blueprint, text


class PeopleArgs(PageArgs):
    """People by name, pinyin, number or account; `region` means it and all below."""

    role = fields.String(load_default=None, validate=validate.OneOf(list(ROLES)))
    organ_id = fields.UUID(load_default=None)
    region = fields.String(load_default=None, validate=validate.Length(max=24))
    state = fields.String(load_default="active", validate=validate.OneOf(["active", "ended", "all"]))
    sort = queries.PEOPLE.field()


class PersonFacts(Schema):
    """What is told of somebody. Telephone and identity numbers have places of their own."""

    number = text(40, 1, allow_none=True)
    login = fields.String(allow_none=True, validate=validate.Regexp(r"[a-z0-9][a-z0-9._@-]{2,63}\Z"))
    language = fields.String(validate=validate.OneOf(["zh", "en"]))
    post = text(40)
    qualification = text(80)
    employer = text(80)
    term_from = day(allow_none=True)
    term_to = day(allow_none=True)


class PersonBody(PersonFacts):
    """Somebody new."""

    organ_id = fields.UUID(required=True)
    name = text(40, 1, required=True)
    role = fields.String(required=True, validate=validate.OneOf(list(ROLES)))


class PersonChange(PersonFacts):
    """What may change of somebody; the role has an order of its own."""

    version = fields.Integer(required=True, validate=validate.Range(1))
    organ_id = fields.UUID()
    name = text(40, 1)


class RoleBody(RegisterReason):
    """Another role, and why."""

    role = fields.String(required=True, validate=validate.OneOf(list(ROLES)))


@blueprint.route("/people", methods=["GET"])
@access("person.see")
@blueprint.arguments(PeopleArgs, location="query")
@blueprint.response(200, PersonPage)
def list_people(args: dict[str, Any]) -> dict[str, Any]:
    """People whom the caller may see, by pinyin."""
    wanted = queries.people(actor(), "person.see").where(queries.in_state(args["state"]))
    if args["q"].strip():
        wanted = wanted.where(queries.named_people(args["q"]))
    if args["role"]:
        wanted = wanted.where(Person.role == args["role"])
    if args["organ_id"]:
        wanted = wanted.where(Person.organ_id == args["organ_id"])
    if args["region"]:
        wanted = wanted.where(queries.inside_region(args["region"]))
    rows, total = page(tx(), wanted, queries.PEOPLE.order(args["sort"]), args["page"], args["page_size"])
    return page_of([person_answer(*row) for row in rows], total, args["page"], args["page_size"])


@blueprint.route("/people", methods=["POST"])
@access("person.write")
@idempotent
@blueprint.arguments(PersonBody)
@blueprint.response(201, PersonLine)
def enter_person(body: dict[str, Any]) -> dict[str, Any]:
    """Somebody new, without a password."""
    return _line(people.enter(tx(), actor=actor(), person_id=idempotency_key(), values=body))


@blueprint.route("/people/<uuid:person_id>", methods=["GET"])
@access("person.see")
@blueprint.response(200, PersonLine)
def see_person(person_id: UUID) -> dict[str, Any]:
    """One person."""
    return people.person_line(tx(), actor(), person_id)


@blueprint.route("/people/<uuid:person_id>", methods=["PATCH"])
@access("person.write")
@idempotent
@blueprint.arguments(PersonChange)
@blueprint.response(200, PersonLine)
def correct_person(body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Correct somebody, or move them to another organ."""
    values = {name: value for name, value in body.items() if name != "version"}
    return _line(people.correct(tx(), actor=actor(), person_id=person_id, version=body["version"], values=values))


@blueprint.route("/people/<uuid:person_id>/role", methods=["POST"])
@access("person.role")
@idempotent
@blueprint.arguments(RoleBody)
@blueprint.alt_response(202, schema=ApprovalAnswer, success=True)
@blueprint.response(200, PersonLine)
def give_role(body: dict[str, Any], person_id: UUID) -> Any:
    """Another role from the next request on (B-08, B-76); 202 with a request where it takes two people (B-104)."""
    given = people.give_role(tx(), actor=actor(), person_id=person_id, now=now(), **body)
    return _line(given) if isinstance(given, Person) else waits(given)


@blueprint.route("/people/<uuid:person_id>/end", methods=["POST"])
@access("person.end")
@idempotent
@blueprint.arguments(RegisterReason)
@blueprint.response(200, PersonLine)
def end_person(body: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """The person left; their sessions end now."""
    return _line(people.end(tx(), actor=actor(), person_id=person_id, reason=body["reason"], now=now()))


@blueprint.route("/people/<uuid:person_id>/restore", methods=["POST"])
@access("person.end")
@idempotent
@blueprint.response(200, PersonLine)
def restore_person(person_id: UUID) -> dict[str, Any]:
    """The person is back."""
    return _line(people.restore(tx(), actor=actor(), person_id=person_id))


def _line(person: Person) -> dict[str, Any]:
    return people.person_line(tx(), actor(), person.id)
