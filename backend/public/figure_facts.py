"""The figures of a year as their page and their table write them. Reads no database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from backend.public.bars import flat, upright
from backend.public.figures import OFTENEST, Cell, Figures
from backend.public.times import month
from backend.public.words import EN, say

Row = tuple[str, str, str, int | float | None, str]
"""Code of the figure, what it is called, of which months or times, its value, its unit."""

WHOLE = (
    "per_thousand",
    "quiet",
    "quiet_percent",
    "excused",
    "broken",
    "over_cap",
    "problems",
    "closed",
    "satisfied_percent",
)


def chart_of_months(cells: tuple[Cell, ...], language: str) -> dict[str, Any] | None:
    """Bars side by side, each with its months; the title says which was the busiest."""
    if not any(each.count for each in cells):
        return None
    most = max(cells, key=lambda each: each.count)
    title = say(language, "figures_busiest", months=months(most, language), n=f"{most.count:,}")
    return {"title": title, "rows": _rows(cells, [months(each, language) for each in cells])}


def chart_of_times(cells: tuple[Cell, ...], language: str) -> dict[str, Any] | None:
    """How many enterprises were visited once, twice and so on; the title says how many only once."""
    whole = sum(each.count for each in cells)
    if not whole:
        return None
    first = cells[0]
    key = "figures_once" if (first.first, first.last) == (1, 1) else "figures_times"
    title = say(language, key, percent=round(100 * first.count / whole))
    return {"title": title, "rows": _rows(cells, [times(each, language) for each in cells])}


def months(cell: Cell, language: str) -> str:
    """1 月, or 2–3 月 where small months were joined; Jan, Feb–Mar."""
    named = [month(n) if language == EN else str(n) for n in dict.fromkeys((cell.first, cell.last))]
    return say(language, "figures_month", months="–".join(named))


def times(cell: Cell, language: str) -> str:
    """1 次, 2–3 次, 4 次以上."""
    if cell.last == OFTENEST:
        return say(language, "figures_or_more", n=cell.first)
    if cell.last == 1:
        return say(language, "figures_one_time")
    return say(language, "figures_times_of", n="–".join(str(n) for n in dict.fromkeys((cell.first, cell.last))))


def _rows(cells: tuple[Cell, ...], labels: list[str]) -> list[dict[str, Any]]:
    counts = [each.count for each in cells]
    drawn = zip(labels, counts, upright(counts), flat(counts), strict=True)
    return [
        {"label": label, "count": f"{count:,}", "bar": bar, "length": length} for label, count, bar, length in drawn
    ]


def figures_csv(found: Figures, year: int, until: date, publisher: str, language: str) -> bytes:
    """All figures as CSV: UTF-8 with its mark; a value from one to four is left out; source and licence stand at the end."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([say(language, f"figures_column_{name}") for name in ("code", "name", "of", "value", "unit")])
    writer.writerows(_table(found, year, language))
    writer.writerow(["until", say(language, "figures_until"), "", until.isoformat(), ""])
    writer.writerow(["source", say(language, "figures_source"), "", publisher, ""])
    writer.writerow(
        ["licence", say(language, "figures_licence_name"), "", "CC BY 4.0", say(language, "figures_licence")]
    )
    return ("\ufeff" + sheet.getvalue()).encode()


def _table(found: Figures, year: int, language: str) -> Iterator[Row]:
    called = lambda code: say(language, f"figures_{code}")  # noqa: E731
    unit = lambda code: say(language, f"figures_unit_{code}")  # noqa: E731
    yield "visits", called("visits"), str(year), found.visits, unit("visits")
    for cell in found.months:
        span = "/".join(f"{year}-{n:02}" for n in dict.fromkeys((cell.first, cell.last)))
        yield "visits_by_month", called("visits"), span, cell.count, unit("visits")
    yield "visited", called("visited"), str(year), found.visited, unit("visited")
    for cell in found.times:
        often = (
            f"{cell.first}+"
            if cell.last == OFTENEST
            else "-".join(str(n) for n in dict.fromkeys((cell.first, cell.last)))
        )
        yield "visited_by_times", called("visited"), often, cell.count, unit("visited")
    for code in WHOLE:
        yield code, called(code), str(year), getattr(found, code), unit(code)
