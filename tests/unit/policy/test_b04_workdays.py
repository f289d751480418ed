"""B-04: working days from a table; the day of the event is not counted; a term ends at 24:00."""

from __future__ import annotations

import pytest

from backend.policy.ruleset import RuleSetError
from backend.policy.workdays import term_of_workdays, workdays_between
from tests.unit.policy.story import SHANGHAI, day, local, rules

TABLE = rules().holiday_table


@pytest.mark.parametrize(
    ("event", "count", "last_day"),
    [
        ("2026-09-28", 7, "2026-10-13"),
        ("2026-09-28", 20, "2026-10-30"),
        ("2026-02-12", 7, "2026-02-28"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 2, "2026-11-24"),
    ],
)
def test_a_term_runs_over_holidays_and_counts_worked_weekends(event, count, last_day):
    term = term_of_workdays(day(event), count, TABLE)
    assert term.last_day == day(last_day)
    assert not term.provisional


def test_a_term_ends_at_midnight_after_its_last_day():
    assert term_of_workdays(day("2026-09-28"), 7, TABLE).ends_at(SHANGHAI) == local("2026-10-14 00:00")


def test_a_year_without_a_table_counts_monday_to_friday_and_says_so():
    term = term_of_workdays(day("2026-12-31"), 2, TABLE)
    assert (term.last_day, term.provisional) == (day("2027-01-04"), True)


def test_a_worked_saturday_is_no_holiday_and_a_holiday_monday_is_no_workday():
    assert TABLE.is_workday(day("2026-02-28"))
    assert not TABLE.is_workday(day("2026-02-16"))


def test_between_two_days_neither_end_counts():
    assert workdays_between(day("2026-11-23"), day("2026-11-27"), TABLE) == 3
    assert workdays_between(day("2026-11-23"), day("2026-11-24"), TABLE) == 0


def test_a_day_in_the_wrong_years_table_is_refused():
    with pytest.raises(RuleSetError, match="another year"):
        rules(holidays={"2026": {"off": ["2027-01-01"]}})
