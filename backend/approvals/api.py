"""/approvals: what waits for a second person; /maintenance-grants: asking for one, and taking one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.approvals import accounts_api, engine, erasure, maintenance, numbers_api, queries
from backend.approvals.answers import ApprovalAnswer, approval_answers
from backend.approvals.edge import blueprint as blueprint
from backend.identity.access.table import TWO_PEOPLE
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, settings, tx
from backend.kernel.noting import say
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Named, PageArgs, Paged, Schema, UtcDateTime, page_of

DOORS = (accounts_api, numbers_api)
"""Their views join the blueprint when they are imported."""

WORDED = [validate.Length(max=1000), validate.Regexp(r"(?s).*\S.*\S", error="Say why, in a few words.")]


class ApprovalArgs(PageArgs):
    """Which requests; none given means all."""

    state = fields.String(load_default=None, validate=validate.OneOf(["waiting", "approved", "rejected", "expired"]))
    kind = fields.String(load_default=None, validate=validate.OneOf(sorted(TWO_PEOPLE)))
    mine = fields.Boolean(load_default=False)
    """Only what the reader asked for."""
    sort = queries.SORTING.field()


class ApprovalPage(Paged):
    """A page of requests."""

    items = fields.List(fields.Nested(ApprovalAnswer), required=True)


class ApprovalDecision(Schema):
    """The second person's answer."""

    decision = fields.String(required=True, validate=validate.OneOf(["approve", "reject"]))
    note = fields.String(load_default="", validate=validate.Length(max=1000))


class ErasureBody(Schema):
    """Why a person who left shall be erased."""

    reason = fields.String(required=True, validate=WORDED)


class GrantBody(Schema):
    """Who of the maintenance staff shall read, in which region, for how many hours, and why."""

    person_id = fields.UUID(required=True)
    region_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    hours = fields.Integer(required=True, strict=True, validate=validate.Range(1, maintenance.HOURS_MOST))
    reason = fields.String(required=True, validate=WORDED)


class GrantAnswer(Schema):
    """A grant of maintenance access (B-106)."""

    id = fields.UUID(required=True)
    person = fields.Nested(Named, required=True)
    region_code = fields.String(required=True)
    reason = fields.String(required=True)
    begins_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    taken_back_at = UtcDateTime(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)


class GrantPage(Paged):
    """Grants, newest first."""

    items = fields.List(fields.Nested(GrantAnswer), required=True)


@blueprint.route("/approvals", methods=["GET"])
@access("approval.see")
@blueprint.arguments(ApprovalArgs, location="query")
@blueprint.response(200, ApprovalPage)
def list_approvals(args: dict[str, Any]) -> dict[str, Any]:
    """What waits for a second person, and what became of earlier requests."""
    page, size = args["page"], args["page_size"]
    which = queries.Which(args["state"], args["kind"], mine=args["mine"])
    rows, total = queries.listed(tx(), actor(), which, now(), sort=args["sort"], page=page, page_size=size)
    return page_of(approval_answers(tx(), actor(), rows, now()), total, page, size)


@blueprint.route("/approvals/<uuid:request_id>", methods=["GET"])
@access("approval.see")
@blueprint.response(200, ApprovalAnswer)
def see_approval(request_id: UUID) -> dict[str, Any]:
    """One request."""
    row = queries.one(tx(), actor(), request_id)
    if row is None:
        raise NOT_FOUND()
    return approval_answers(tx(), actor(), [row], now())[0]


@blueprint.route("/approvals/<uuid:request_id>/decision", methods=["POST"])
@access("approval.decide")
@idempotent
@blueprint.arguments(ApprovalDecision)
@blueprint.response(200, ApprovalAnswer)
def decide(body: dict[str, str], request_id: UUID) -> dict[str, Any]:
    """Say yes or no to what somebody else asked for; a yes carries it out at once."""
    row = engine.decide(tx(), request_id=request_id, actor=actor(), now=now(), settings=settings(), **body)
    say(purpose=f"{row.kind}: {row.reason}")
    return approval_answers(tx(), actor(), [row], now())[0]


@blueprint.route("/maintenance-grants", methods=["POST"])
@access("maintenance.grant")
@idempotent
@blueprint.arguments(GrantBody)
@blueprint.response(201, ApprovalAnswer)
def ask_for_grant(body: dict[str, Any]) -> dict[str, Any]:
    """Ask that a person of the maintenance staff may read a region for some hours; a second person decides (B-106)."""
    row = maintenance.ask(tx(), actor=actor(), now=now(), request_id=idempotency_key(), **body)
    return approval_answers(tx(), actor(), [row], now())[0]


@blueprint.route("/maintenance-grants", methods=["GET"])
@access("maintenance.grant")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, GrantPage)
def list_grants(args: dict[str, Any]) -> dict[str, Any]:
    """The grants of the region, newest first."""
    rows, total = maintenance.grants_of(tx(), actor(), now(), page=args["page"], page_size=args["page_size"])
    return page_of(rows, total, args["page"], args["page_size"])


@blueprint.route("/maintenance-grants/<uuid:grant_id>/end", methods=["POST"])
@access("maintenance.grant")
@idempotent
@blueprint.response(200, GrantAnswer)
def take_back(grant_id: UUID) -> dict[str, Any]:
    """Take a grant back at once; one person is enough for that."""
    return maintenance.take_back(tx(), actor(), grant_id, now())


@blueprint.route("/people/<uuid:person_id>/erasure", methods=["POST"])
@access("person.erase")
@idempotent
@blueprint.arguments(ErasureBody)
@blueprint.response(202, ApprovalAnswer)
def ask_for_erasure(body: dict[str, str], person_id: UUID) -> dict[str, Any]:
    """Ask that somebody who left be erased; a second person decides. The evidence of their visits stays."""
    row = erasure.ask(tx(), actor=actor(), now=now(), request_id=idempotency_key(), person_id=person_id, **body)
    return approval_answers(tx(), actor(), [row], now())[0]
