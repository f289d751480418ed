"""A rule set's own examples: the same judge decides them, and two that contradict each other are refused (B-03)."""

from __future__ import annotations

import pytest

from backend.policy.examples import example_faults, examples_from_data, run
from backend.policy.sentences import sentence
from tests.unit.policy.story import CALENDAR_1_20, rules


def example(arrives="2026-11-12T09:30", **told):
    return {"name": "样例", "arrives": arrives, **told}


def ran(*told, law=None):
    return run(examples_from_data(told), law or rules(), "420117")


@pytest.mark.parametrize(("case", "quiet"), [
    (example("2026-11-20T23:59:59"), "VIOLATION"),
    (example("2026-11-21T00:00:00"), "OUT"),
    (example(ground="licence", evidence=True), "EXEMPT"),
    (example(ground="licence"), "VIOLATION"),
    (example(ground="complaint", evidence=True), "VIOLATION"),
    (example(ground="complaint", evidence=True, approved="2026-11-12T09:29"), "EXEMPT"),
    (example(ground="complaint", evidence=True, approved="2026-11-12T09:30"), "VIOLATION"),
    (example(ground="other", evidence=True, approved="2026-11-11T10:00"), "APPROVED"),
    (example(kind="noninspection_survey"), "NOT_APPLICABLE"),
])  # fmt: skip
def test_b39_an_example_gets_the_verdict_of_any_visit(case, quiet):
    assert [each.passes for each in ran(case | {"quiet": quiet})] == [True]
    assert [each.passes for each in ran(case | {"quiet": "NEEDS_REVIEW"})] == [False]


@pytest.mark.parametrize(("before", "told", "cap"), [
    ([], {}, "WITHIN"), (["2026-01-22"], {}, "WITHIN"), (["2026-01-22", "2026-03-23"], {}, "REACHED"),
    (["2025-01-22", "2025-03-23"], {}, "WITHIN"),
    (["2026-01-22"], {"tier": "A"}, "REACHED"),
    (["2026-01-22", "2026-03-23"], {"trigger": "complaint", "evidence": True}, "EXEMPT"),
    (["2026-01-22", "2026-03-23"], {"kind": "noninspection_survey"}, "NOT_COUNTED"),
])  # fmt: skip
def test_b25_what_came_before_is_counted(before, told, cap):
    assert ran(example(before=before, cap=cap, **told))[0].passes


CITY_TWICE = {"level": "county", "before": ["2026-01-22"], "others": {"city": ["2026-03-23", "2026-05-25"]}}
BY_FOUR = {"default": 2, "levels": {"city+county": 4}}
BY_THREE = {"default": 2, "levels": {"city+county": 3}}


@pytest.mark.parametrize(("told", "cap", "expected"), [
    pytest.param(CITY_TWICE, BY_FOUR, "WITHIN", id="the fourth of four"),
    pytest.param(CITY_TWICE, BY_THREE, "REACHED", id="the fourth of three"),
    pytest.param({**CITY_TWICE, "level": "town"}, BY_THREE, "WITHIN", id="a level that shares nothing"),
    pytest.param({**CITY_TWICE, "others": {"town": ["2026-03-23", "2026-05-25"]}}, BY_THREE, "WITHIN", id="others that share nothing"),
    pytest.param({**CITY_TWICE, "others": {"county": ["2026-03-23", "2026-05-25"]}}, BY_THREE, "REACHED",
                 id="another body of the own level"),
    pytest.param({**CITY_TWICE, "others": {"city": ["2025-03-23", "2025-05-25"]}}, BY_THREE, "WITHIN", id="of the year before"),
    pytest.param({"level": "county", "others": {"city": ["2026-03-23"], "county": ["2026-05-25"], "town": ["2026-06-22"]}},
                 {"default": 2, "levels": {"city+county": 2}}, "REACHED", id="several others"),
    pytest.param({"before": ["2026-01-22"]}, {"default": 2, "levels": {"county": 2}}, "WITHIN", id="no level, nothing shared"),
])  # fmt: skip
def test_b25_an_example_shows_what_others_of_the_field_used_up(told, cap, expected):
    assert ran(example(cap=expected, **told), law=rules(cap=cap))[0].passes
    assert not ran(example(cap="NOT_COUNTED", **told), law=rules(cap=cap))[0].passes


def test_b25_two_cases_that_differ_in_who_came_before_are_two():
    without = {**CITY_TWICE, "others": {"city": ["2026-03-23"]}}
    assert example_faults([example(cap="REACHED", **CITY_TWICE), example(cap="WITHIN", **without)], rules()) == []
    told = example_faults([example(cap="REACHED", **CITY_TWICE), example(cap="WITHIN", **CITY_TWICE)], rules())
    assert [each.code for each in told] == ["fault.example_contradicts"]


def test_b38_an_example_may_be_of_a_class_an_industry_and_a_tier():
    named = {**CALENDAR_1_20, "scope": "class", "key": "key_project", "to": 25}
    law = rules(quiet={"calendars": [CALENDAR_1_20, named]})
    one, other = ran(example("2026-11-23T09:00", quiet="OUT"), example("2026-11-23T09:00", quiet="VIOLATION"), law=law)
    assert (one.passes, other.passes) == (True, False)
    assert ran(example("2026-11-23T09:00", quiet="VIOLATION", **{"class": "key_project"}), law=law)[0].passes


@pytest.mark.parametrize(("told", "due", "found"), [
    ({"plan_published": False}, "03-31", True), ({"plan_published": True}, "03-31", False), ({}, "03-31", False),
    ({"plan_published": False, "arrives": "2026-03-31T23:59:59"}, "03-31", False),
    ({"plan_published": False, "arrives": "2026-04-01T00:00:00"}, "03-31", True),
    ({"plan_published": False, "arrives": "2026-04-01T00:00:00"}, "04-01", False),
    ({"plan_published": False, "trigger": "complaint", "evidence": True}, "03-31", False),
    ({"plan_published": False, "kind": "special"}, "03-31", False),
], ids=["none", "published", "not said", "last day", "day after", "later by the rules", "complaint", "special"])  # fmt: skip
def test_b17_an_example_may_expect_that_a_missing_plan_is_found(told, due, found):
    law = rules(plan={"due": due})
    assert [each.passes for each in ran(example(**told, no_plan=found), law=law)] == [True]
    assert [each.passes for each in ran(example(**told, no_plan=not found), law=law)] == [False]
    assert [each.passes for each in ran(example(**told), law=law)] == [True], "left open"


def faults(*told):
    return [(each.path, sentence(each.code, each.facts, "zh")) for each in example_faults(told, rules())]


def test_examples_that_contradict_each_other_are_refused_by_their_lines():
    told = faults(
        example(quiet="VIOLATION"), example("2026-11-25T09:00", quiet="OUT"), example(quiet="OUT", name="另一个")
    )
    assert told == [("examples[2]", "第 3 个样例与第 1 个矛盾：情形相同，预期结论不同。")]
    assert faults(example(quiet="VIOLATION"), example(cap="WITHIN")) == [], "each speaks of another verdict"
    assert faults(example(no_plan=True), example(no_plan=False))[0][0] == "examples[1]"
    assert faults(example(no_plan=True, plan_published=False), example(no_plan=False)) == [], "not the same case"


@pytest.mark.parametrize(("wrong", "reason"), [
    ({"arrives": "noon"}, "无法识别"), ({"arrives": "2026-11-12T09:30+08:00"}, "无法识别"),
    ({"before": ["2026-13-01"]}, "无法识别"), ({"approved": "x"}, "无法识别"), ({"before": ["2026-01-01"] * 101}, "100"),
    ({"kind": "raid"}, "“检查类型”不能填“raid”"), ({"trigger": "rumour"}, "“检查来由”不能填“rumour”"),
    ({"ground": "flood"}, "“例外事由”不能填“flood”"), ({"quiet": "MAYBE"}, "“安静期结论”不能填“MAYBE”"),
    ({"cap": "MAYBE"}, "“频次结论”不能填“MAYBE”"), ({"quiet": None}, "没有写预期结论"), ({"moon": 1}, "无法识别"),
])  # fmt: skip
def test_an_example_that_says_nothing_or_cannot_be_read_is_refused_by_its_line(wrong, reason):
    told = faults(example(quiet="VIOLATION"), example(quiet="VIOLATION") | wrong)
    assert [path for path, _ in told] == ["examples[1]"]
    assert reason in told[0][1]
