"""B-06 who is counted, B-25 the count key, B-35 tiers: the third visit of a year, and its neighbours."""

from __future__ import annotations

import pytest

from backend.policy.periods import period_days
from backend.policy.verdict import judge
from tests.unit.policy.story import FIRE_BRIGADE, between, day, rules, site, visit

DEFAULT = rules()
SPRING, SUMMER, AUTUMN = "2026-03-25 09:00", "2026-06-25 09:00", "2026-09-22 09:00"


def cap(*story, where=None, law=DEFAULT):
    """The verdict about the last visit of the story."""
    *earlier, last = story
    return judge(last, where or site(), law, earlier).cap


def test_the_third_visit_of_a_year_reaches_the_cap():
    assert cap(visit(SPRING)).code == "WITHIN"
    assert cap(visit(SPRING), visit(SUMMER)).code == "WITHIN"
    third = cap(visit(SPRING), visit(SUMMER), visit(AUTUMN))
    assert (third.code, third.rule, third.counted, third.most, third.period) == ("REACHED", "B-25", 3, 2, "2026")


def test_the_sentence_names_day_count_and_next_slot():
    verdict = judge(visit(AUTUMN), site(), DEFAULT, [visit(SPRING), visit(SUMMER)])
    (finding,) = verdict.findings
    said = verdict.as_data()["findings"][0]["sentence"]
    assert finding.code == "CAP_REACHED"
    assert said["zh"] == (
        "2026 年 9 月 22 日是本年第 3 次，上限 2 次。最近可检查时间：2027 年 1 月 21 日（周四）09:00（暂定）。"
    )
    assert "visit 3" in said["en"]
    assert "21 January 2027" in said["en"]


def test_another_year_another_subject_and_another_enterprise_have_counts_of_their_own():
    full = [visit(SPRING), visit(SUMMER)]
    assert cap(*full, visit("2027-03-25 09:00")).counted == 1
    assert cap(*full, visit(AUTUMN, organ_id=FIRE_BRIGADE)).counted == 1
    assert cap(*full, visit(AUTUMN, enterprise_id="长桥机械厂")).counted == 1


@pytest.mark.parametrize(("scope", "counted"), [("premises", 1), ("entity", 2)])
def test_a_chain_with_one_code_and_nine_shops(scope, counted):
    law = rules(cap={"scope": scope})
    first, second = visit(SPRING, site_id="一店"), visit(SUMMER, site_id="二店")
    assert cap(first, second, where=site(site_id="二店"), law=law).counted == counted


@pytest.mark.parametrize(
    ("unit", "inside", "outside"),
    [
        ("quarter", "2026-06-30 23:59:59", "2026-07-01 00:00"),
        ("month", "2026-06-30 23:59:59", "2026-07-01 00:00"),
        ("week", "2026-06-28 23:59:59", "2026-06-29 00:00"),
    ],
)
def test_the_unit_of_the_cap_decides_where_counting_starts_again(unit, inside, outside):
    law = rules(cap={"unit": unit, "default": 1})
    assert cap(visit("2026-06-25 09:00"), visit(inside), law=law).code == "REACHED"
    assert cap(visit("2026-06-25 09:00"), visit(outside), law=law).code == "WITHIN"


def test_an_item_can_have_a_cap_of_its_own():
    law = rules(cap={"items": {"锅炉": 1}, "default": 5})
    boiler = frozenset({"锅炉"})
    again = cap(visit(SPRING, item_ids=boiler), visit(SUMMER, item_ids=boiler), law=law)
    assert (again.code, again.counted, again.most) == ("REACHED", 2, 1)
    assert cap(visit(SPRING, item_ids=boiler), visit(SUMMER, item_ids=frozenset({"标签"})), law=law).code == "WITHIN"


@pytest.mark.parametrize(("tier", "most"), [("A", 1), ("B", 2), ("C", 4), ("D", 6), (None, 2), ("Risk 1 (High)", 2)])
def test_the_tier_decides_the_cap_and_an_unknown_tier_takes_the_default(tier, most):
    assert cap(visit(SPRING), where=site(tier=tier)).most == most


def test_a_better_tier_on_the_first_of_july_does_not_remove_visits_already_made():
    third = cap(visit(SPRING), visit("2026-04-25 09:00"), visit(AUTUMN), where=site(tier="A"))
    assert (third.counted, third.most, third.facts["left"]) == (3, 1, 0)


def test_an_arrival_across_new_year_counts_on_both_sides_until_decided():
    across = visit(between("2026-12-31 23:50", "2027-01-01 00:10"))
    assert cap(across).code == "WITHIN"
    doubtful = cap(visit(SPRING), visit(SUMMER), across)
    assert (doubtful.code, doubtful.rule, doubtful.counted) == ("NEEDS_REVIEW", "B-02", 3)
    assert cap(visit(SPRING), across, visit("2026-12-31 09:00")).code == "REACHED"
    assert cap(across, visit("2027-02-25 09:00"), visit("2027-03-25 09:00")).code == "REACHED"


def test_a_visit_is_never_counted_beside_itself():
    planned = visit(AUTUMN)
    assert judge(planned, site(), DEFAULT, [visit(SPRING), planned]).cap.counted == 2


def test_a_visit_of_unknown_kind_is_counted_and_reviewed():
    """Until somebody looks (B-23)."""
    strange = visit(SPRING, kind="unknown", trigger="unknown")
    verdict = judge(strange, site(), DEFAULT, [])
    assert (verdict.cap.code, verdict.mark) == ("NEEDS_REVIEW", "review")
    assert cap(strange, visit(SUMMER), visit(AUTUMN)).code == "REACHED"


def test_b06_a_visit_that_is_judged_again_does_not_count_itself():
    once = visit(SPRING)
    assert judge(once, site(), DEFAULT, [once]).cap.counted == 1


@pytest.mark.parametrize("known", [{"kind": "outing"}, {"trigger": "whim"}], ids=["kind", "trigger"])
def test_b23_a_word_that_nobody_knows_is_reviewed_whichever_of_the_two_it_is(known):
    verdict = cap(visit(SPRING, **known))
    assert (verdict.code, verdict.rule) == ("NEEDS_REVIEW", "B-23")


def test_b23_what_is_no_inspection_is_understood_too():
    assert cap(visit(SPRING, kind="supervision")).code == "NOT_COUNTED"


@pytest.mark.parametrize("unit, today, first, last", [
    ("year", "2028-02-29", "2028-01-01", "2028-12-31"), ("quarter", "2026-11-22", "2026-10-01", "2026-12-31"),
    ("month", "2026-02-28", "2026-02-01", "2026-02-28"), ("week", "2027-01-01", "2026-12-28", "2027-01-03"),
])  # fmt: skip
def test_b25_a_period_has_a_first_and_a_last_day(unit, today, first, last):
    assert period_days(day(today), unit) == (day(first), day(last))
