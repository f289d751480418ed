"""/p/draft.js: what was typed into a public form and not sent stays on the phone (E4, E5). Everything works without it."""

from __future__ import annotations

from flask import Response, request

from backend.kernel.http import access, gives
from backend.public.draft_names import DRAFT_SCRIPT, SCRIPT
from backend.public.list_pages import blueprint


@blueprint.route("/p/draft.js", methods=["GET"])
@access("public")
@gives("text/javascript")
def draft_script() -> Response:
    """The one script of the public pages, kept for good under the name of its content alone."""
    named = request.full_path == DRAFT_SCRIPT
    kept = "public, max-age=31536000, immutable" if named else "no-cache"
    return Response(
        SCRIPT, mimetype="text/javascript", headers={"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    )
