"""B-45: the share of a subject's visits of a month that stood on exceptions."""

from datetime import date

import pytest

from backend.policy.exempt_share import exempt_share
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import sentence

NOVEMBER = date(2026, 11, 1)


def rules(**quiet) -> RuleSet:
    return RuleSet.from_data("r", {"quiet": quiet})


@pytest.mark.parametrize(
    ("exempt", "visits", "told"),
    [
        (6, 11, True),  # the T of the paper
        (5, 11, False),
        (5, 10, False),  # half is not above half
        (6, 10, True),
        (9, 9, False),  # of fewer than ten a share says nothing
        (10, 10, True),
        (0, 40, False),
    ],
)
def test_more_than_half_of_ten_or_more(exempt, visits, told):
    assert (exempt_share(exempt, visits, NOVEMBER, rules()) is not None) is told


@pytest.mark.parametrize(
    ("line", "least", "exempt", "visits", "told"),
    [(0.3, 10, 4, 12, True), (0.3, 10, 3, 10, False), (0.5, 3, 2, 3, True), (1.0, 1, 5, 5, False), (0, 1, 1, 9, True)],
)
def test_a_county_draws_its_own_line(line, least, exempt, visits, told):
    own = rules(exempt_share_alert=line, exempt_min_n=least)
    assert (exempt_share(exempt, visits, NOVEMBER, own) is not None) is told


def test_the_sentence_names_month_and_numbers():
    found = exempt_share(6, 11, NOVEMBER, rules())

    assert sentence(found.code, found.facts, "zh") == "2026 年 11 月检查 11 次，其中例外 6 次，超过 50%。"
    assert (
        sentence(found.code, found.facts, "en")
        == "Of 11 visits in November 2026, 6 stood on an exception: more than 50%."
    )
