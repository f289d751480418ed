"""Pages for everybody: verify a visit or a certificate, rate, type a number, read what is published, find the door."""

from collections.abc import Callable

from flask import Response, request
from werkzeug.exceptions import HTTPException

from backend.certificates.short_codes import read_short_code
from backend.kernel.http import (
    SESSION,
    access,
    cookie,
    gives,
    identify,
    now,
    own_transaction,
    owns_its_transaction,
    settings,
)
from backend.kernel.problems import ProblemRaised
from backend.public import (
    adding,
    clue_pages,
    code_files,
    drafts,
    draw_pages,
    figure_pages,
    front,
    queries,
    receiving,
    speaking,
    times,
)
from backend.public.facts import VisitFacts
from backend.public.history import listed
from backend.public.interface import pages as interface_pages
from backend.public.list_pages import blueprint
from backend.public.looking import Asked, Look, look_up
from backend.public.paper_pages import handed_out
from backend.public.present import card_page, form_of, visit_page
from backend.public.publishers import UNFOUNDED, own_place
from backend.public.rating import receive
from backend.public.reader import Reader
from backend.public.render import HEADERS, page
from backend.public.slowing import found_nothing, pepper
from backend.public.words import say

DOORS = (clue_pages, code_files, draw_pages, drafts, figure_pages, interface_pages)
"""Their views join the blueprint when they are imported."""

blueprint.record(lambda state: state.app.extensions.__setitem__("liangma.error_page", error_page))


@blueprint.route("/<any(i,I,c,C):door>/<path:code>", methods=["GET"])
@access("public")
@owns_its_transaction
def verify(door: str, code: str) -> Response:
    """Whether a scanned code is genuine and valid now, and who comes, why, and by what right (B-94)."""
    reader = Reader.of(f"/{door}/{code}", request.args)
    return _verified(look_up(_asked(code, reader), pepper()), reader)


@blueprint.route("/<any(i,I):door>/<path:code>/rating", methods=["POST"])
@access("public")
@owns_its_transaction
def rate(door: str, code: str) -> Response:
    """Take a rating; the right to it is the token in the form (B-73)."""
    reader = Reader.of(f"/{door}/{code}", request.args)
    return receive(code, reader, request.form, staff=_is_staff(), pepper=pepper())


@blueprint.route("/<any(i,I,c,C):door>/<path:code>/photo/<int:n>", methods=["GET"])
@access("public")
@gives("image/jpeg", "text/html")
@owns_its_transaction
def photo(door: str, code: str, n: int) -> Response:
    """The photo of the n-th officer, for the page that shows it and no longer."""
    reader = Reader.of(f"/{door}/{code}", request.args)
    look = look_up(Asked(code, reader.scan, staff=False, counts=False), pepper())
    card_id = look.photo_of(n)
    if card_id is None:
        return found_nothing(reader, error_page(None)) if look.facts is None else error_page(None)
    with own_transaction(read_only=True) as tx:
        picture = queries.photo(tx, card_id)
    return Response(picture, 200, HEADERS, mimetype="image/jpeg")


@blueprint.route("/<any(i,I,c,C):door>/<path:code>/paper/<any(notice,record,result):kind>", methods=["GET"])
@access("public")
@gives("application/pdf", "text/html")
@owns_its_transaction
def paper(door: str, code: str, kind: str) -> Response:
    """The notice, the on-site record or the result of a visit as PDF, from its own page, while that hands them out."""
    reader = Reader.of(f"/{door}/{code}", request.args)
    return _beside_the_page(code, reader, lambda look: handed_out(look, kind))


@blueprint.route("/<any(i,I):door>/<path:code>/say", methods=["GET", "POST"])
@access("public")
@owns_its_transaction
def say_something(door: str, code: str) -> Response:
    """What the enterprise said of the visit and who answered it; a form to say more while that is open (B-13)."""
    reader = Reader.of(f"/{door}/{code}/say", request.args)
    if request.method == "POST":
        return speaking.take(code, reader, request.form, staff=_is_staff(), pepper=pepper())
    return _of_the_enterprise(code, reader, speaking.shown)


@blueprint.route("/<any(i,I):door>/<path:code>/more", methods=["GET", "POST"])
@access("public")
@owns_its_transaction
def add_more(door: str, code: str) -> Response:
    """Papers, photos and explanations that the enterprise adds to its visit, also afterwards (E3)."""
    reader = Reader.of(f"/{door}/{code}/more", request.args)
    if request.method == "POST":
        return adding.take(code, reader, staff=_is_staff(), pepper=pepper())
    return _of_the_enterprise(code, reader, adding.shown)


@blueprint.route("/<any(i,I):door>/<path:code>/receipt", methods=["GET", "POST"])
@access("public")
@owns_its_transaction
def receipt(door: str, code: str) -> Response:
    """The notice and the result that were handed over, and the enterprise's word that it has them (B-66)."""
    reader = Reader.of(f"/{door}/{code}/receipt", request.args)
    if request.method == "POST":
        sent = receiving.Sent(request.form.get("token", ""), tuple(request.form.getlist("edition")))
        return receiving.take(code, reader, sent, staff=_is_staff(), pepper=pepper())
    return _of_the_enterprise(code, reader, receiving.shown)


@blueprint.route("/<any(i,I,c,C):door>/<path:code>/visits", methods=["GET"])
@access("public")
@owns_its_transaction
def visits(door: str, code: str) -> Response:
    """The visits of the year to the enterprise of this code, as long as its page tells what came of it (E6)."""
    reader = Reader.of(f"/{door}/{code}/visits", request.args)
    return _beside_the_page(code, reader, lambda look: listed(look, reader))


@blueprint.route("/<any(v,V):door>", methods=["GET", "POST"])
@access("public")
@owns_its_transaction
def by_hand(door: str) -> Response:
    """Check a number that was read aloud: a form, or its answer."""
    reader = Reader.of(f"/{door}", request.args)
    typed = request.form.get("no", request.args.get("no", ""))
    number = read_short_code(typed)
    if number is None:
        wrong = "type_wrong" if typed.strip() else "type_empty" if request.method == "POST" else ""
        form = page("by_hand.html", reader, typed=typed[:24], wrong=wrong)
        return found_nothing(reader, form) if typed.strip() else form
    answered = Reader.of(f"/i/{number}", request.args)
    return _verified(look_up(_asked(number, answered), pepper()), answered)


@blueprint.route("/", methods=["GET"])
@access("public")
@owns_its_transaction
def front_page() -> Response:
    """The door for each kind of user."""
    with own_transaction(read_only=True) as tx:
        place = own_place(tx)
    doors = front.demo_doors(settings().data_dir) if settings().demo else None
    return page("front.html", Reader.of("/", request.args), place=place, qr=front.SAMPLE_QR, doors=doors)


@blueprint.errorhandler(ProblemRaised)
def failed(error: ProblemRaised) -> Response:
    """A problem inside a page is told as a page."""
    reader = Reader.of(request.path, request.args)
    sentence = error.as_data(reader.language)
    return page(
        "error.html",
        reader,
        error.problem.status,
        title=sentence["detail"],
        why=sentence["remedy"],
        lost=False,
        fault="",
    )


def error_page(error: HTTPException | None) -> Response:
    """404, 413 and 5xx in the pages' own style."""
    status = (error.code if error else None) or (500 if error else 404)
    key = "too_big" if status == 413 else "lost" if status < 500 else "broken"
    reader = Reader.of("/", request.args)
    title, why = say(reader.language, key), say(reader.language, f"{key}_why")
    fault = times.clock(now(), UNFOUNDED.zone) if key == "broken" else ""
    return page("error.html", reader, status, title=title, why=why, lost=key == "lost", fault=fault)


def _of_the_enterprise(code: str, reader: Reader, shown: Callable[[Look, Reader], Response | None]) -> Response:
    """A page that hangs on the page of a visit, as long as that tells what came of it."""
    counts = request.method != "HEAD"
    look = look_up(Asked(code, reader.scan, staff=_is_staff(), counts=counts, speaks=True), pepper())
    if look.facts is None:
        return found_nothing(reader, error_page(None))
    reader = Reader(reader.path, reader.language, reader.big, look.scan.id if look.scan else None)
    return shown(look, reader) or error_page(None)


def _beside_the_page(code: str, reader: Reader, made: Callable[[Look], Response | None]) -> Response:
    """What hangs on a code and is no look at its page: it is not counted as one."""
    look = look_up(Asked(code, reader.scan, staff=False, counts=False), pepper())
    if look.facts is None:
        return found_nothing(reader, error_page(None))
    return made(look) or error_page(None)


def _verified(look: Look, reader: Reader) -> Response:
    if look.facts is None:
        return found_nothing(reader, page("not_genuine.html", reader, page={"checked": _clock_line(look, reader)}))
    reader = Reader(reader.path, reader.language, reader.big, look.scan.id if look.scan else None)
    if isinstance(look.facts, VisitFacts):
        form = form_of(look, reader)
        return page("visit.html", reader, drafts=form is not None, page=visit_page(look, reader) | {"form": form})
    return page("card.html", reader, page=card_page(look, reader))


def _asked(code: str, reader: Reader) -> Asked:
    return Asked(code, reader.scan, staff=_is_staff(), counts=request.method != "HEAD")


def _is_staff() -> bool:
    """A device that is signed in never rates and never learns of ratings."""
    return bool(cookie(SESSION)) and identify() is not None


def _clock_line(look: Look, reader: Reader) -> str:
    with own_transaction(read_only=True) as tx:
        zone = own_place(tx).zone
    return say(reader.language, "checked_at", time=times.clock(look.checked_at, zone))
