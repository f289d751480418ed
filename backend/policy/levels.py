"""Caps that several levels of one field share: the city's and the county's bodies of one field together (B-25).

Which levels share one is data of the rule set: `{"city+county": 4}`. A level alone may have one, too: all its bodies of a
field together. A body whose field nobody wrote down shares none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.policy.facts import Rank

LEVELS = ("province", "city", "county", "town")
"""From the top down."""


@dataclass(frozen=True, slots=True)
class LevelCap:
    """How often bodies of one field at these levels may come to one enterprise together, in one period."""

    levels: tuple[str, ...]
    most: int

    @property
    def name(self) -> str:
        """Its levels from the top down, as 'city+county'."""
        return "+".join(self.levels)

    def holds_for(self, rank: Rank | None) -> bool:
        """Whether a subject that stands there shares this cap."""
        return rank is not None and bool(rank.field) and rank.level in self.levels

    def joins(self, one: Rank | None, other: Rank | None) -> bool:
        """Whether two subjects share this cap: both stand at its levels, in one field."""
        return self.holds_for(one) and self.holds_for(other) and one.field == other.field  # type: ignore[union-attr]


def unknown_levels(name: str) -> list[str]:
    """What in the name of a shared cap is no level, or stands there twice."""
    told = name.split("+")
    return [each for n, each in enumerate(told) if each not in LEVELS or each in told[:n]]


def level_caps_from_data(data: Mapping[str, Any]) -> tuple[LevelCap, ...]:
    """The shared caps of a rule set in their order. Raises ValueError with the name of one that cannot be read."""
    for name, most in data.items():
        if unknown_levels(name) or type(most) is not int or most < 0:
            raise ValueError(f"cap.levels: {name}")
    return tuple(LevelCap(tuple(sorted(name.split("+"), key=LEVELS.index)), most) for name, most in data.items())
