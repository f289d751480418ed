"""E5: somebody tells that nobody scanned, or complains; with the number of the receipt they read what became of it.

No script, no cookie, no number in an address. A form that is refused comes back with everything that was typed (B-56, B-71).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from backend.certificates.checking import check_code
from backend.certificates.keyring import seal_point
from backend.certificates.models import VisitCode
from backend.certificates.short_codes import read_short_code
from backend.clues import contact, photos, queries, service
from backend.clues.forms import FIELDS, Typed, Wrong, read_form
from backend.clues.models import Clue
from backend.clues.problems import NOBODY_RECEIVES
from backend.clues.states import NO_SCAN, OTHER, PUBLIC, VISIT
from backend.feedback.tokens import keyed_bits, new_token, stored_form
from backend.identity import queries as places
from backend.kernel.http import access, address, now, own_transaction, owns_its_transaction
from backend.kernel.pictures import NotAPicture
from backend.kernel.problems import ProblemRaised
from backend.public import limits
from backend.public.clue_facts import receipt_page, told_page
from backend.public.draft_names import draft_name
from backend.public.facts import PlaceFacts, VisitFacts
from backend.public.list_pages import blueprint
from backend.public.publishers import place_of, publishers
from backend.public.queries import visit_facts
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.slowing import found_nothing, pepper


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who hears the clue: a region with its place, the key for contacts; and the visit that it is about, if any."""

    region: str
    place: PlaceFacts
    point: bytes | None
    visit: VisitFacts | None = None
    organ_id: UUID | None = None


MOST_BODY = photos.MOST * photos.MOST_BYTES + 64 * 1024


@blueprint.before_request
def room_for_photos() -> None:
    """A clue may bring photos, an enterprise papers; the proxy gives the same room to the same addresses."""
    if request.method == "POST" and request.path.endswith(("/clue", "/more")):
        request.max_content_length = MOST_BODY


@blueprint.route("/clue", methods=["GET", "POST"])
@access("public")
@owns_its_transaction
def tell_clue() -> Response:
    """Tell what happened: a form, or its receipt."""
    with own_transaction(read_only=True) as tx:
        receiver = _nearest(tx)
    return _asked(Reader.of("/clue", request.args), receiver)


@blueprint.route("/<any(i,I):door>/<path:code>/clue", methods=["GET", "POST"])
@access("public")
@owns_its_transaction
def tell_clue_of_visit(door: str, code: str) -> Response:
    """The same about the visit of a code. A code that nobody knows is told of without a visit."""
    reader = Reader.of(f"/{door}/{code}/clue", request.args)
    with own_transaction(read_only=True) as tx:
        receiver = _of_visit(tx, code)
        nearest = None if receiver else _nearest(tx)
    if receiver is not None:
        return _asked(reader, receiver)
    assert nearest is not None
    return found_nothing(reader, _asked(Reader.of("/clue", request.args), nearest))


@blueprint.route("/clue/receipt", methods=["GET", "POST"])
@access("public")
@owns_its_transaction
def clue_receipt() -> Response:
    """What became of a clue, for whoever holds its number: a form, or its answer."""
    reader, typed = Reader.of("/clue/receipt", request.args), request.form.get("no", "")
    number = read_short_code(typed)
    with own_transaction(read_only=True) as tx:
        clue = queries.by_receipt(tx, number) if number else None
        place = place_of(places.region(tx, clue.region_code)) if clue else None
    if clue is None or place is None:
        asked = page("clue_receipt.html", reader, typed=typed[:24], wrong=_why_not(typed, number), page=None)
        return found_nothing(reader, asked) if typed.strip() else asked
    return page("clue_receipt.html", reader, typed="", wrong="", page=receipt_page(clue, place.zone, reader.language))


def _why_not(typed: str, number: str | None) -> str:
    """Which sentence says why this number leads nowhere; none before the form was sent."""
    if not typed.strip():
        return "receipt_empty" if request.method == "POST" else ""
    return "receipt_unknown" if number else "receipt_wrong"


def _asked(reader: Reader, receiver: Receiver) -> Response:
    if request.method != "POST":
        return _form(reader, receiver, dict.fromkeys(FIELDS, ""))
    token, form = request.form.get("token", ""), request.form
    typed = _complete(read_form(form, receiver.place.zone, now()), receiver)
    sent = _sent_photos()
    if isinstance(typed, Wrong) or sent is None:
        wrong = (*(typed.fields if isinstance(typed, Wrong) else ()), *(("photo",) if sent is None else ()))
        return _form(reader, receiver, form, 422, wrong=wrong)
    if stored_form(token, b"") is None:
        return _form(reader, receiver, form, 422, stale=True)
    return _received(reader, receiver, typed, token, sent)


def _complete(typed: Typed | Wrong, receiver: Receiver) -> Typed | Wrong:
    """Where there is no key yet, nothing can be sealed, so nothing that has to be is taken."""
    if isinstance(typed, Typed) and typed.contact and receiver.point is None:
        return Wrong(("contact",))
    return typed


def _sent_photos() -> tuple[bytes, ...] | None:
    """The files of the form as they came; None where they are too many or one is too long. A field left empty is none."""
    files = [each for each in request.files.getlist("photo") if each.filename]
    sent = tuple(each.read(photos.MOST_BYTES + 1) for each in files[: photos.MOST + 1])
    for each in files:
        each.close()
    return None if len(sent) > photos.MOST or any(len(each) > photos.MOST_BYTES for each in sent) else sent


def _received(reader: Reader, receiver: Receiver, typed: Typed, token: str, sent: tuple[bytes, ...]) -> Response:
    """Keep the clue once, however often it is sent, and answer with its number. No picture is unpacked for who asks too often."""
    clue_id = _clue_id(token, typed, sent)
    with own_transaction() as tx:
        seconds = 0 if tx.get(Clue, clue_id) else limits.note_clue(tx, address(), pepper(), now())
    if not seconds:
        try:
            told = replace(_told(receiver, typed), photos=tuple(photos.made_anew(each) for each in sent))
        except NotAPicture:
            return _form(reader, receiver, request.form, 422, wrong=("photo",))
        with own_transaction() as tx:
            clue = service.receive(tx, told, clue_id=clue_id, region_code=receiver.region, now=now())
            thanks = told_page(clue, receiver.place.zone, reader.language) | {"draft": _draft(receiver)}
            return page("clue_told.html", reader, drafts=True, page=thanks)
    answer = _form(reader, receiver, request.form, 429, waits=(seconds + 59) // 60)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _told(receiver: Receiver, typed: Typed) -> service.Told:
    visit = receiver.visit
    sealed = contact.seal(typed.contact, receiver.point) if typed.contact and receiver.point else None
    return service.Told(
        door=VISIT if visit else PUBLIC, kind=typed.kind, text=typed.text, happened_at=typed.happened_at,
        people=typed.people, contact=sealed, accused_id=receiver.organ_id,
        about=visit.organ if visit else typed.about, place=visit.enterprise if visit else typed.place,
        inspection_id=visit.arrived.inspection_id if visit and visit.arrived else None,
    )  # fmt: skip


def _clue_id(token: str, typed: Typed, sent: tuple[bytes, ...]) -> UUID:
    """Random to everybody without the pepper, and the same for the same form: pressing twice is one clue."""
    said = [token, *map(str, astuple(typed)), *(sha256(each).hexdigest() for each in sent)]
    return UUID(bytes=keyed_bits("clue " + json.dumps(said), pepper()), version=4)


def _form(
    reader: Reader, receiver: Receiver, sent: Mapping[str, str], status: int = 200, *,
    wrong: tuple[str, ...] = (), stale: bool = False, waits: int = 0,
) -> Response:  # fmt: skip
    shown: dict[str, Any] = {
        "action": reader.link(reader.path), "token": new_token(), "sent": {name: sent.get(name, "") for name in FIELDS},
        "wrong": wrong, "stale": stale, "waits": waits, "kinds": (NO_SCAN, OTHER), "visit": receiver.visit,
        "seals": receiver.point is not None, "draft": _draft(receiver),
    }  # fmt: skip
    return page("clue.html", reader, status, drafts=True, form=shown)


def _draft(receiver: Receiver) -> str:
    visit = receiver.visit
    return draft_name("clue", visit.arrived.inspection_id if visit and visit.arrived else None)


def _nearest(tx: Session) -> Receiver:
    """The installation's own bureau. Raises NOBODY_RECEIVES where there is none yet."""
    all_of_them = publishers(tx)
    if not all_of_them:
        raise NOBODY_RECEIVES()
    return Receiver(all_of_them[0].code, all_of_them[0].place, _point(tx, all_of_them[0].code))


def _of_visit(tx: Session, code: str) -> Receiver | None:
    check = check_code(tx, code, now())
    if check is None or not isinstance(check.subject, VisitCode):
        return None
    visit, subject = visit_facts(tx, check.subject, now(), check.place), check.subject
    return Receiver(subject.region_code, visit.place, _point(tx, subject.region_code), visit, visit.organ_id)


def _point(tx: Session, region: str) -> bytes | None:
    try:
        return seal_point(tx, region, now())
    except ProblemRaised:
        return None
