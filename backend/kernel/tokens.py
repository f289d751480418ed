"""The design's colours and sizes for what is made on the server: public pages and PDFs.

Their templates write `var(--blue)` as the screens do; the value is put in when a template is loaded, so that a page
carries no sheet of variables and a printer needs to know none. The values come from pwa/src/ui/tokens.css: `script/tokens`
copies them to tokens.json beside this file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader

TOKENS: dict[str, str] = json.loads((Path(__file__).parent / "tokens.json").read_text())

_USE = re.compile(r"var\((--[\w-]+)\)")


def inked(text: str) -> str:
    """The text with the value of every token that it names. Raises KeyError for a name that is no token."""
    return _USE.sub(lambda use: TOKENS[use[1]], text)


class InkedLoader(BaseLoader):
    """Loads templates from a folder with every token's value in its place."""

    def __init__(self, folder: Path) -> None:
        self._files = FileSystemLoader(folder)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, fresh = self._files.get_source(environment, template)
        return inked(source), name, fresh
