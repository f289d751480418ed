"""/cards: the register, issuing, moving, replacing, and what a card was on a date."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from backend.certificates import issuing, moving, register
from backend.certificates.answers import card_answer, card_file, status_answer
from backend.certificates.models import Card
from backend.certificates.photos import MOST_UPLOADED, read_photo
from backend.certificates.schemas import (
    CardArgs,
    CardFile,
    CardPage,
    ForetellArgs,
    ForetoldAnswer,
    IssueSchema,
    MoveSchema,
    PhotoSchema,
    ReplaceSchema,
    StatusAnswer,
    StatusArgs,
)
from backend.certificates.states import ENDS
from backend.identity import queries as identity
from backend.identity.access.table import Thing
from backend.kernel.http import Blueprint, access, actor, gives, idempotent, insist, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import page_of

blueprint = Blueprint("certificates", __name__, url_prefix="/api/v1")

MOST_BODY = MOST_UPLOADED * 4 // 3 + 64 * 1024


@blueprint.before_request
def room_for_a_photo() -> None:
    """Photos come as base64 in the order that brings them."""
    if request.method == "POST":
        request.max_content_length = MOST_BODY


@blueprint.route("/cards", methods=["GET"])
@access("card.see")
@blueprint.arguments(CardArgs, location="query")
@blueprint.response(200, CardPage)
def list_cards(args: dict[str, Any]) -> dict[str, Any]:
    """Cards of the own organ, or of the region for those above; `q` is a number, part of a name, or its pinyin."""
    rows, total = register.page_of_cards(tx(), actor(), now=now(), **args)
    items = [card_answer(row.Card, row.state, settings().public_url) for row in rows]
    return {**page_of(items, total, args["page"], args["page_size"]), "counts": register.counts(tx(), actor(), now())}


@blueprint.route("/cards", methods=["POST"])
@access("card.issue")
@idempotent
@blueprint.arguments(IssueSchema)
@blueprint.response(201, CardFile)
def issue_card(body: dict[str, Any]) -> dict[str, Any]:
    """Issue a card to an officer. A number of an unusual pattern is a warning, never a refusal (B-91)."""
    keys, photo = settings().data_dir / "keys", read_photo(body.pop("photo"))
    made = issuing.issue(tx(), actor=actor(), now=now(), keys=keys, photo=photo, **body)
    return _file(made.card) | {"warnings": made.warnings}


@blueprint.route("/cards/<card_id>", methods=["GET"])
@access("card.see")
@blueprint.response(200, CardFile)
def see_card(card_id: str) -> dict[str, Any]:
    """A card with its whole life and the planned visits that hang on it."""
    return _file(card_of(card_id))


@blueprint.route("/cards/<card_id>/photo", methods=["GET"])
@access("card.see")
@gives("image/jpeg", "image/webp")
def card_photo(card_id: str) -> Response:
    """The portrait on a card."""
    photo = card_of(card_id).photo
    kind = "image/webp" if photo[8:12] == b"WEBP" else "image/jpeg"
    return Response(photo, mimetype=kind, headers={"Cache-Control": "private, no-store"})


@blueprint.route("/cards/<card_id>/status", methods=["GET"])
@access("card.see")
@blueprint.arguments(StatusArgs, location="query")
@blueprint.response(200, StatusAnswer)
def card_status(args: dict[str, Any], card_id: str) -> dict[str, Any]:
    """Was this card valid on that day? Answered from its history (B-97)."""
    return status_answer(tx(), card_of(card_id), args["on"], args["at"], now())


@blueprint.route("/cards/<uuid:card_id>/moves", methods=["GET"])
@access("card.move")
@blueprint.arguments(ForetellArgs, location="query")
@blueprint.response(200, ForetoldAnswer)
def foretell(args: dict[str, Any], card_id: UUID) -> moving.Foretold:
    """What a move would do to planned visits; nothing is changed."""
    since, until = args["effective_from"], args["effective_to"]
    return moving.foretell(
        tx(), actor=actor(), now=now(), card_id=card_id, state=args["state"], since=since, until=until
    )


@blueprint.route("/cards/<uuid:card_id>/moves", methods=["POST"])
@access("card.move")
@idempotent
@blueprint.arguments(MoveSchema)
@blueprint.response(201, CardFile)
def move_card(body: moving.Move, card_id: UUID) -> dict[str, Any]:
    """Suspend, restore or end a card (B-92); planned visits that hang on it are stopped at once.

    An end wants the proof of identity again.
    """
    if body.state in ENDS:
        insist("card.revoke", _thing(card_of(str(card_id))))
    return _file(moving.move(tx(), actor=actor(), now=now(), card_id=card_id, move=body))


@blueprint.route("/cards/<uuid:card_id>/replacement", methods=["POST"])
@access("card.replace")
@idempotent
@blueprint.arguments(ReplaceSchema)
@blueprint.response(201, CardFile)
def replace_card(body: dict[str, Any], card_id: UUID) -> dict[str, Any]:
    """A new card in place of one that runs out, or of one that was reported lost (B-92)."""
    text, keys = body.pop("photo"), settings().data_dir / "keys"
    photo = None if text is None else read_photo(text)
    made = issuing.replace(tx(), actor=actor(), now=now(), keys=keys, card_id=card_id, photo=photo, **body)
    return _file(made.card) | {"warnings": made.warnings}


@blueprint.route("/cards/<uuid:card_id>/photo", methods=["POST"])
@access("card.replace")
@idempotent
@blueprint.arguments(PhotoSchema)
@blueprint.response(201, CardFile)
def add_photo(body: dict[str, str], card_id: UUID) -> dict[str, Any]:
    """The portrait of a card that came by a table; its code is signed anew (B-90). One that has a portrait is renewed."""
    keys, photo = settings().data_dir / "keys", read_photo(body["photo"])
    return _file(issuing.add_photo(tx(), actor=actor(), now=now(), keys=keys, card_id=card_id, photo=photo))


def card_of(name: str) -> Card:
    """The card of an address, if the caller may see it. Raises NOT_FOUND."""
    card = register.card_seen(tx(), actor(), name)
    if card is None:
        raise NOT_FOUND()
    return card


def _thing(card: Card) -> Thing:
    """As the register reckons: by the region of the holder's organ."""
    return Thing(card.organ_id, identity.region_path_of(tx(), card.organ_id))


def _file(card: Card) -> dict[str, Any]:
    tx().flush()  # the life is read back
    return card_file(tx(), card, now(), settings().public_url)
