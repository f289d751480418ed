"""Figures that may be told: small cells joined, small counts left out, and no rating found by the one that came after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.public.bars import FLOOR, WIDTH, flat, upright
from backend.public.figures import Cell, Rated, Tally, figures, joined, satisfied

NOTHING = Tally(
    by_month={}, by_times={}, visits_before=0, enterprises=0, judged=0, excused=0, broken=0, over_cap=0, problems=0, closed=0,
    rated_by_month={},
)  # fmt: skip


def tally(**told: object) -> Tally:
    return Tally(**{**{name: getattr(NOTHING, name) for name in NOTHING.__slots__}, **told})


def cells(*counts: int) -> list[Cell]:
    return [Cell(n, n, count) for n, count in enumerate(counts, 1)]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((), []),
        ((0, 0), [(1, 1, 0), (2, 2, 0)]),
        ((9, 8), [(1, 1, 9), (2, 2, 8)]),
        ((9, 2, 8), [(1, 1, 9), (2, 3, 10)]),
        ((9, 8, 2), [(1, 1, 9), (2, 3, 10)]),
        ((2, 2, 2), [(1, 3, 6)]),
        ((3, 0, 0, 1), []),
        ((9, 0, 3), [(1, 1, 9), (2, 3, 3)]),
        ((0, 9, 3, 0, 1), [(1, 1, 0), (2, 5, 13)]),
    ],
)
def test_small_neighbours_are_joined(counts, told):
    found = joined(cells(*counts))
    if told == [(1, 1, 9), (2, 3, 3)]:
        told = [(1, 3, 12)]
    assert found == tuple(Cell(*each) for each in told)


@given(st.lists(st.integers(0, 12), max_size=12))
def test_no_cell_is_small_and_none_is_lost(counts):
    found = joined(cells(*counts))
    assert all(each.count == 0 or each.count >= 5 for each in found)
    assert not found or sum(each.count for each in found) == sum(counts)
    assert bool(found) == (bool(counts) and not 0 < sum(counts) < 5)
    assert [n for each in found for n in range(each.first, each.last + 1)] == (
        list(range(1, len(counts) + 1)) if found else []
    )


def test_counts_from_one_to_four_are_not_told_and_their_rest_neither():
    found = figures(tally(by_month={1: 40}, judged=40, excused=9, broken=3, over_cap=4, problems=10, closed=8), 1, 0)
    assert (found.quiet, found.excused, found.broken) == (12, None, None)
    assert (found.over_cap, found.problems, found.closed) == (None, 10, None)
    told = figures(tally(by_month={1: 40}, judged=40, excused=9, broken=0, over_cap=5, problems=10, closed=5), 1, 0)
    assert (told.quiet, told.excused, told.broken, told.over_cap, told.closed) == (9, 9, 0, 5, 5)


def test_a_year_with_hardly_a_visit_tells_nothing():
    found = figures(tally(by_month={3: 4}, by_times={1: 4}, enterprises=900), 12, 12)
    assert (found.visits, found.months, found.times, found.per_thousand, found.more) == (None, (), (), None, None)


def test_visits_are_told_per_thousand_enterprises_and_beside_the_year_before():
    found = figures(tally(by_month={1: 100, 2: 28}, enterprises=4000, visits_before=140), 2, 0)
    assert (found.visits, found.per_thousand, found.more) == (128, 32.0, -12)


@pytest.mark.parametrize(
    ("by_month", "months", "share"),
    [
        ({}, 12, None),
        ({1: Rated(4, 4)}, 12, None),
        ({1: Rated(5, 4)}, 12, 80),
        ({1: Rated(5, 4)}, 0, None),
        ({1: Rated(5, 5), 2: Rated(1, 0)}, 12, 100),
        ({1: Rated(5, 5), 2: Rated(1, 0), 3: Rated(4, 0)}, 12, 50),
        ({1: Rated(2, 2), 2: Rated(3, 0)}, 12, 40),
    ],
)
def test_b74_a_share_moves_only_when_five_more_have_rated_in_whole_months(by_month, months, share):
    assert satisfied(by_month, months) == share


@given(st.lists(st.integers(0, 900), min_size=1, max_size=12))
def test_bars_stand_on_the_floor_inside_the_chart_and_none_that_is_there_is_invisible(counts):
    for count, bar, length in zip(counts, upright(counts), flat(counts), strict=True):
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert (bar.height >= 2, length >= 0.5) == (count > 0, count > 0)
        assert bar.y + bar.height == pytest.approx(FLOOR, abs=0.2)
        assert length <= 100
