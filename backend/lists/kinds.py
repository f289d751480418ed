"""The seven public lists as data: what each is called, why it exists, and its columns. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list. A column is {name, zh, en}; `words` names coded values, `english_of` the column that it translates,
    and `brief` ones stand in the table of the public page, the others below the entry's name.
    """

    code: str
    title: dict[str, str]
    why: dict[str, str]
    columns: tuple[dict[str, Any], ...]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order in which the lists are shown."""
    told = json.loads(Path(__file__).with_name("kinds.json").read_text(encoding="utf-8"))
    return {
        code: Kind(code, {"zh": each["zh"], "en": each["en"]}, each["why"], tuple(each["columns"]))
        for code, each in told.items()
    }
