"""/organs/{id}/entrustments, /entrustments and /teams."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.identity import queries as identity
from backend.kernel.clock import local_day
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import PageArgs, Schema, day, page_of
from backend.kernel.sorting import Sorting
from backend.registers import entrustments, teams
from backend.registers.models import Team
from backend.registers.schemas import EntrustmentAnswer, EntrustmentList, TeamAnswer, TeamPage
from backend.registers.searching import found, page
from backend.registers.wire import RegisterReason, blueprint, text

TEAMS = Sorting(Team.pinyin, Team.id, name=Team.pinyin, region=Team.region_code)


class TeamArgs(PageArgs):
    """Teams by name or pinyin."""

    sort = TEAMS.field()


class EntrustmentBody(Schema):
    """A letter; the organ in the address is the other side. Without codes it covers all items of the principal."""

    principal_id = fields.UUID()
    agent_id = fields.UUID()
    matters = text(1000, 1, required=True)
    item_codes = fields.List(text(40, 1), load_default=list, validate=validate.Length(max=300))
    document = text(200, 1, required=True)
    from_on = day(required=True)
    to_on = day(required=True)
    published_on = day(load_default=None, allow_none=True)


class TeamOrganBody(Schema):
    """A department, and which of its items; none named means all."""

    organ_id = fields.UUID(required=True)
    item_codes = fields.List(text(40, 1), load_default=list, validate=validate.Length(max=300))


class TeamFacts(Schema):
    """What is told of a team."""

    name_en = text(120)
    guiding_organ_id = fields.UUID(allow_none=True)
    organs = fields.List(fields.Nested(TeamOrganBody), validate=validate.Length(max=100))
    members = fields.List(fields.UUID(), validate=validate.Length(max=500))


class TeamBody(TeamFacts):
    """A new team."""

    organ_id = fields.UUID(required=True)
    name = text(80, 1, required=True)


class TeamChange(TeamFacts):
    """What may change of a team."""

    version = fields.Integer(required=True, validate=validate.Range(1))
    name = text(80, 1)
    ended_on = day(allow_none=True)


@blueprint.route("/organs/<uuid:organ_id>/entrustments", methods=["GET"])
@access("entrustment.see")
@blueprint.response(200, EntrustmentList)
def list_entrustments(organ_id: UUID) -> dict[str, Any]:
    """Letters that an organ gave or holds (B-09)."""
    return {"items": entrustments.of_organ(tx(), actor(), organ_id, _today())}


@blueprint.route("/organs/<uuid:organ_id>/entrustments", methods=["POST"])
@access("entrustment.write")
@idempotent
@blueprint.arguments(EntrustmentBody)
@blueprint.response(201, EntrustmentAnswer)
def give_entrustment(body: dict[str, Any], organ_id: UUID) -> dict[str, Any]:
    """Enter a letter."""
    sides = {"principal_id": organ_id, **body} if "agent_id" in body else {**body, "agent_id": organ_id}
    if sides.get("principal_id") is None:
        raise NOT_FOUND(field="agent_id")
    return entrustments.give(
        tx(), actor=actor(), entrustment_id=idempotency_key(), now=now(), today=_today(), values=sides
    )


@blueprint.route("/entrustments/<uuid:entrustment_id>/end", methods=["POST"])
@access("entrustment.write")
@idempotent
@blueprint.arguments(RegisterReason)
@blueprint.response(200, EntrustmentAnswer)
def end_entrustment(body: dict[str, Any], entrustment_id: UUID) -> dict[str, Any]:
    """The letter holds no more."""
    return entrustments.end(tx(), actor=actor(), entrustment_id=entrustment_id, reason=body["reason"], today=_today())


@blueprint.route("/teams", methods=["GET"])
@access("team.see")
@blueprint.arguments(TeamArgs, location="query")
@blueprint.response(200, TeamPage)
def list_teams(args: dict[str, Any]) -> dict[str, Any]:
    """Teams of the caller's region, by pinyin."""
    wanted = teams.visible(actor(), "team.see")
    if args["q"].strip():
        wanted = wanted.where(found(args["q"], name=Team.name, pinyin=Team.pinyin))
    rows, total = page(tx(), wanted, TEAMS.order(args["sort"]), args["page"], args["page_size"])
    return page_of(teams.answers(tx(), [row[0] for row in rows]), total, args["page"], args["page_size"])


@blueprint.route("/teams", methods=["POST"])
@access("team.write")
@idempotent
@blueprint.arguments(TeamBody)
@blueprint.response(201, TeamAnswer)
def form_team(body: dict[str, Any]) -> dict[str, Any]:
    """A new team."""
    values = {"name_en": "", "guiding_organ_id": None, **body}
    return _team(teams.form(tx(), actor=actor(), team_id=idempotency_key(), values=values))


@blueprint.route("/teams/<uuid:team_id>", methods=["GET"])
@access("team.see")
@blueprint.response(200, TeamAnswer)
def see_team(team_id: UUID) -> dict[str, Any]:
    """One team."""
    row = tx().execute(teams.visible(actor(), "team.see").where(Team.id == team_id)).first()
    if row is None:
        raise NOT_FOUND()
    return _team(row[0])


@blueprint.route("/teams/<uuid:team_id>", methods=["PATCH"])
@access("team.write")
@idempotent
@blueprint.arguments(TeamChange)
@blueprint.response(200, TeamAnswer)
def change_team(body: dict[str, Any], team_id: UUID) -> dict[str, Any]:
    """New words, organs or members of a team, or its end."""
    values = {name: value for name, value in body.items() if name != "version"}
    return _team(teams.change(tx(), actor=actor(), team_id=team_id, version=body["version"], values=values))


def _team(team: Team) -> dict[str, Any]:
    return teams.answers(tx(), [team])[0]


def _today() -> Any:
    return local_day(now(), identity.region(tx(), actor().region).zone)
