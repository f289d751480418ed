"""/lists: the seven public lists of a bureau, what publishing would change, and every edition that was published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import PageArgs, page_of
from backend.lists import queries, service
from backend.lists.comparing import Change
from backend.lists.kinds import Kind, kinds
from backend.lists.models import ListEdition
from backend.lists.schemas import (
    DraftAnswer,
    DraftArgs,
    EditionAnswer,
    EditionPage,
    EditionsAnswer,
    ListsAnswer,
    PublicationSchema,
)

blueprint = Blueprint("lists", __name__, url_prefix="/api/v1/lists")


@blueprint.route("", methods=["GET"])
@access("list.see")
@blueprint.response(200, ListsAnswer)
def lists() -> dict[str, Any]:
    """The seven lists of the caller's region with the editions in force."""
    return {"items": [_list(each) for each in kinds().values()]}


@blueprint.route("/<kind>/draft", methods=["GET"])
@access("list.see")
@blueprint.arguments(DraftArgs, location="query")
@blueprint.response(200, DraftAnswer)
def see_draft(args: dict[str, Any], kind: str) -> dict[str, Any]:
    """What would change if the list were published now (B-16)."""
    about = _kind(kind)
    made = service.draft(tx(), region_code=actor().region, kind=kind, day=args["effective_from"] or _today())
    found = [each for each in made.changes if _mentions(each, args["q"])]
    first = (args["page"] - 1) * args["page_size"]
    shown = [_change(each) for each in found[first : first + args["page_size"]]]
    return {
        "kind": kind, "title": about.title, "effective_from": made.day.isoformat(), "columns": [*about.columns],
        "last": _edition(made.last) if made.last else None, "entries": len(made.lines), "counts": made.counts,
        "first_published": len(made.first_published), "digest": made.digest.hex(),
        **page_of(shown, len(found), args["page"], args["page_size"]),
    }  # fmt: skip


@blueprint.route("/<kind>/editions", methods=["POST"])
@access("list.publish")
@idempotent
@blueprint.arguments(PublicationSchema)
@blueprint.response(201, EditionAnswer)
def publish(order: service.Publication, kind: str) -> dict[str, Any]:
    """Publish the next edition; it is never changed afterwards."""
    _kind(kind)
    return _edition(
        service.publish(tx(), actor=actor(), now=now(), edition_id=idempotency_key(), kind=kind, order=order)
    )


@blueprint.route("/<kind>/editions", methods=["GET"])
@access("list.see")
@blueprint.response(200, EditionsAnswer)
def editions(kind: str) -> dict[str, Any]:
    """Every edition, the newest first."""
    about, found = _kind(kind), queries.editions(tx(), actor().region, kind)
    return {"kind": kind, "title": about.title, "items": [_edition(each) for each in found]}


@blueprint.route("/<kind>/editions/<int:n>", methods=["GET"])
@access("list.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, EditionPage)
def see_edition(args: dict[str, Any], kind: str, n: int) -> dict[str, Any]:
    """An edition with a page of its entries, searched by `q`."""
    _kind(kind)
    edition = queries.edition_n(tx(), actor().region, kind, n) if n < 2**31 else None
    if edition is None:
        raise NOT_FOUND()
    rows, total = queries.entries(tx(), edition.id, **args)
    shown = [{"key": each.key, "values": each.data} for each in rows]
    return {
        "edition": _edition(edition), "columns": edition.columns,
        **page_of(shown, total, args["page"], args["page_size"]),
    }  # fmt: skip


def _kind(code: str) -> Kind:
    if code not in kinds():
        raise NOT_FOUND()
    return kinds()[code]


def _today() -> date:
    return service.today_in(tx(), actor().region, now())


def _list(kind: Kind) -> dict[str, Any]:
    region, today = actor().region, _today()
    standing, newest = queries.edition_on(tx(), region, kind.code, today), queries.newest(tx(), region, kind.code)
    return {
        "kind": kind.code, "title": kind.title, "why": kind.why,
        "in_force": _edition(standing) if standing else None,
        "coming": _edition(newest) if newest and newest.effective_from > today else None,
        "url": f"{settings().public_url}/p/lists/{kind.code}",
    }  # fmt: skip


def _edition(row: ListEdition) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind, "n": row.n, "effective_from": row.effective_from.isoformat(),
        "published_at": row.published_at, "publisher": row.publisher, "document": row.document, "note": row.note,
        "entries": row.entries, "changes": row.changes, "digest": row.digest.hex(), "state": _state(row),
    }  # fmt: skip


def _state(row: ListEdition) -> str:
    today = _today()
    if row.effective_from > today:
        return "coming"
    standing = queries.edition_on(tx(), row.region_code, row.kind, today)
    return "in_force" if standing is not None and standing.id == row.id else "succeeded"


def _mentions(change: Change, q: str) -> bool:
    said = _words(change.before) + _words(change.after)
    return all(word.lower() in said for word in q.split())


def _words(values: Mapping[str, Any] | None) -> str:
    return " ".join(str(each).lower() for each in (values or {}).values())


def _change(change: Change) -> dict[str, Any]:
    return {
        "key": change.key, "what": change.what, "before": change.before, "after": change.after,
        "fields": [*change.fields],
    }  # fmt: skip
