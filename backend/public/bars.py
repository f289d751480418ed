"""Where the bars of a chart stand: numbers for an SVG that the page draws in its own colours. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, FLOOR, TALLEST = 560, 176, 140
WIDEST, SHARE = 46, 0.62
"""A bar's width at most, and its share of the room between its neighbours."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart of WIDTH: its box, and the middle above and below which its words stand."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def upright(counts: Sequence[int]) -> list[Bar]:
    """Bars side by side on the floor, the largest TALLEST high; nothing is drawn shorter than it can be seen."""
    room, most = WIDTH / max(len(counts), 1), max(counts, default=0)
    width = min(WIDEST, room * SHARE)
    heights = [max(2, TALLEST * each / most) if each else 0 for each in counts]
    return [
        Bar(round(room * (n + 0.5) - width / 2, 1), round(FLOOR - height, 1), round(width, 1), round(height, 1))
        for n, height in enumerate(heights)
    ]


def flat(counts: Sequence[int]) -> list[float]:
    """The length of each bar of a table, in hundredths of the longest."""
    most = max(counts, default=0)
    return [round(max(0.5, 100 * each / most), 1) if each else 0 for each in counts]
