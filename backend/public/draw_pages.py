"""/p/draws: random draws for everybody: what was committed to, what came out, and the file from which to draw again (B-85)."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, jsonify, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from backend.draws import queries as draws
from backend.draws.models import Draw, DrawAct
from backend.draws.proofs import proof_of
from backend.draws.states import ABANDONED, COMMITTED, DRAWN, PUBLISHED
from backend.identity import queries as identity
from backend.kernel.http import access, own_transaction, owns_its_transaction, settings
from backend.policy.draw_proof import digest
from backend.policy.pool import REASONS
from backend.public import times
from backend.public.draw_facts import outcome_rows
from backend.public.draw_schemas import DrawFile
from backend.public.list_pages import asked_here, blueprint, kept_apart, places
from backend.public.publishers import place_of
from backend.public.reader import Reader
from backend.public.render import HEADERS, page

NEWEST = 100
"""Draws that the page lists; all that were ever committed to have a page of their own."""

Acts = dict[tuple[UUID, str], DrawAct]


@blueprint.route("/<any(p,P):door>/draws", methods=["GET"])
@access("public")
@owns_its_transaction
def published_draws(door: str) -> Response:
    """The draws of a region, also those that were given up after they were committed to."""
    with own_transaction(read_only=True) as tx:
        known, whose = asked_here(tx)
        found = draws.of_publisher(tx, whose.path, NEWEST) if whose.path else []
        acts, (organs, items) = draws.acts_of(tx, [each.id for each in found]), draws.about(tx, found)
        region = kept_apart(known, whose)
        reader = Reader.of(f"/{door}/draws", request.args).asking(region=region)
        rows = [
            _heads(each, acts, reader, whose.place.zone)
            | {"organ": _named(organs[each.organ_id], reader), "item": _named(items[each.item_id], reader)}
            for each in found
        ]
    return page(
        "draws.html",
        reader,
        place=whose.place,
        draws=rows,
        up=reader.onward("/p"),
        regions=places(known, whose, reader),
    )


@blueprint.route("/<any(p,P):door>/draws/<uuid:draw_id>", methods=["GET"])
@access("public")
@owns_its_transaction
def published_draw(door: str, draw_id: UUID) -> Response:
    """One draw on one page: commitment, public value, outcome, and how to check it."""
    reader = Reader.of(f"/{door}/draws/{draw_id}", request.args)
    with own_transaction(read_only=True) as tx:
        draw = _found(tx, draw_id)
        facts = _facts(tx, draw, reader)
    return page("draw.html", reader, **facts)


@blueprint.route("/<any(p,P):door>/draws/<uuid:draw_id>.json", methods=["GET"])
@access("public")
@owns_its_transaction
@blueprint.alt_response(200, schema=DrawFile, success=True)
def draw_file(door: str, draw_id: UUID) -> Response:
    """The file from which anybody can run the draw again; exists once the draw was published."""
    with own_transaction(read_only=True) as tx:
        draw = _found(tx, draw_id)
        if draw.state != PUBLISHED:
            raise NotFound
        answer = jsonify(proof_of(tx, draw, settings().data_dir / "keys"))
    answer.headers.update({**HEADERS, "Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"})
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{draw_id}.json"'
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _found(tx: Session, draw_id: UUID) -> Draw:
    draw = draws.published(tx, draw_id)
    if draw is None:
        raise NotFound
    return draw


def _facts(tx: Session, draw: Draw, reader: Reader) -> dict[str, Any]:
    region = identity.region(tx, draw.region_path.rpartition("/")[2])
    place, acts = place_of(region), draws.acts_of(tx, [draw.id])
    organs, items = draws.about(tx, [draw])
    committed, drawn, gone = (acts.get((draw.id, each)) for each in (COMMITTED, DRAWN, ABANDONED))
    assert committed is not None
    told = draw.state == PUBLISHED
    return _heads(draw, acts, reader, place.zone) | {
        "place": place, "up": reader.link("/p/draws"), "organ": _named(organs[draw.organ_id], reader),
        "item": _named(items[draw.item_id], reader), "source": draw.source,
        "commitment": committed.data["commitment"], "hash": digest(committed.data["commitment"]),
        "counts": _counts(committed.data), "value": drawn.data["public_value"] if drawn else None,
        "secret": drawn.data["secret"] if drawn and told else None, "reason": gone.data["reason"] if gone else None,
        "rows": outcome_rows(tx, draw, reader.language) if told else [], "file": f"/p/draws/{draw.id}.json",
    }  # fmt: skip


def _counts(settled: dict[str, Any]) -> dict[str, Any]:
    """How many were in the pool, how many officers on the list, and how many out for which reason (B-86)."""
    facts = {each.split(" ")[0]: each.split(" ")[1] for each in settled["commitment"].splitlines() if " " in each}
    excluded = [(each, settled["excluded"][each]) for each in REASONS if settled["excluded"].get(each)]
    return {"objects": int(facts["objects"]), "officers": int(facts["officers"]), "excluded": excluded}


def _heads(draw: Draw, acts: Acts, reader: Reader, zone: ZoneInfo) -> dict[str, Any]:
    """What every page says of a draw."""

    def told(act: str) -> str | None:
        row = acts.get((draw.id, act))
        return times.end(row.at, zone, reader.language) if row is not None else None

    return {
        "id": draw.id, "state": draw.state, "wanted": draw.wanted, "href": reader.onward(f"/p/draws/{draw.id}"),
        "first_day": times.day(draw.first_day, reader.language), "last_day": times.day(draw.last_day, reader.language),
        "fixed_at": times.end(draw.fixed_at, zone, reader.language),
        "at": {each: told(each) for each in (COMMITTED, DRAWN, PUBLISHED, ABANDONED)},
    }  # fmt: skip


def _named(thing: Any, reader: Reader) -> str:
    return str(thing.name_en or thing.name) if reader.language == "en" else str(thing.name)
