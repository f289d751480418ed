"""Reading the cells of a row: texts of a bounded length, days, yes and no. All raise RowRefused."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date

from backend.kernel.csv_rows import Row
from backend.kernel.formulas import meant
from backend.registers.importers import RowRefused

YES = {
    "是": True,
    "yes": True,
    "true": True,
    "1": True,
    "否": False,
    "no": False,
    "false": False,
    "0": False,
    "": False,
}


def texts_of(row: Row, lengths: Mapping[str, int], required: Container[str] = ()) -> dict[str, str]:
    """The texts of these columns, each at most so long."""
    texts = {name: meant(row.get(name)) for name in lengths}
    for name, most in lengths.items():
        if len(texts[name]) > most:
            raise RowRefused(name, f"超过 {most} 个字", f"is longer than {most} characters")
        if not texts[name] and name in required:
            raise RowRefused(name, "为空", "is empty")
    return texts


def day_of(row: Row, name: str) -> date | None:
    """A day as 2026-01-31, 2026/1/31 or 2026年1月31日; None for an empty cell."""
    text = row.get(name)
    if not text:
        return None
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, day = map(int, plain.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise RowRefused(name, "日期应写成 2026-01-31", "a day is written as 2026-01-31") from error


def yes_of(row: Row, name: str) -> bool:
    """是 or 否; an empty cell says no."""
    answer = YES.get(row.get(name).casefold())
    if answer is None:
        raise RowRefused(name, "应为是或否", "must be yes or no")
    return answer
