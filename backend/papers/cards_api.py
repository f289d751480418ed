"""/cards/{id}/print and /card-sheet: certificates to be printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response

from backend.kernel import limits
from backend.kernel.http import access, actor, gives, identify, now, own_transaction, owns_its_transaction, settings
from backend.kernel.limits import Limit
from backend.kernel.noting import say
from backend.papers import cards
from backend.papers.schemas import PrintArgs, SheetArgs
from backend.papers.wire import PDF, blueprint, pdf_answer

PRINTS = Limit("card prints", 60, timedelta(minutes=10))
"""How often one person may have cards laid out: they are made anew each time."""


@blueprint.route("/cards/<uuid:card_id>/print", methods=["GET"])
@access("card.print")
@owns_its_transaction
@blueprint.arguments(PrintArgs, location="query")
@gives(PDF)
def print_card(args: dict[str, Any], card_id: UUID) -> Response:
    """The front and back of a valid certificate, 85.6 × 54 mm."""
    (face,) = _faces([card_id])
    say(purpose=args["purpose"] or "打印执法证")
    return pdf_answer(cards.one_card(face, now()).pdf, f"{face.kind} {face.number}", download=args["download"])


@blueprint.route("/card-sheet", methods=["GET"])
@access("card.print")
@owns_its_transaction
@blueprint.arguments(SheetArgs, location="query")
@gives(PDF)
def print_sheet(args: dict[str, Any]) -> Response:
    """Up to fifty valid certificates on A4, ten to a page, backs behind fronts."""
    found = _faces(args["cards"])
    say(purpose=args["purpose"] or f"打印执法证 {len(found)} 张", object_id=args["cards"][0])
    return pdf_answer(cards.sheets(found, now()).pdf, f"执法证 {len(found)} 张", download=args["download"])


def _faces(card_ids: list[UUID]) -> list[cards.Face]:
    """Raises what `cards.faces` raises, and TOO_OFTEN."""
    identify()
    with own_transaction() as short:
        found = cards.faces(short, actor(), card_ids, now(), settings().public_url)
        limits.insist(short, [PRINTS.of(actor().person_id)], now())
    return found
