"""Turn facts into a page: no cookie, nothing from elsewhere, never kept by a cache; no script but the one that keeps drafts."""

import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Response
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from backend.kernel.http import settings
from backend.kernel.tokens import InkedLoader
from backend.public.bidi import held_together
from backend.public.draft_names import DRAFT_SCRIPT
from backend.public.names import EIGHT, MOODS, PLEDGE
from backend.public.reader import Reader
from backend.public.words import EN, WORDS

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def _others_words(value: Any) -> Any:
    """What a template writes; Markup is ours and stands as it is."""
    return held_together(value) if type(value) is str else value


_environment = Environment(
    finalize=_others_words,
    loader=InkedLoader(Path(__file__).parent / "templates"),
    autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, auto_reload=False,
)  # fmt: skip
_environment.globals["drawings"] = json.loads((Path(__file__).parent / "drawings.json").read_text())


_WITH_DRAFTS = HEADERS | {"Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; script-src 'self'"}


def page(template: str, reader: Reader, status: int = 200, *, drafts: bool = False, **facts: Any) -> Response:
    """A whole page in the reader's language and size; `drafts` where it holds a form that takes words, or thanks for one."""
    at = reader.language == EN
    words = {
        "t": partial(_say, reader.language),
        "reader": reader,
        "drafts": DRAFT_SCRIPT if drafts else "",
        "gap": " " if at else "",
        "demo": settings().demo,
        "moods": [(value, Markup(names[at])) for value, *names in MOODS],  # noqa: S704 -- our own texts
        "eight": [(number, names[at]) for number, *names in EIGHT],
        "pledge": [names[at] for names in PLEDGE],
    }
    html = _environment.get_template(template).render(words | facts)
    return Response(html, status, _WITH_DRAFTS if drafts else HEADERS, mimetype="text/html")


def _say(language: str, key: str, **facts: Any) -> Markup:
    """A text of ours, which may hold a line break; its facts are escaped."""
    if not facts:
        return _plain(language, key)
    facts = {name: _others_words(value) for name, value in facts.items()}
    return Markup(WORDS[key][language == EN]).format(**facts)  # noqa: S704 -- our own texts


@cache
def _plain(language: str, key: str) -> Markup:
    """A text without facts; a page has twenty of them."""
    return Markup(WORDS[key][language == EN]).format()  # noqa: S704 -- our own texts
