"""/paper-titles: what papers are called here, by whom and since when."""

from __future__ import annotations

from typing import Any

from backend.identity import queries as identity
from backend.identity.access.table import Thing
from backend.kernel.http import access, actor, idempotency_key, idempotent, insist, now, tx
from backend.papers import queries
from backend.papers.answers import title_lines
from backend.papers.kinds import KINDS
from backend.papers.models import PaperTitle
from backend.papers.schemas import TitleAnswers, TitleOrder
from backend.papers.wire import blueprint


@blueprint.route("/paper-titles", methods=["GET"])
@access("paper.title.see")
@blueprint.response(200, TitleAnswers)
def titles() -> dict[str, Any]:
    """What each kind of paper is called in the caller's organ now, and who called it what before."""
    return _answer()


@blueprint.route("/paper-titles", methods=["POST"])
@access("paper.title.write")
@idempotent
@blueprint.arguments(TitleOrder)
@blueprint.response(201, TitleAnswers)
def give_title(body: dict[str, str]) -> dict[str, Any]:
    """Call a kind of paper something else from now on; what was issued keeps its name."""
    organ = identity.organ(tx(), actor().organ_id)
    region = identity.region(tx(), organ.region_code)
    whole_region = body["scope"] == "region"
    insist("paper.title.write", Thing(None if whole_region else organ.id, region.path))
    tx().add(PaperTitle(
        id=idempotency_key(), kind=body["kind"], region_code=region.code, organ_id=None if whole_region else organ.id,
        title=body["title"], changed_at=now(), changed_by=actor().person_id,
    ))  # fmt: skip
    tx().flush()
    return _answer()


def _answer() -> dict[str, Any]:
    organ = identity.organ(tx(), actor().organ_id)
    called = {kind: queries.title_at(tx(), kind, organ.id, organ.region_code, now()) for kind in KINDS}
    return {"items": title_lines(queries.changes_of_titles(tx(), actor()), called)}
