"""/audit: the record of access, for the bureau alone; administrators neither read nor change it (B-104)."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app
from marshmallow import fields, validate

from backend.audit import queries
from backend.audit.answers import AuditLine, as_csv, digest_answers, line_answers
from backend.audit.problems import TOO_MANY_LINES
from backend.kernel.http import Blueprint, access, actor, tx
from backend.kernel.schema import PageArgs, Schema, UtcDateTime, page_of

blueprint = Blueprint("audit", __name__, url_prefix="/api/v1")

EXPORT_MOST = 1000
"""More than this at once would be a bulk export, which two people decide."""


class AuditArgs(PageArgs):
    """Which lines; none given means all."""

    person = fields.UUID(load_default=None)
    action = fields.String(load_default=None, validate=validate.Length(max=60))
    result = fields.String(load_default=None, validate=validate.OneOf(["allowed", "refused", "not_found", "invalid"]))
    since = UtcDateTime(load_default=None, data_key="from")
    until = UtcDateTime(load_default=None, data_key="to")
    purpose = fields.String(load_default=None, validate=validate.Length(max=200))
    """Why the reader reads; becomes part of the line about this reading."""


class AuditPage(Schema):
    """A page of the record."""

    items = fields.List(fields.Nested(AuditLine), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


class DigestPage(Schema):
    """Daily figures, newest first."""

    items = fields.List(fields.Dict(), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


@blueprint.route("/audit", methods=["GET"])
@access("audit.see")
@blueprint.arguments(AuditArgs, location="query")
@blueprint.response(200, AuditPage)
def list_lines(args: dict[str, Any]) -> dict[str, Any]:
    """Who did and who saw what, in this region and below it, newest first."""
    search, page, size = _search(args), args["page"], args["page_size"]
    rows = queries.lines(tx(), actor(), search, page=page, page_size=size)
    return page_of(line_answers(tx(), rows), queries.count(tx(), actor(), search), page, size)


@blueprint.route("/audit/export.csv", methods=["GET"])
@access("audit.export")
@blueprint.arguments(AuditArgs, location="query")
@blueprint.response(200, content_type="text/csv")
def export_lines(args: dict[str, Any]) -> Response:
    """The lines of a search as CSV, at most 1,000."""
    search = _search(args)
    total = queries.count(tx(), actor(), search)
    if total > EXPORT_MOST:
        raise TOO_MANY_LINES(total=total, most=EXPORT_MOST)
    lines = line_answers(tx(), queries.lines(tx(), actor(), search, page=1, page_size=EXPORT_MOST))
    response = current_app.response_class(as_csv(lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.route("/audit/digests", methods=["GET"])
@access("audit.see")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, DigestPage)
def list_digests(args: dict[str, Any]) -> dict[str, Any]:
    """The daily figures: who looked most, what was refused and unsealed, with which purposes."""
    rows, total = queries.digests(tx(), actor(), page=args["page"], page_size=args["page_size"])
    return page_of(digest_answers(tx(), rows), total, args["page"], args["page_size"])


def _search(args: dict[str, Any]) -> queries.Search:
    names = ("q", "person", "action", "result", "since", "until")
    return queries.Search(**{name: args[name] for name in names})
