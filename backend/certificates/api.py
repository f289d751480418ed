"""Staff side of cards and codes: /cards, /cards/{id}/qr.png, and the number of the last scan."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from backend.certificates import codes, qr, queries
from backend.certificates.models import Card, VisitCode
from backend.kernel.http import Blueprint, access, actor, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import PageArgs, Schema, UtcDateTime, page_of

blueprint = Blueprint("certificates", __name__, url_prefix="/api/v1")

SCAN_SHOWN_FOR = timedelta(minutes=2)


class CardAnswer(Schema):
    """A card with its state now and the address of its printed code; `code_id` is what a live code names."""

    id = fields.UUID()
    code_id = fields.String()
    person_id = fields.UUID()
    number = fields.String()
    holder_name = fields.String()
    organ_name = fields.String()
    field = fields.String()
    issued_on = fields.Date()
    expires_on = fields.Date()
    state = fields.String()
    url = fields.String()


class CardPage(Schema):
    """A page of cards."""

    items = fields.List(fields.Nested(CardAnswer))
    total = fields.Integer()
    page = fields.Integer()
    page_size = fields.Integer()


class ScanAnswer(Schema):
    """The number that stands on the reader's screen."""

    number = fields.Integer()
    scanned_at = UtcDateTime()


def last_scan(session: Session, subject: Card | VisitCode, moment: datetime) -> Any:
    """The answer of a view that watches a live code: the newest scan of the last two minutes, or 204."""
    scan = queries.last_scan(session, subject.code_id, moment - SCAN_SHOWN_FOR)
    if scan is None:
        return Response(status=204)
    return {"number": scan.number, "scanned_at": scan.scanned_at}


@blueprint.route("/cards", methods=["GET"])
@access("card.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, CardPage)
def list_cards(args: dict[str, Any]) -> dict[str, Any]:
    """Cards of the own organ, or of the region for the bureau; `q` is a number or part of a name."""
    cards, total = queries.cards_for(tx(), actor(), args["q"], args["page"], args["page_size"])
    views = {view.id: view for view in queries.card_views(tx(), cards, now())}
    items = [_card(card, views[card.id].state) for card in cards]
    return page_of(items, total, args["page"], args["page_size"])


@blueprint.route("/cards/<card_id>/qr.png", methods=["GET"])
@access("card.see")
@blueprint.response(200, content_type="image/png")
def card_picture(card_id: str) -> Response:
    """The printed code of a card, level M with a quiet zone of 4."""
    card = _card_of(tx(), card_id)
    return _picture(qr.png(_address("C", card.cose)))


@blueprint.route("/cards/<card_id>/scan", methods=["GET"])
@access("code.watch")
@blueprint.response(200, ScanAnswer)
@blueprint.alt_response(204, success=True, description="Nobody has opened the page yet.")
def card_scan(card_id: str) -> Any:
    """The number that the last reader of the own card's live code sees; 204 while nobody has read it."""
    card = _card_of(tx(), card_id)
    if card.person_id != actor().person_id:
        raise NOT_FOUND()
    return last_scan(tx(), card, now())


def _card_of(session: Session, text: str) -> Card:
    card = queries.card(session, text)
    if card is None or not queries.sees_card(actor(), card):
        raise NOT_FOUND()
    return card


def _card(card: Card, state: str) -> dict[str, Any]:
    shown = {name: getattr(card, name) for name in CardAnswer().fields if hasattr(card, name)}
    return {**shown, "code_id": card.code_id.hex(), "state": state, "url": _address("C", card.cose)}


def _address(door: str, cose: bytes) -> str:
    return qr.address(settings().public_url, door, codes.to_text(cose))


def _picture(data: bytes) -> Response:
    return Response(data, mimetype="image/png", headers={"Cache-Control": "no-store"})
