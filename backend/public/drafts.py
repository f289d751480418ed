"""/p/draft.js: what was typed into a public form and not sent stays on the phone (E4, E5). Everything works without it."""

from __future__ import annotations

from flask import Response

from backend.kernel.http import access, gives
from backend.public.draft_names import SCRIPT
from backend.public.list_pages import blueprint


@blueprint.route("/p/draft.js", methods=["GET"])
@access("public")
@gives("text/javascript")
def draft_script() -> Response:
    """The one script of the public pages; only pages with a form that takes words name it."""
    kept = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(SCRIPT, mimetype="text/javascript", headers=kept)
