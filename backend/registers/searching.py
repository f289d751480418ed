"""One way to find a row by what somebody types: a part of its name, its pinyin in full or by initials, or its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Session

ALSO_PEOPLE: list[Callable[[str], Select[UUID]]] = []
"""Other ways to find people, added by packages above: ids of people by what was typed, e.g. a certificate's number."""


def found(q: str, *, name: Any, pinyin: Any, others: tuple[Any, ...] = ()) -> ColumnElement[bool]:
    """Whether a row is meant by `q`; `others` are columns that must begin with it, whatever the letter case."""
    typed = q.strip()
    ways = [name.contains(typed, autoescape=True)]
    if typed.isascii():
        ways.append(pinyin.contains(typed.lower().replace(" ", ""), autoescape=True))
    ways += [func.lower(column).startswith(typed.lower(), autoescape=True) for column in others]
    return or_(*ways)


def holds(name: Any, part: str) -> ColumnElement[bool]:
    """Whether a name holds a part that is not ASCII. Trigrams need three characters; `grams` is indexed for fewer."""
    if len(part) > 2:
        return name.contains(part, autoescape=True)
    grams: ColumnElement[bool] = func.grams(name, type_=ARRAY(TEXT)).contains([part])
    return grams


def page(tx: Session, stmt: Any, order: tuple[Any, ...], number: int, size: int) -> tuple[list[Any], int]:
    """One page of a query's rows, and how many there are in all."""
    total = tx.scalar(select(func.count()).select_from(stmt.with_only_columns(order[-1]).subquery())) or 0
    rows = tx.execute(stmt.order_by(*order).limit(size).offset((number - 1) * size)).all()
    return list(rows), total


def paged(
    tx: Session, wanted: Any, rows: Any, key: Any, order: tuple[Any, ...], number: int, size: int
) -> tuple[Sequence[Any], int]:
    """The same, where rows are dear: one pass finds and counts the keys that are `wanted`, then `rows` gives the page's."""
    keys = wanted.with_only_columns(key, func.count().over().label("total"))
    found = tx.execute(keys.order_by(*order).limit(size).offset((number - 1) * size)).all()
    if not found:
        return [], (tx.scalar(select(func.count()).select_from(keys.subquery())) or 0) if number > 1 else 0
    return tx.execute(rows.where(key.in_([row[0] for row in found])).order_by(*order)).all(), found[0].total
