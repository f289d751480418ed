"""How somebody reads: language, letter size, and the scan that this page belongs to; carried in every link. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, urlencode
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Reader:
    """`path` is the page's own address; `scan` the number that this reader was given before turning a switch."""

    path: str
    language: str = "zh"
    big: bool = False
    scan: UUID | None = None

    @classmethod
    def of(cls, path: str, query: Mapping[str, str]) -> Self:
        """From the query: `lang=en`, `big=1`, `scan=<id>`; anything else is as if it were not there."""
        language = "en" if query.get("lang") == "en" else "zh"
        return cls(path, language, query.get("big") == "1", _uuid(query.get("scan", "")))

    def here(self, *, language: str | None = None, big: bool | None = None) -> str:
        """This page with a switch turned."""
        turned = replace(self, language=language or self.language, big=self.big if big is None else big)
        return turned.link(self.path, keep_scan=True)

    def link(self, path: str, *, keep_scan: bool = False) -> str:
        """Another address of ours, read in the same way."""
        query = {"lang": "en"} if self.language == "en" else {}
        query |= {"big": "1"} if self.big else {}
        query |= {"scan": str(self.scan)} if keep_scan and self.scan else {}
        address = quote(path, safe="/")
        return f"{address}?{urlencode(query)}" if query else address


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
