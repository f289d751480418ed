"""What `/p` publishes, and how small numbers are kept from naming anybody. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_CELL = 5


@dataclass(frozen=True, slots=True)
class BodyCount:
    """How many visits a body made."""

    name: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts that may be published: named cells of five and more, the others in one sum, or not at all."""

    named: tuple[BodyCount, ...]
    merged: int | None
    withheld: bool


def publishable(counts: Sequence[BodyCount]) -> Counts:
    """Merge cells below five; where they still sum below five, the smallest named cell joins them.

    Merged, not blanked: a single blank could be found by subtraction from the total.
    """
    named = sorted((each for each in counts if each.count >= SMALLEST_CELL), key=lambda each: each.count)
    merged = sum(each.count for each in counts if 0 < each.count < SMALLEST_CELL)
    while 0 < merged < SMALLEST_CELL and named:
        merged += named.pop(0).count
    kept = tuple(each for each in counts if each in named)
    return Counts(kept, merged if merged >= SMALLEST_CELL else None, withheld=0 < merged < SMALLEST_CELL)
