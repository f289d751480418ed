"""A PDF from a template: A4 or card size, PDF/A-3b, nothing fetched from anywhere, the same input the same bytes.

At most one is made at a time in a process, and whoever would wait too long for it is told so: making a page costs a
third of a second of processor time, and a queue of them must not take the place of all other requests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from backend.kernel.tokens import InkedLoader
from backend.papers.problems import BUSY

LONGEST_WAIT = 20
"""Seconds that a request waits for its turn."""

_turn = threading.Lock()
_environment = Environment(
    loader=InkedLoader(Path(__file__).parent / "templates"),
    autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, auto_reload=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and its number of pages."""

    pdf: bytes
    pages: int


@contextmanager
def turn() -> Iterator[None]:
    """Nobody else of this process makes a PDF meanwhile. Raises BUSY."""
    if not _turn.acquire(timeout=LONGEST_WAIT):
        raise BUSY(seconds=5)
    try:
        yield
    finally:
        _turn.release()


def printed(template: str, **facts: Any) -> Printed:
    """The PDF of a template; call it in one's `turn`."""
    html = _environment.get_template(template).render(facts)
    document = _press()(string=html, url_fetcher=_own_pictures()).render(pdf_variant="pdf/a-3b")
    return Printed(document.write_pdf(pdf_variant="pdf/a-3b"), len(document.pages))


@cache
def _press() -> Any:
    from weasyprint import HTML  # loading it takes two seconds and fonts; most processes never print

    return HTML


@cache
def _own_pictures() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)
