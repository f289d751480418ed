"""Routes of the API's pages; without script, like every page for everybody."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request
from werkzeug.exceptions import NotFound

from backend.identity.access.words import WORDS as ACTIONS
from backend.kernel.http import access, gives, own_transaction, owns_its_transaction
from backend.public.interface.catalogue import problems
from backend.public.interface.document import Operation, sections
from backend.public.list_pages import blueprint
from backend.public.publishers import own_place
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.words import WORDS

AT = "/api/docs"


@blueprint.route(AT, methods=["GET"])
@access("public")
@gives("text/html")
@owns_its_transaction
def interface() -> Response:
    """How to ask this API, and what there is to ask."""
    return _page("interface.html", "", problems=len(problems()))


@blueprint.route(f"{AT}/problems", methods=["GET"])
@access("public")
@gives("text/html")
@owns_its_transaction
def interface_problems() -> Response:
    """Every code of a problem with its sentence, its remedy and its rule."""
    return _page("interface_problems.html", "/problems", problems=problems())


@blueprint.route(f"{AT}/<section>", methods=["GET"])
@access("public")
@gives("text/html")
@owns_its_transaction
def interface_section(section: str) -> Response:
    """The operations of one section."""
    operations = _sections().get(section)
    if operations is None:
        raise NotFound
    return _page("interface_section.html", f"/{section}", section=section, operations=operations)


def _page(template: str, below: str, **facts: Any) -> Response:
    reader = Reader.of(AT + below, request.args)
    english = reader.language == "en"
    with own_transaction(read_only=True) as tx:
        place = own_place(tx)
    facts |= {
        "place": place,
        "sections": [(name, _title(name, english), len(told)) for name, told in _sections().items()],
        "title": lambda name: _title(name, english),
        "who": lambda action: ACTIONS[action][english] if action in ACTIONS else action,
    }
    return page(template, reader, **facts)


def _title(section: str, english: bool) -> str:
    return WORDS[f"section.{section}"][english]


def _sections() -> dict[str, list[Operation]]:
    """Reckoned once for each application: its routes never change while it runs."""
    kept: dict[str, list[Operation]] | None = current_app.extensions.get("liangma.interface")
    if kept is None:
        kept = current_app.extensions["liangma.interface"] = sections(current_app.extensions["liangma.document"]())
    return kept
