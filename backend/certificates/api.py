"""/cards/{id}/qr.png, and the number of the last scan; the register itself is in `register_api`."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from backend.certificates import codes, qr, queries
from backend.certificates.models import Card, VisitCode
from backend.certificates.register_api import blueprint, card_of
from backend.kernel.http import access, actor, gives, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Schema, UtcDateTime

__all__ = ["blueprint"]

SCAN_SHOWN_FOR = timedelta(minutes=2)


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


@blueprint.route("/cards/<card_id>/qr.png", methods=["GET"])
@access("card.see")
@gives("image/png")
def card_picture(card_id: str) -> Response:
    """The printed code of a card, level M with a quiet zone of 4."""
    picture = qr.png(qr.address(settings().public_url, "C", codes.to_text(card_of(card_id).cose)))
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "no-store"})


@blueprint.route("/cards/<card_id>/scan", methods=["GET"])
@access("code.watch")
@blueprint.response(200, ScanAnswer)
@blueprint.alt_response(204, success=True, description="Nobody has opened the page yet.")
def card_scan(card_id: str) -> Any:
    """The number that the last reader of the own card's live code sees; 204 while nobody has read it."""
    card = card_of(card_id)
    if card.person_id != actor().person_id:
        raise NOT_FOUND()
    return last_scan(tx(), card, now())
