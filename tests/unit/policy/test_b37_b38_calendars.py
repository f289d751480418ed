"""B-37 kinds of calendars and whose goes first, B-38 whom they protect."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.policy.quiet import is_quiet_day, judge_quiet
from backend.policy.ruleset import RuleSetError
from backend.policy.sentences import sentence
from tests.unit.policy.story import CALENDAR_1_20, calendar, day, rules, site, visit


def quiet_days(law, year, month, where=None):
    """The quiet days of a month, by number."""
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    return [each.day for each in days if each.month == month and is_quiet_day(each, where or site(), law)]


@pytest.mark.parametrize(
    ("first", "last", "wrap", "year", "month", "expected"),
    [
        (1, 20, False, 2026, 2, list(range(1, 21))),
        (1, 31, False, 2026, 2, list(range(1, 29))),
        (1, 31, False, 2028, 2, list(range(1, 30))),
        (29, 31, False, 2026, 2, []),
        (29, 31, False, 2028, 2, [29]),
        (29, 31, False, 2026, 4, [29, 30]),
        (25, 5, False, 2026, 11, []),
        (25, 5, True, 2026, 11, [1, 2, 3, 4, 5, 25, 26, 27, 28, 29, 30]),
        (25, 5, True, 2026, 2, [1, 2, 3, 4, 5, 25, 26, 27, 28]),
        (15, 15, False, 2026, 11, [15]),
    ],
)
def test_a_range_of_days_in_each_month(first, last, wrap, year, month, expected):
    law = calendar(type="monthly_range", **{"from": first, "to": last, "wrap": wrap})
    assert quiet_days(law, year, month) == expected


@pytest.mark.parametrize(("clock", "code"), [("20 23:59:59", "VIOLATION"), ("21 00:00:00", "OUT")])
@pytest.mark.parametrize("month", ["2026-02", "2026-11", "2026-12"])
def test_the_last_second_of_the_20th_is_quiet_and_the_first_of_the_21st_is_not(month, clock, code):
    assert judge_quiet(visit(f"{month}-{clock}"), site(), rules()).code == code


def test_monday_to_thursday_as_in_yibin():
    law = calendar(type="weekly", days=[1, 2, 3, 4])
    assert quiet_days(law, 2026, 11)[:6] == [2, 3, 4, 5, 9, 10]
    said = judge_quiet(visit("2026-11-05 09:00"), site(), law)
    assert said.facts["calendar"] == [{"code": "calendar.weekly", "weekday": [1, 2, 3, 4]}]


def test_dates_that_were_published():
    assert quiet_days(calendar(type="dates", dates=["2026-11-11", "2026-12-31"]), 2026, 11) == [11]


@pytest.mark.parametrize("empty", [{"type": "dates", "dates": []}, {"type": "weekly", "days": []}])
def test_a_calendar_without_a_day_is_not_named(empty):
    said = judge_quiet(visit("2026-11-21 09:00"), site(), calendar(**empty))

    assert (said.code, said.reason, said.rule) == ("OUT", "quiet.outside_always", "B-37")
    assert sentence(said.reason, said.facts, "zh", this_year=2026) == "11 月 21 日不在安静期内。"
    assert sentence(said.reason, said.facts, "en", this_year=2026) == "21 November is outside the quiet period."


def test_beside_others_a_calendar_without_a_day_is_passed_over():
    both = [{"scope": "region", "key": "*", "type": "dates", "dates": []}, CALENDAR_1_20]
    law = rules(quiet={"calendars": both})

    outside, inside = (
        judge_quiet(visit("2026-11-21 09:00"), site(), law),
        judge_quiet(visit("2026-11-20 09:00"), site(), law),
    )
    assert sentence(outside.reason, outside.facts, "zh", this_year=2026) == "11 月 21 日不在安静期内（每月 1–20 日）。"
    assert sentence(inside.reason, inside.facts, "zh", this_year=2026).startswith(
        "11 月 20 日在安静期内（每月 1–20 日），"
    )


def test_groups_share_the_month_in_turn():
    law = calendar(
        type="n_days_per_month_by_group", days=20, by="industry", groups={"C": [[1, 20]], "H": [[1, 10], [19, 28]]}
    )
    assert quiet_days(law, 2026, 11, site(industry="C")) == list(range(1, 21))
    assert quiet_days(law, 2026, 11, site(industry="H")) == [*range(1, 11), *range(19, 29)]
    assert quiet_days(law, 2026, 11, site(industry="K")) == []


def test_a_group_with_fewer_days_than_promised_is_refused():
    with pytest.raises(RuleSetError, match="group C has 10 days, not 20"):
        calendar(type="n_days_per_month_by_group", days=20, by="industry", groups={"C": [[1, 10]]})


def test_an_enterprise_chooses_its_own_days_up_to_the_limit():
    law = calendar(type="enterprise_chosen", max_days=2)
    chosen = frozenset(day(f"2026-11-{n:02}") for n in (3, 12, 25)) | {day("2026-12-08")}
    where = site(chosen_quiet_days=chosen)
    assert quiet_days(law, 2026, 11, where) == [3, 12]
    assert quiet_days(law, 2026, 12, where) == [8]


def law_of(*calendars):
    return rules(quiet={"calendars": list(calendars)})


REGION = CALENDAR_1_20
INDUSTRY = {"scope": "industry", "key": "C", "type": "dates", "dates": ["2026-11-22"]}
CLASS = {"scope": "class", "key": "规上工业", "type": "dates", "dates": ["2026-11-23"]}
ENTITY = {"scope": "entity", "key": "云川食品", "type": "dates", "dates": ["2026-11-24"]}


@pytest.mark.parametrize(
    ("calendars", "where", "expected"),
    [
        ((REGION, INDUSTRY, CLASS, ENTITY), site(industry="C", classes=frozenset({"规上工业"})), [24]),
        ((REGION, INDUSTRY, CLASS), site(industry="C", classes=frozenset({"规上工业"})), [23]),
        ((REGION, INDUSTRY), site(industry="C"), [22]),
        ((REGION, INDUSTRY), site(industry="H"), list(range(1, 21))),
        ((REGION, CLASS), site(), list(range(1, 21))),
    ],
)
def test_the_narrowest_scope_wins(calendars, where, expected):
    assert quiet_days(law_of(*calendars), 2026, 11, where) == expected


def test_a_named_region_goes_before_the_rest_of_the_country():
    named = {"scope": "region", "key": "420117", "type": "dates", "dates": ["2026-11-22"]}
    assert quiet_days(law_of(REGION, named), 2026, 11, site(region="420117")) == [22]
    assert quiet_days(law_of(REGION, named), 2026, 11, site(region="110115")) == list(range(1, 21))


def test_two_classes_of_one_enterprise_protect_together():
    other = {"scope": "class", "key": "重点项目", "type": "dates", "dates": ["2026-11-30"]}
    assert quiet_days(law_of(CLASS, other), 2026, 11, site(classes=frozenset({"规上工业", "重点项目"}))) == [23, 30]


def test_an_enterprise_outside_the_protected_classes_is_not_concerned():
    law = rules(quiet={"applies_to": ["规上工业"]})
    outside = judge_quiet(visit("2026-11-05 09:00"), site(), law)
    assert (outside.code, outside.rule) == ("NOT_APPLICABLE", "B-38")
    assert judge_quiet(visit("2026-11-05 09:00"), site(classes=frozenset({"规上工业"})), law).code == "VIOLATION"


def test_without_any_calendar_there_is_no_quiet_period():
    assert judge_quiet(visit("2026-11-05 09:00"), site(), law_of()).reason == "quiet.no_calendar"


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "monthly_range", "from": 0, "to": 20},
        {"type": "monthly_range", "from": 1, "to": 32},
        {"type": "monthly_range", "from": 1},
        {"type": "weekly", "days": [0]},
        {"type": "lunar"},
        {"type": "dates", "dates": ["2026-02-30"]},
        {"type": "n_days_per_month_by_group", "days": 1, "by": "moon", "groups": {}},
    ],
)
def test_a_calendar_that_cannot_be_is_refused_when_the_rule_set_is_made(wrong):
    with pytest.raises(RuleSetError):
        calendar(**wrong)
