"""What is published: the seven lists, each as it stands or stood, for people and for programs; and counts of visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from backend.kernel.http import Blueprint, access, gives, now, own_transaction, owns_its_transaction
from backend.lists import queries as lists
from backend.lists.kinds import Kind, kinds
from backend.lists.models import ListEdition
from backend.public import queries, times
from backend.public.list_facts import edition_csv, edition_data, entry_of, shown_columns
from backend.public.list_schemas import ListFile
from backend.public.published import publishable
from backend.public.publishers import Publisher, asked_publisher, publishers
from backend.public.reader import Reader
from backend.public.render import HEADERS, page

blueprint = Blueprint("public", __name__)

ON_A_PAGE = 30
LAST_DAY = date(2199, 12, 31)


@blueprint.route("/<any(p,P):door>", methods=["GET"])
@access("public")
@owns_its_transaction
def published(door: str) -> Response:
    """What is published: the seven lists, and counts in which nobody can be found."""
    with own_transaction(read_only=True) as tx:
        known, whose = asked_here(tx)
        today = now().astimezone(whose.place.zone).date()
        standing = lists.in_force(tx, whose.code, today)
        counts = publishable(queries.visit_counts(tx, whose.path, today, whose.place.zone))
    reader = Reader.of(f"/{door}", request.args).asking(region=kept_apart(known, whose))
    rows = [_row(each, standing.get(each.code), reader) for each in kinds().values()]
    facts: dict[str, Any] = {
        "place": whose.place,
        "day": times.day(today, reader.language),
        "lists": rows,
        "counts": counts,
        "figures": reader.onward(f"/{door}/figures"),
        "draws": reader.onward(f"/{door}/draws"),
    }
    return page("published.html", reader, **facts, regions=places(known, whose, reader))


@blueprint.route("/<any(p,P):door>/lists/<kind>", methods=["GET"])
@access("public")
@owns_its_transaction
def published_list(door: str, kind: str) -> Response:
    """A list as it stands, or as it stood on a day; searched and turned page by page."""
    about = _kind(kind)
    q, n = request.args.get("q", "").strip()[:100].replace("\0", ""), _number(request.args.get("page", "")) or 1
    reader = Reader.of(f"/{door}/lists/{kind}", request.args)
    with own_transaction(read_only=True) as tx:
        known, whose = asked_here(tx)
        today, day, edition = _asked_edition(tx, whose, about)
        asked = {"edition": request.args.get("edition", "")[:5], "on": request.args.get("on", "")[:10]}
        up = reader.asking(region=kept_apart(known, whose)).onward("/p")
        reader = reader.asking(q=q, region=kept_apart(known, whose), **asked)
        facts = _about(tx, whose, about, edition, reader, today)
        entries = _entries(tx, edition, q, n, reader) if edition else None
    facts |= {"up": up, "place": whose.place, "day": times.day(day, reader.language)}
    filled = {"q": q, "on": day.isoformat(), "kept": [*reader.asked]}
    return page("list.html", reader, **facts, asked=filled, entries=entries)


@blueprint.route("/<any(p,P):door>/lists/<kind>.<any(json,csv):form>", methods=["GET"])
@access("public")
@gives("text/csv")
@owns_its_transaction
@blueprint.alt_response(200, schema=ListFile, success=True)
def list_file(door: str, kind: str, form: str) -> Response:
    """The whole list as a file for programs; `?on=` gives it as it stood on a day."""
    about = _kind(kind)
    with own_transaction(read_only=True) as tx:
        edition = _asked_edition(tx, asked_here(tx)[1], about)[2]
        if edition is None:
            raise NotFound
        entries = [*lists.all_entries(tx, edition.id)]
    answer = (
        jsonify(edition_data(edition, about.title, entries))
        if form == "json"
        else Response(edition_csv(edition.columns, entries), mimetype="text/csv")
    )
    answer.headers.update({**HEADERS, "Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"})
    answer.headers["Content-Disposition"] = f'inline; filename="{edition.kind}-{edition.n}.{form}"'
    answer.set_etag(f"{edition.digest.hex()}-{edition.n}")
    answer.make_conditional(request)
    return answer


def _kind(code: str) -> Kind:
    if code not in kinds():
        raise NotFound
    return kinds()[code]


def asked_here(tx: Session) -> tuple[Sequence[Publisher], Publisher]:
    """All who publish here, and the one that `?region=` asks for; anybody else is as if it were not asked."""
    known = publishers(tx)
    return known, asked_publisher(known, request.args.get("region", ""))


def kept_apart(known: Sequence[Publisher], whose: Publisher) -> str:
    """The question that leads to this publisher; none is needed for the installation's own."""
    return "" if whose in known[:1] else whose.code


def places(known: Sequence[Publisher], whose: Publisher, reader: Reader) -> list[dict[str, Any]]:
    """Who else publishes here, as links; nobody where there is one."""
    told = [(each, each.place.name_en if reader.language == "en" else each.place.name) for each in known]
    links = [
        {"name": name, "href": reader.again(region=kept_apart(known, each)), "here": each == whose}
        for each, name in told
    ]
    return links if len(links) > 1 else []


def _asked_edition(tx: Session, whose: Publisher, about: Kind) -> tuple[date, date, ListEdition | None]:
    """The place's local day, the day that was asked for, and the edition in force on it.

    `?edition=` names one by its number, which tells two apart that began on one day.
    """
    today, n = now().astimezone(whose.place.zone).date(), _number(request.args.get("edition", ""))
    named = lists.edition_n(tx, whose.code, about.code, n) if n else None
    if named is not None:
        return today, named.effective_from, named
    day = _day(request.args.get("on", ""), today)
    return today, day, lists.edition_on(tx, whose.code, about.code, day)


def _day(text: str, today: date) -> date:
    """The day that was asked for; anything that is no day is as if it were not there."""
    try:
        return min(date.fromisoformat(text), LAST_DAY)
    except ValueError:
        return today


def _number(text: str) -> int | None:
    """A number from 1 to 99,999; None for anything else."""
    return int(text) or None if text.isascii() and text.isdigit() and len(text) < 6 else None


def _row(kind: Kind, edition: ListEdition | None, reader: Reader) -> dict[str, Any]:
    """A list on the page of lists."""
    since = times.day(edition.effective_from, reader.language) if edition else None
    return {
        "title": kind.title[reader.language], "why": kind.why[reader.language], "since": since,
        "n": edition.n if edition else None, "entries": edition.entries if edition else None,
        "href": reader.onward(f"/p/lists/{kind.code}"),
    }  # fmt: skip


def _about(
    tx: Session, whose: Publisher, kind: Kind, edition: ListEdition | None, reader: Reader, today: date
) -> dict[str, Any]:
    language = reader.language
    told = [_edition(each, reader, today) for each in lists.editions(tx, whose.code, kind.code)]
    standing = lists.edition_on(tx, whose.code, kind.code, today)
    return {
        "title": kind.title[language], "why": kind.why[language], "editions": told,
        "edition": _edition(edition, reader, today) if edition else None,
        "standing": standing is not None and edition is not None and standing.id == edition.id,
        "standing_n": standing.n if standing else None,
        "head": [each[language] for each in shown_columns(edition.columns, brief=True)] if edition else [],
    }  # fmt: skip


def _edition(edition: ListEdition, reader: Reader, today: date) -> dict[str, Any]:
    return {
        "n": edition.n, "since": times.day(edition.effective_from, reader.language), "entries": edition.entries,
        "publisher": edition.publisher, "document": edition.document, "note": edition.note,
        "digest": edition.digest.hex(), "changes": edition.changes, "coming": edition.effective_from > today,
        "href": reader.again(edition=str(edition.n), on="", q=""),
        "files": {form: _file(edition, form) for form in ("csv", "json")},
    }  # fmt: skip


def _file(edition: ListEdition, form: str) -> str:
    return f"/p/lists/{edition.kind}.{form}?region={edition.region_code}&edition={edition.n}"


def _entries(tx: Session, edition: ListEdition, q: str, n: int, reader: Reader) -> Mapping[str, Any]:
    rows, total = lists.entries(tx, edition.id, q, n, ON_A_PAGE)
    pages = max(1, ceil(total / ON_A_PAGE))
    return {
        "rows": [entry_of(each.data, edition.columns, reader.language) for each in rows], "total": total,
        "page": n, "pages": pages,
        "previous": reader.again(page=str(min(n - 1, pages))) if n > 1 else None,
        "next": reader.again(page=str(n + 1)) if n < pages else None,
    }  # fmt: skip
