"""By which columns a list may be sorted: names on the wire, expressions in the query. Nothing else reaches ORDER BY."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate
from sqlalchemy import collate

PINYIN = "zh-x-icu"
"""The collation that puts Chinese names in the order of their pinyin, for names that are kept without it."""


def by_name(column: Any) -> Any:
    """The column in the order in which people look for Chinese names."""
    return collate(column, PINYIN)


class Sorting:
    """The columns of one list, and its usual order, which ends with a key that no two rows share.

    Rows that are alike in the sorted column stand in the usual order, so that no page repeats or leaves out a row.
    """

    def __init__(self, *usual: Any, **columns: Any):
        self.usual, self.columns = usual, columns

    @property
    def names(self) -> list[str]:
        """What `sort` may be: a column's name, or the same with a minus in front for downwards."""
        return [sign + name for name in self.columns for sign in ("", "-")]

    def field(self) -> fields.String:
        """`sort` of a list's arguments; without it the usual order."""
        return fields.String(load_default="", validate=validate.OneOf(["", *self.names]))

    def order(self, sort: str) -> tuple[Any, ...]:
        """What to ORDER BY. Raises KeyError for a sort that `field` would have refused."""
        if not sort:
            return self.usual
        column = self.columns[sort.removeprefix("-")]
        return (_down(column), *self._backwards()) if sort.startswith("-") else (column.asc(), *self.usual)

    def _backwards(self) -> tuple[Any, ...]:
        """Where the key alone tells rows apart it turns round, too: the index of both is then read from its end."""
        return (self.usual[0].desc(),) if len(self.usual) == 1 else self.usual


def _down(column: Any) -> Any:
    """What is missing stays at the end in both directions; a column that is never empty is served by its index."""
    return column.desc().nulls_last() if getattr(column, "nullable", True) else column.desc()
