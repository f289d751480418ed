"""The number of a slot: the second fence stands only if two who count the same state get the same number."""

import pytest

from backend.planning.admission import next_number


@pytest.mark.parametrize(
    ("taken", "used", "number"),
    [
        (set(), 0, 1),
        ({1}, 1, 2),
        ({2}, 1, 1),  # the first was released
        (set(), 1, 2),  # one visit came without a code
        ({1}, 2, 3),
        ({2}, 2, 3),  # a visit without a code stands for number 1
        ({1, 2}, 1, 3),  # two slots, one visit: both came on one day
        ({1, 3}, 2, 2),
    ],
)
def test_the_next_number_is_the_first_free_one_after_visits_without_a_slot(taken, used, number):
    assert next_number(taken, used) == number


def test_no_number_is_given_that_is_taken():
    for taken in ({1}, {1, 2}, {2, 5}, {1, 2, 3, 4}):
        for used in range(8):
            assert next_number(set(taken), used) not in taken
