"""/audit: the record of access, for the bureau alone; administrators neither read nor change it (B-104)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from marshmallow import fields, validate

from backend.audit import queries
from backend.audit.answers import AuditLine, DigestAnswer, digest_answers, line_answers
from backend.kernel import limits
from backend.kernel.http import Blueprint, access, actor, identify, now, own_transaction, owns_its_transaction, tx
from backend.kernel.limits import Limit
from backend.kernel.schema import PageArgs, Paged, Schema, UtcDateTime, page_of

blueprint = Blueprint("audit", __name__, url_prefix="/api/v1")

PAGES = Limit("audit page", 240, timedelta(hours=1))
"""Pages of the record that one session turns: it is searched, not copied; whoever needs more takes out a table."""


class SearchArgs(Schema):
    """Which lines; none given means all."""

    q = fields.String(load_default="", validate=validate.Length(max=100))
    person = fields.UUID(load_default=None)
    action = fields.String(load_default=None, validate=validate.Length(max=60))
    result = fields.String(load_default=None, validate=validate.OneOf(["allowed", "refused", "not_found", "invalid"]))
    since = UtcDateTime(load_default=None, data_key="from")
    until = UtcDateTime(load_default=None, data_key="to")
    purpose = fields.String(load_default=None, validate=validate.Length(max=200))
    """Why the reader reads; becomes part of the line about this reading."""
    own = fields.String(load_default="show", validate=validate.OneOf(["show", "hide"]))
    """'hide': without the reader's own looks at this record."""

    sort = queries.SORTING.field()


class AuditArgs(PageArgs, SearchArgs):
    """Which lines, and which page of them."""


class AuditPage(Paged):
    """A page of the record."""

    items = fields.List(fields.Nested(AuditLine), required=True)


class DigestPage(Paged):
    """Daily figures, newest first."""

    items = fields.List(fields.Nested(DigestAnswer), required=True)


@blueprint.route("/audit", methods=["GET"])
@access("audit.see")
@owns_its_transaction
@blueprint.arguments(AuditArgs, location="query")
@blueprint.response(200, AuditPage)
def list_lines(args: dict[str, Any]) -> dict[str, Any]:
    """Who did and who saw what, in this region and below it, newest first; 240 pages an hour and session."""
    who, search = identify(), search_of(args)
    with own_transaction() as short:
        limits.insist(short, [PAGES.of(who.session_id)], now())
    with own_transaction(read_only=True) as short:
        rows = queries.lines(short, who, search, **{name: args[name] for name in ("sort", "page", "page_size")})
        total = queries.count(short, who, search)
        return page_of(line_answers(short, rows), total, args["page"], args["page_size"])


@blueprint.route("/audit/digests", methods=["GET"])
@access("audit.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, DigestPage)
def list_digests(args: dict[str, Any]) -> dict[str, Any]:
    """The daily figures: who looked most, what was refused and unsealed, with which purposes."""
    rows, total = queries.digests(tx(), actor(), page=args["page"], page_size=args["page_size"])
    return page_of(digest_answers(tx(), rows), total, args["page"], args["page_size"])


def search_of(args: Mapping[str, Any]) -> queries.Search:
    """The search that these arguments ask for."""
    names = ("q", "person", "action", "result", "since", "until", "own")
    return queries.Search(**{name: args[name] for name in names})
