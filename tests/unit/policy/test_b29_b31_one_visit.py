"""B-29 joint visits, B-30 one subject on one day, B-31 several days: when many entries are one."""

from __future__ import annotations

import pytest

from backend.policy.burden import burden
from backend.policy.verdict import judge
from tests.unit.policy.story import ECOLOGY_OFFICE, FIRE_BRIGADE, MARKET_OFFICE, between, day, rules, site, visit

DEFAULT = rules()
BOTH = frozenset({day("2026-11-23"), day("2026-11-24"), day("2026-11-25"), day("2026-11-30")})


def joint(clock, organ, **known):
    return visit(f"2026-11-25 {clock}", organ_id=organ, joint_group="联合 1", **known)


THREE = [joint("09:00", MARKET_OFFICE, joint_lead=True), joint("09:20", FIRE_BRIGADE), joint("09:50", ECOLOGY_OFFICE)]


def codes(verdict):
    return [each.code for each in verdict.findings]


def test_three_subjects_within_the_hour_are_one_visit_and_a_fourth_at_eleven_is_a_second():
    assert burden(THREE, DEFAULT) == 1
    assert burden([*THREE, joint("11:00", "税务局")], DEFAULT) == 2


@pytest.mark.parametrize(("clock", "entries"), [("10:00", 1), ("10:01", 2)])
def test_the_window_of_a_joint_visit_runs_from_the_first_arrival(clock, entries):
    assert burden([*THREE, joint(clock, "税务局")], DEFAULT) == entries


def test_a_joint_visit_uses_up_each_subjects_own_cap():
    assert [judge(each, site(), DEFAULT, []).cap.counted for each in THREE] == [1, 1, 1]


def test_a_bureau_may_count_it_for_the_lead_alone():
    law = rules(joint={"own_cap": "lead_only"})
    assert [judge(each, site(), law, []).cap.code for each in THREE] == ["WITHIN", "NOT_COUNTED", "NOT_COUNTED"]


@pytest.mark.parametrize(("clock", "code"), [("10:00", "NOT_COUNTED"), ("10:01", "WITHIN")])
def test_whoever_comes_after_the_window_comes_alone_and_pays_for_it(clock, code):
    late = joint(clock, "税务局", joint_opened=THREE[0].arrived.earliest)
    assert judge(late, site(), rules(joint={"own_cap": "lead_only"}), []).cap.code == code
    assert ("JOINT_APART" in codes(judge(late, site(), DEFAULT, []))) is (code == "WITHIN")


def test_without_a_group_three_subjects_are_three_visits():
    apart = [visit("2026-11-25 09:00", organ_id=each) for each in (MARKET_OFFICE, FIRE_BRIGADE, ECOLOGY_OFFICE)]
    assert burden(apart, DEFAULT) == 3


def test_items_a_and_b_under_one_notice_on_one_day_are_one_visit():
    morning = visit("2026-11-25 09:00", task_id="通知书 1", item_ids=frozenset({"甲"}))
    afternoon = visit("2026-11-25 14:00", task_id="通知书 1", item_ids=frozenset({"乙"}))
    verdict = judge(afternoon, site(), DEFAULT, [morning])
    assert (verdict.cap.code, verdict.cap.rule, verdict.cap.counted) == ("NOT_COUNTED", "B-30", 1)
    assert codes(verdict) == []
    assert burden([morning, afternoon], DEFAULT) == 1


def test_a_second_entry_the_same_day_with_another_task_is_flagged():
    verdict = judge(
        visit("2026-11-25 14:00", task_id="通知书 2"), site(), DEFAULT, [visit("2026-11-25 09:00", task_id="通知书 1")]
    )
    assert verdict.cap.code == "NOT_COUNTED"
    assert codes(verdict) == ["REPEAT_SAME_DAY"]
    assert verdict.mark == "alert"


@pytest.mark.parametrize(
    ("first", "flagged"),
    [
        ({}, True),
        ({"organ_id": FIRE_BRIGADE}, False),
        ({"site_id": "分厂"}, False),
        ({"outcome": "aborted_before_entry"}, False),
        ({"kind": "noninspection_service"}, True),
    ],
)
def test_only_an_entry_by_the_same_subject_at_the_same_door_makes_it_a_repeat(first, flagged):
    verdict = judge(visit("2026-11-25 14:00"), site(), DEFAULT, [visit("2026-11-25 09:00", **first)])
    assert ("REPEAT_SAME_DAY" in codes(verdict)) is flagged


@pytest.mark.parametrize(
    ("second", "repeat"), [("2026-11-25 23:59:59", True), ("2026-11-26 00:00", False), ("2026-11-25 00:00", True)]
)
def test_the_day_is_the_local_day(second, repeat):
    verdict = judge(visit(second), site(), DEFAULT, [visit("2026-11-25 09:00")])
    assert ("REPEAT_SAME_DAY" in codes(verdict)) is repeat


def test_an_exempt_visit_in_the_morning_does_not_make_the_ordinary_one_free():
    complaint = visit("2026-11-25 09:00", kind="case", trigger="complaint", evidence_id="线索 3")
    assert judge(visit("2026-11-25 14:00"), site(), DEFAULT, [complaint]).cap.code == "WITHIN"


def named(when):
    return visit(f"{when} 09:00", task_id="通知书 1", notice_days=BOTH)


def test_three_days_that_the_notice_names_are_one_visit():
    tuesday = judge(named("2026-11-24"), site(), DEFAULT, [named("2026-11-23")]).cap
    wednesday = judge(named("2026-11-25"), site(), DEFAULT, [named("2026-11-23"), named("2026-11-24")]).cap
    assert [(each.code, each.rule, each.counted) for each in (tuesday, wednesday)] == [("NOT_COUNTED", "B-31", 1)] * 2


def test_monday_and_the_monday_after_are_two():
    assert judge(named("2026-11-30"), site(), DEFAULT, [named("2026-11-23")]).cap.counted == 2


def test_three_working_days_between_are_still_one_inspection():
    friday = visit("2026-11-27 09:00", task_id="通知书 1", notice_days=frozenset({day("2026-11-27")}))
    assert judge(friday, site(), DEFAULT, [named("2026-11-23")]).cap.rule == "B-31"


def test_a_day_that_the_notice_does_not_name_is_a_visit_of_its_own():
    thursday = visit("2026-11-26 09:00", task_id="通知书 1", notice_days=BOTH)
    assert judge(thursday, site(), DEFAULT, [named("2026-11-25")]).cap.counted == 2


def test_b29_a_visit_of_no_group_counts_also_where_joint_ones_count_for_the_lead():
    assert judge(visit("2026-11-25 09:00"), site(), rules(joint={"own_cap": "lead_only"}), []).cap.code == "WITHIN"


def test_b30_how_many_entries_of_the_day_it_is_stands_in_the_finding():
    (finding,) = judge(visit("2026-11-25 14:00"), site(), DEFAULT, [visit("2026-11-25 09:00")]).findings
    assert finding.facts == {"day": "2026-11-25", "count": 2}


def test_b30_a_second_coming_that_did_not_get_in_is_no_second_entry():
    turned_away = visit("2026-11-25 14:00", outcome="aborted_before_entry")
    assert codes(judge(turned_away, site(), DEFAULT, [visit("2026-11-25 09:00")])) == []


def test_b30_an_arrival_on_both_sides_of_midnight_is_called_no_second_entry():
    unsure = visit(between("2026-11-25 23:50", "2026-11-26 00:10"))
    assert "REPEAT_SAME_DAY" not in codes(judge(unsure, site(), DEFAULT, [visit("2026-11-25 09:00")]))
