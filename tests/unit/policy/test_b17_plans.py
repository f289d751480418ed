"""B-17: a daily visit rests on a published plan of its subject and year. B-18: the term of a special inspection."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.policy.facts import Interval, PlanSpan, Severity, Visit
from backend.policy.plans import due_of_special, due_of_year, no_plan, wanted_visits
from backend.policy.ruleset import RuleSet, RuleSetError
from backend.policy.sentences import sentence

ZONE = ZoneInfo("Asia/Shanghai")
RULES = RuleSet.default()
APRIL_15 = "2026-04-15T10:00"


def visit(at: str, *plans: PlanSpan, **told) -> Visit:
    usual = {
        "kind": "daily",
        "trigger": "plan",
        "arrived": Interval.at(datetime.fromisoformat(at).replace(tzinfo=ZONE)),
    }
    return Visit(id="v", organ_id="o", enterprise_id="e", site_id="s", plans=plans, **{**usual, **told})


def plan(year: int, first: str, end: str | None = None) -> PlanSpan:
    return PlanSpan(year, date.fromisoformat(first), date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("at", "missing"),
    [
        (APRIL_15, True),  # the T of the paper
        ("2026-03-31T23:59:59", False),
        ("2026-04-01T00:00", True),
        ("2026-12-31T23:59:59", True),
        ("2027-01-01T00:00", False),  # the plan of the new year has until its own 31 March
        ("2027-03-31T12:00", False),
        ("2027-04-01T00:00", True),
    ],
)
def test_a_daily_visit_after_the_last_day_without_a_plan(at, missing):
    assert (no_plan(visit(at), RULES) is not None) is missing


@pytest.mark.parametrize(
    ("plans", "missing"),
    [
        ([plan(2026, "2026-04-15")], False),  # published that very day
        ([plan(2026, "2026-04-16")], True),
        ([plan(2026, "2026-02-01")], False),
        ([plan(2025, "2025-03-01")], True),  # last year's
        ([plan(2027, "2026-04-01")], True),  # next year's
        ([plan(2026, "2026-02-01", "2026-04-15")], True),  # taken down that very day
        ([plan(2026, "2026-02-01", "2026-04-16")], False),
        ([plan(2026, "2026-02-01", "2026-04-10"), plan(2026, "2026-04-10")], False),  # amended
        ([plan(2026, "2026-02-01", "2026-04-10"), plan(2026, "2026-04-20")], True),
    ],
    ids=range(9),
)
def test_which_plan_stands_behind_it(plans, missing):
    assert (no_plan(visit(APRIL_15, *plans), RULES) is not None) is missing


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "special"}, {"kind": "case"}, {"kind": "followup"}, {"kind": "noninspection_service"},
        {"trigger": "complaint"}, {"trigger": "hotline_12345"}, {"trigger": "superior"}, {"trigger": "enterprise_request"},
        {"ground": "emergency"},
    ],
    ids=lambda told: "-".join(told.values()),
)  # fmt: skip
def test_what_no_plan_brought_is_not_asked_for_one(told):
    assert no_plan(visit(APRIL_15, **told), RULES) is None


def test_a_random_draw_is_planned_too():
    assert no_plan(visit(APRIL_15, trigger="draw"), RULES) is not None


def test_where_nobody_said_what_is_published_nothing_is_said():
    assert no_plan(replace(visit(APRIL_15), plans=None), RULES) is None


def test_an_arrival_on_both_sides_of_midnight_is_believed():
    last = datetime(2026, 3, 31, 23, 50, tzinfo=ZONE)
    either = Interval(last, last + timedelta(minutes=20))
    assert no_plan(visit(APRIL_15, arrived=either), RULES) is None
    assert no_plan(visit(APRIL_15, arrived=Interval(last + timedelta(minutes=10), last + timedelta(minutes=20))), RULES)


def test_it_is_a_remark_that_names_year_and_day():
    found = no_plan(visit(APRIL_15), RULES)

    assert (found.rule, found.severity) == ("B-17", Severity.INFO)
    assert sentence(found.code, found.facts, "zh") == "年度检查计划到 2026 年 3 月 31 日没有公布。"
    assert sentence(found.code, found.facts, "en") == "No yearly plan was published by 31 March 2026."


def test_a_county_sets_another_last_day():
    later = RuleSet.from_data("r", {"plan": {"due": "04-15"}})
    assert no_plan(visit(APRIL_15), later) is None
    assert no_plan(visit("2026-04-16T00:00"), later) is not None


@pytest.mark.parametrize("due", ["02-29", "3-31", "13-01", "00-10", "2026-03-31", "", "03/31", "三月底啊"])
def test_a_last_day_that_not_every_year_has_is_refused(due):
    with pytest.raises(RuleSetError, match=r"plan\.due"):
        RuleSet.from_data("r", {"plan": {"due": due}})


def test_what_it_does_is_flag_or_block():
    with pytest.raises(RuleSetError, match=r"plan\.enforce"):
        RuleSet.from_data("r", {"plan": {"enforce": "warn"}})


def test_a_special_inspection_has_thirty_days_from_its_approval():
    assert due_of_special(date(2026, 5, 1), RULES) == date(2026, 5, 31)
    assert due_of_special(date(2026, 12, 15), RULES) == date(2027, 1, 14)
    assert due_of_special(date(2026, 5, 1), RuleSet.from_data("r", {"special": {"publish_days": 7}})) == date(
        2026, 5, 8
    )


def test_the_last_day_is_that_of_its_year():
    assert due_of_year(2028, RULES) == date(2028, 3, 31)


@pytest.mark.parametrize(
    ("number", "ratio", "total", "wanted"),
    [
        (12, None, None, 12),
        (None, 50, 5, 3),
        (None, 100, 7, 7),
        (None, 30, None, None),
        (None, 1, 1, 1),
        (None, 5, 100, 5),
    ],
)
def test_how_many_visits_a_line_asks_for(number, ratio, total, wanted):
    assert wanted_visits(number, ratio, total) == wanted
