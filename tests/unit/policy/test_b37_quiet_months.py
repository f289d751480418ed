"""The quiet days of a year as months, weeks and spans (B-37)."""

from __future__ import annotations

from datetime import date

import pytest

from backend.policy.quiet_months import quiet_months
from tests.unit.policy.story import calendar, rules, site


def spans(law, month, year=2026):
    return quiet_months(site(), law, year)[month - 1].spans


@pytest.mark.parametrize(
    ("law", "month", "told"),
    [
        (rules(), 2, [(1, 20)]),
        (calendar(type="monthly_range", **{"from": 25, "to": 5, "wrap": True}), 2, [(1, 5), (25, 28)]),
        (calendar(type="monthly_range", **{"from": 29, "to": 31}), 2, []),
        (calendar(type="weekly", days=[6]), 2, [(7, 7), (14, 14), (21, 21), (28, 28)]),
        (calendar(type="dates", dates=["2026-02-27", "2026-02-28", "2026-03-01"]), 2, [(27, 28)]),
        (rules(quiet={"calendars": []}), 2, []),
    ],
)
def test_the_spans_of_a_month(law, month, told):
    assert spans(law, month) == told


def test_a_month_that_is_quiet_from_end_to_end_says_so():
    months = quiet_months(site(), calendar(type="monthly_range", **{"from": 1, "to": 31}), 2028)
    assert all(each.is_whole for each in months)
    assert [len(each.days) for each in months] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_the_weeks_of_a_month_run_from_monday_to_sunday_and_leave_its_neighbours_open():
    (february,) = quiet_months(site(), rules(), 2026)[1:2]
    assert [week[0] for week in february.weeks] == [
        None,
        date(2026, 2, 2),
        date(2026, 2, 9),
        date(2026, 2, 16),
        date(2026, 2, 23),
    ]
    assert february.weeks[0][6] == date(2026, 2, 1)
    assert [day for week in february.weeks for day in week if day] == february.days
