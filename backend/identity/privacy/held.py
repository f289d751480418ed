"""What is held about one person, told to that person: each package says what it keeps, nobody imports upwards (B-101).

A package's module `held` registers a SELECT for each kind; the page shows how many rows there are and from when to when, the
file holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backend.kernel.clock import rfc3339

Rows = Select[*tuple[Any, ...]]
Find = Callable[[UUID], Rows]
FILE_MOST = 20_000
"""Rows of one kind in the file, the newest; the overview says how many there are."""


STAYS = ("无自动清除", "nothing removes it by itself")
"""How long most of it is kept: it is evidence, or stands in a register."""


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of data about a person; `at` is the column of `find` that says when, `kept` how long, in both languages.

    Rows come about by the action `by` of the access table, or of people in the roles `who`; without either, of everybody.
    """

    kind: str
    zh: str
    en: str
    at: str
    kept: tuple[str, str]
    by: str
    who: tuple[str, ...]
    find: Find


HELD: dict[str, Held] = {}
"""Filled when a package's `held` is loaded."""


def held(
    kind: str,
    *,
    zh: str,
    en: str,
    at: str = "at",
    kept: tuple[str, str] = STAYS,
    by: str = "",
    who: tuple[str, ...] = (),
) -> Callable[[Find], Find]:
    """Register `find(person_id)`, a SELECT of labelled columns, for a kind of data."""

    def register(find: Find) -> Find:
        HELD[kind] = Held(kind, zh, en, at, kept, by, who, find)
        return find

    return register


def overview(tx: Session, person_id: UUID) -> list[dict[str, Any]]:
    """Of each kind: its name, how many rows there are, the first and the last moment; kinds without a row too."""
    return [_counted(tx, each, person_id) for each in HELD.values()]


def rows(tx: Session, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """All rows of all kinds as plain values, the newest first, at most FILE_MOST of each."""
    return {each.kind: list(_rows(tx, each, person_id)) for each in HELD.values()}


def _counted(tx: Session, each: Held, person_id: UUID) -> dict[str, Any]:
    mine = each.find(person_id).subquery()
    when = mine.c[each.at]
    n, first, last = tx.execute(select(func.count(), func.min(when), func.max(when)).select_from(mine)).one()
    name = {"zh": each.zh, "en": each.en}
    return {"kind": each.kind, "name": name, "n": n, "first": _plain(first), "last": _plain(last)}


def _rows(tx: Session, each: Held, person_id: UUID) -> Iterator[dict[str, Any]]:
    mine = each.find(person_id).subquery()
    newest = select(mine).order_by(mine.c[each.at].desc()).limit(FILE_MOST)
    for row in tx.execute(newest).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, UUID | date | Decimal):
        return str(value)
    return value.hex() if isinstance(value, bytes) else value
