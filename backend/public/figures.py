"""Figures of a year that may be published: small cells joined to their neighbours, small counts left out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from backend.public.published import SMALLEST_CELL

OFTENEST = 4
"""Enterprises that were visited so often or oftener are one cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many there are from `first` to `last`: months of the year, or visits of one enterprise."""

    first: int
    last: int
    count: int


class Rated(NamedTuple):
    """Rated visits, and how many of them with four or five stars."""

    visits: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a year, as it is; nothing of it leaves but through `Figures`."""

    by_month: Mapping[int, int]
    by_times: Mapping[int, int]
    visits_before: int
    enterprises: int
    judged: int
    excused: int
    broken: int
    over_cap: int
    problems: int
    closed: int
    rated_by_month: Mapping[int, Rated]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a year's page may say. None stands for a count from one to four."""

    visits: int | None
    more: int | None
    """More than in the same days of the year before; None where one of the two is small."""
    months: tuple[Cell, ...]
    times: tuple[Cell, ...]
    visited: int | None
    per_thousand: float | None
    judged: int
    quiet: int | None
    quiet_percent: float | None
    excused: int | None
    broken: int | None
    over_cap: int | None
    problems: int | None
    closed: int | None
    satisfied_percent: int | None


def figures(tally: Tally, last_month: int, rated_months: int) -> Figures:
    """The year up to `last_month`; ratings only of the first `rated_months`, whose time for rating is over."""
    visits, visited = sum(tally.by_month.values()), sum(tally.by_times.values())
    quiet, problems = tally.excused + tally.broken, shown(tally.problems)
    split = None not in (shown(tally.excused), shown(tally.broken))
    return Figures(
        visits=shown(visits), more=_more(visits, tally.visits_before),
        months=joined([Cell(n, n, tally.by_month.get(n, 0)) for n in range(1, last_month + 1)]),
        times=joined([Cell(n, n, tally.by_times.get(n, 0)) for n in range(1, OFTENEST + 1)]),
        visited=shown(visited), per_thousand=_per_thousand(visits, tally.enterprises), judged=tally.judged,
        quiet=shown(quiet), quiet_percent=_percent(quiet, tally.judged),
        excused=tally.excused if split else None, broken=tally.broken if split else None,
        over_cap=shown(tally.over_cap), problems=problems,
        closed=tally.closed if problems and _apart(tally.closed, problems) else None,
        satisfied_percent=satisfied(tally.rated_by_month, rated_months),
    )  # fmt: skip


def shown(count: int) -> int | None:
    """A count that may be told; None from one to four."""
    return None if 0 < count < SMALLEST_CELL else count


def joined(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Neighbours joined until none holds one to four: a blank could be found by subtraction. None where all are so few."""
    kept: list[Cell] = []
    for cell in cells:
        if kept and 0 < kept[-1].count < SMALLEST_CELL:
            kept[-1] = Cell(kept[-1].first, cell.last, kept[-1].count + cell.count)
        else:
            kept.append(cell)
    while len(kept) > 1 and 0 < kept[-1].count < SMALLEST_CELL:
        last = kept.pop()
        kept[-1] = Cell(kept[-1].first, last.last, kept[-1].count + last.count)
    return () if any(0 < each.count < SMALLEST_CELL for each in kept) else tuple(kept)


def satisfied(by_month: Mapping[int, Rated], months: int) -> int | None:
    """The share of the satisfied, of whole months alone, and of no month that brought fewer than five.

    A share that moved after one more rating would name its author; fewer wait until later months make five of them.
    """
    told, waiting = Rated(0, 0), Rated(0, 0)
    for month in range(1, months + 1):
        new = by_month.get(month, Rated(0, 0))
        waiting = Rated(waiting.visits + new.visits, waiting.satisfied + new.satisfied)
        if waiting.visits >= SMALLEST_CELL:
            told, waiting = Rated(told.visits + waiting.visits, told.satisfied + waiting.satisfied), Rated(0, 0)
    return round(100 * told.satisfied / told.visits) if told.visits else None


def _more(now: int, before: int) -> int | None:
    return now - before if now >= SMALLEST_CELL <= before else None


def _per_thousand(visits: int, enterprises: int) -> float | None:
    return round(1000 * visits / enterprises, 1) if enterprises >= SMALLEST_CELL and shown(visits) is not None else None


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole >= SMALLEST_CELL and shown(part) is not None else None


def _apart(part: int, whole: int) -> bool:
    """Neither the part nor the rest is small."""
    return shown(part) is not None and shown(whole - part) is not None
