"""The enterprise reads in its year what bodies of one field used up together, and how often each may still come (B-25)."""

from __future__ import annotations

import pytest

from tests.api.biting.test_level_caps import FIRE, Levels, law
from tests.api.enterprise.conftest import Enterprise


@pytest.fixture
def levels(world, api):
    return Levels(world, api, law(2))


def year(levels, body, query=""):
    """Its year beside the code of a visit by this body, after two arrivals of the city's."""
    mine = levels.codes(body, "2026-04-22")
    levels.arrives(levels.of_city, levels.codes(levels.of_city, "2026-04-22"))
    return Enterprise(levels, mine).page("/visits", query).text


def test_it_says_what_is_used_together_and_the_lesser_is_left(levels):
    page = year(levels, levels.county)
    assert "本年已用 0 次，还剩 1 次，上限 2 次" in page
    assert page.count("与市级、县级“卫生健康”领域各执法主体合计，本年已用 1 次，上限 2 次。") == 2


def test_it_says_so_in_english(levels):
    page = year(levels, levels.county, "?lang=en")
    assert "They used 1 of at most 2 visits this year." in page


def test_of_a_body_that_shares_nothing_it_says_its_own_alone(levels):
    page = year(levels, levels.body("县消防救援大队", field=FIRE))
    assert "本年已用 0 次，还剩 2 次，上限 2 次" in page
    assert "“消防救援”领域各执法主体合计，本年已用 0 次" in page
