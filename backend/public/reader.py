"""How somebody reads: language, letter size, and the scan that this page belongs to; carried in every link. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, urlencode
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reader:
    """`path` is the page's own address; `scan` the number that this reader was given before turning a switch; `asked`
    what else the page was asked, kept when a switch is turned.
    """

    path: str
    language: str = "zh"
    big: bool = False
    scan: UUID | None = None
    asked: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, path: str, query: Mapping[str, str]) -> Self:
        """From the query: `lang=en`, `big=1`, `scan=<id>`; anything else is as if it were not there."""
        language = "en" if query.get("lang") == "en" else "zh"
        return cls(path, language, query.get("big") == "1", _uuid(query.get("scan", "")))

    def here(self, *, language: str | None = None, big: bool | None = None) -> str:
        """This page with a switch turned."""
        turned = replace(self, language=language or self.language, big=self.big if big is None else big)
        return turned._link(self.path, keep_scan=True, asked=dict(self.asked))

    def asking(self, **asked: str) -> Self:
        """The same reader of a page that was asked this; empty questions are left out."""
        return replace(self, asked=tuple((name, value) for name, value in asked.items() if value))

    def again(self, **other: str) -> str:
        """This page with other questions beside those that were asked; an empty one takes its question back."""
        questions = {**dict(self.asked), **other}
        return self._link(self.path, keep_scan=False, asked={name: value for name, value in questions.items() if value})

    def link(self, path: str, *, keep_scan: bool = False) -> str:
        """Another address of ours, read in the same way."""
        return self._link(path, keep_scan=keep_scan, asked={})

    def onward(self, path: str) -> str:
        """Another address of ours that is asked the same."""
        return self._link(path, keep_scan=False, asked=dict(self.asked))

    def _link(self, path: str, *, keep_scan: bool, asked: Mapping[str, str]) -> str:
        query = {"lang": "en"} if self.language == "en" else {}
        query |= {"big": "1"} if self.big else {}
        query |= {"scan": str(self.scan)} if keep_scan and self.scan else {}
        query |= asked
        address = quote(path, safe="/")
        return f"{address}?{urlencode(query)}" if query else address


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
