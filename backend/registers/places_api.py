"""/regions and /organs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.identity.models import Organ, Region
from backend.kernel.http import access, actor, idempotency_key, idempotent, tx
from backend.kernel.schema import PageArgs, Schema, day, page_of
from backend.registers import moving, places, queries
from backend.registers.answers import organ_answer, region_answer
from backend.registers.rules import BARRED, KINDS, LEVELS, REVIEW_STATES
from backend.registers.schemas import MoveForetold, OrganAnswer, OrganPage, RegionAnswer, RegionPage
from backend.registers.searching import found, page
from backend.registers.wire import RegisterReason, blueprint, text


class RegionBox(Schema):
    """Outer corners in degrees."""

    west = fields.Float(required=True, allow_nan=False, validate=validate.Range(-180, 180))
    south = fields.Float(required=True, allow_nan=False, validate=validate.Range(-90, 90))
    east = fields.Float(required=True, allow_nan=False, validate=validate.Range(-180, 180))
    north = fields.Float(required=True, allow_nan=False, validate=validate.Range(-90, 90))


class RegionBody(Schema):
    """A region below another; what is left out comes from the parent."""

    code = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z][0-9A-Za-z_-]{0,23}\Z"))
    parent_code = fields.String(required=True, validate=validate.Length(1, 24))
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    name = text(60, 1, required=True)
    name_en = text(120, load_default="")
    box = fields.Nested(RegionBox, load_default=None, allow_none=True)


class RegionChange(Schema):
    """What may change; `version` is the one that the change was made on."""

    version = fields.Integer(required=True, validate=validate.Range(1))
    level = fields.String(validate=validate.OneOf(LEVELS))
    name = text(60, 1)
    name_en = text(120)
    box = fields.Nested(RegionBox)
    ended_on = day(allow_none=True)


class MoveArgs(Schema):
    """Under which region."""

    parent_code = fields.String(required=True, validate=validate.Length(1, 24))


class MoveBody(MoveArgs, RegisterReason):
    """A move, and why; `version` is the one that it was decided on."""

    version = fields.Integer(required=True, validate=validate.Range(1, 2**31 - 1))


class RegionArgs(PageArgs):
    """Regions by name, pinyin or code, below a parent."""

    page_size = fields.Integer(load_default=200, validate=validate.Range(1, 200))
    parent = fields.String(load_default=None, validate=validate.Length(max=24))
    level = fields.String(load_default=None, validate=validate.OneOf(LEVELS))


class OrganRegisterArgs(PageArgs):
    """Organs by name, pinyin or code; `region` means it and all below."""

    page_size = fields.Integer(load_default=200, validate=validate.Range(1, 200))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    region = fields.String(load_default=None, validate=validate.Length(max=24))
    state = fields.String(load_default="active", validate=validate.OneOf(["active", "ended", "all"]))
    sort = queries.ORGANS.field()


class OrganFacts(Schema):
    """What is told of an organ."""

    name_en = text(160)
    legal_category = text(40)
    basis = text(1000)
    scope = text(1000)
    field = text(60)
    supervising_organ_id = fields.UUID(allow_none=True)
    vertical = fields.Boolean()
    superior_name = text(80)
    review_state = fields.String(validate=validate.OneOf(REVIEW_STATES))
    published_on = day(allow_none=True)


class OrganBody(OrganFacts):
    """A new organ. Barred bodies are named so that they can be refused by rule (B-08)."""

    region_code = fields.String(required=True, validate=validate.Length(1, 24))
    code = text(40, 1, required=True)
    name = text(80, 1, required=True)
    kind = fields.String(required=True, validate=validate.OneOf([*KINDS, *BARRED]))


class OrganChange(OrganFacts):
    """What may change of an organ."""

    version = fields.Integer(required=True, validate=validate.Range(1))
    code = text(40, 1)
    name = text(80, 1)
    kind = fields.String(validate=validate.OneOf([*KINDS, *BARRED]))
    ended_on = day(allow_none=True)


@blueprint.route("/regions", methods=["GET"])
@access("region.see")
@blueprint.arguments(RegionArgs, location="query")
@blueprint.response(200, RegionPage)
def list_regions(args: dict[str, Any]) -> dict[str, Any]:
    """The tree that the caller may see, parents before children."""
    wanted = queries.regions(actor(), "region.see")
    if args["q"].strip():
        wanted = wanted.where(found(args["q"], name=Region.name, pinyin=Region.pinyin, others=(Region.code,)))
    if args["parent"]:
        wanted = wanted.where(Region.parent_code == args["parent"])
    if args["level"]:
        wanted = wanted.where(Region.level == args["level"])
    rows, total = page(tx(), wanted, (Region.path, Region.code), args["page"], args["page_size"])
    organs = queries.organs_per_region(tx(), [row.Region.code for row in rows])
    lines = [region_answer(row.Region, organs.get(row.Region.code, 0)) for row in rows]
    return page_of(lines, total, args["page"], args["page_size"])


@blueprint.route("/regions", methods=["POST"])
@access("region.write")
@idempotent
@blueprint.arguments(RegionBody)
@blueprint.response(201, RegionAnswer)
def lay_region(body: dict[str, Any]) -> dict[str, Any]:
    """A new region."""
    return places.region_line(tx(), places.lay_region(tx(), actor=actor(), values=_unboxed(body)))


@blueprint.route("/regions/<code>", methods=["GET"])
@access("region.see")
@blueprint.response(200, RegionAnswer)
def see_region(code: str) -> dict[str, Any]:
    """One region."""
    return places.region_line(tx(), places.region_for(tx(), actor(), code))


@blueprint.route("/regions/<code>", methods=["PATCH"])
@access("region.write")
@idempotent
@blueprint.arguments(RegionChange)
@blueprint.response(200, RegionAnswer)
def correct_region(body: dict[str, Any], code: str) -> dict[str, Any]:
    """Correct a region, or end it."""
    values = _unboxed(body)
    region = places.correct_region(tx(), actor=actor(), code=code, version=values.pop("version"), values=values)
    return places.region_line(tx(), region)


@blueprint.route("/regions/<code>/move", methods=["GET"])
@access("region.write")
@blueprint.arguments(MoveArgs, location="query")
@blueprint.response(200, MoveForetold)
def foretell_move(args: dict[str, Any], code: str) -> dict[str, Any]:
    """What would move with the region; nothing is changed."""
    return moving.foretell(tx(), actor=actor(), code=code, parent_code=args["parent_code"])


@blueprint.route("/regions/<code>/move", methods=["POST"])
@access("region.write")
@idempotent
@blueprint.arguments(MoveBody)
@blueprint.response(200, RegionAnswer)
def move_region(body: dict[str, Any], code: str) -> dict[str, Any]:
    """Put the region, with all below it, under another parent of a higher level."""
    return places.region_line(tx(), moving.move(tx(), actor=actor(), code=code, **body))


@blueprint.route("/organs", methods=["GET"])
@access("organ.list")
@blueprint.arguments(OrganRegisterArgs, location="query")
@blueprint.response(200, OrganPage)
def list_organs(args: dict[str, Any]) -> dict[str, Any]:
    """The organs of the caller's region and below."""
    wanted = queries.organs(actor(), "organ.list").where(queries.organ_in_state(args["state"]))
    if args["q"].strip():
        wanted = wanted.where(found(args["q"], name=Organ.name, pinyin=Organ.pinyin, others=(Organ.code,)))
    if args["kind"]:
        wanted = wanted.where(Organ.kind == args["kind"])
    if args["region"]:
        wanted = wanted.where(queries.inside_region(args["region"]))
    rows, total = page(tx(), wanted, queries.ORGANS.order(args["sort"]), args["page"], args["page_size"])
    people = queries.people_per_organ(tx(), [row[0].id for row in rows])
    lines = [organ_answer(organ, region, above, people.get(organ.id, 0)) for organ, region, above in rows]
    return page_of(lines, total, args["page"], args["page_size"])


@blueprint.route("/organs", methods=["POST"])
@access("organ.write")
@idempotent
@blueprint.arguments(OrganBody)
@blueprint.response(201, OrganAnswer)
def found_organ(body: dict[str, Any]) -> dict[str, Any]:
    """A new organ (B-07, B-08)."""
    values = {"name_en": "", **body}
    return places.organ_line(
        tx(), places.found_organ(tx(), actor=actor(), organ_id=idempotency_key(), values=values).id
    )


@blueprint.route("/organs/<uuid:organ_id>", methods=["GET"])
@access("organ.see")
@blueprint.response(200, OrganAnswer)
def see_organ(organ_id: UUID) -> dict[str, Any]:
    """One organ."""
    return places.organ_line(tx(), places.organ_for(tx(), actor(), organ_id).id)


@blueprint.route("/organs/<uuid:organ_id>", methods=["PATCH"])
@access("organ.write")
@idempotent
@blueprint.arguments(OrganChange)
@blueprint.response(200, OrganAnswer)
def correct_organ(body: dict[str, Any], organ_id: UUID) -> dict[str, Any]:
    """Correct an organ, or end it."""
    values = {name: value for name, value in body.items() if name != "version"}
    places.correct_organ(tx(), actor=actor(), organ_id=organ_id, version=body["version"], values=values)
    return places.organ_line(tx(), organ_id)


def _unboxed(body: dict[str, Any]) -> dict[str, Any]:
    return {**{name: value for name, value in body.items() if name != "box"}, **(body.get("box") or {})}
