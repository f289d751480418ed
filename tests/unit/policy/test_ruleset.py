"""Rule sets: every parameter has a number and a default; what is wrong is refused by name."""

from __future__ import annotations

import json
import re

import pytest

from backend.policy.ruleset import RuleSet, RuleSetError, default_data, parameters
from tests.unit.policy.story import rules

PAPERS = {
    "tz": "Asia/Shanghai", "clock.max_drift_s": 120, "cap.default": 2, "cap.scope": "entity", "cap.exempt_soft": 2,
    "cap.special_superior": "exempt", "joint.window_min": 60, "joint.own_cap": "each", "multiday.gap_workdays": 3,
    "followup.free": 1, "followup.window_days": 30, "abort.grace_min": 15, "quiet.applies_to": "all",
    "quiet.approver": "subject_head", "quiet.file_with": "bureau", "quiet.approval_valid_days": 5,
    "quiet.continue_min": 120, "cache.max_age_h": 72, "explain.hours": 24, "officers.min": 2,
    "officers.single_officer_basis": [], "geo.radius_m": {"urban": 200, "rural": 500, "mine_farm": 1000},
    "geo.max_accuracy_m": 200, "travel.kmh": 120, "cap.tiers": {"A": 1, "B": 2, "C": 4, "D": 6},
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), PAPERS.items())
def test_a_parameter_has_the_default_of_the_papers(name, value):
    assert parameters()[name][0] == value


def test_every_parameter_names_its_rule():
    assert all(re.fullmatch(r"B-\d\d", rule) for _, rule in parameters().values())


def test_the_default_body_is_json_and_makes_the_same_rules():
    assert RuleSet.from_data("default", json.loads(json.dumps(default_data()))) == RuleSet.default()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cap": {"defualt": 3}}, "cap.defualt"),
        ({"silence": {}}, "silence"),
        ({"cap": 3}, "cap must be an object"),
        ({"cap": {"unit": "fortnight"}}, "cap.unit"),
        ({"cap": {"scope": "street"}}, "cap.scope"),
        ({"joint": {"own_cap": "none"}}, "joint.own_cap"),
        ({"tz": "Asia/Wuhan"}, "Wuhan"),
        ({"quiet": {"grounds": {"other": {"evidence": "text", "approver": "mayor"}}}}, "quiet.grounds.other.approver"),
        ({"quiet": {"grounds": {"other": {"evidence": "text"}}}}, "approver"),
        ({"slot": {"starts_at": "nine"}}, "nine"),
    ],
)
def test_a_body_that_cannot_be_is_refused_by_name(wrong, said):
    with pytest.raises(RuleSetError, match=said):
        rules(**wrong)


def test_changing_one_rule_set_leaves_the_next_one_alone():
    rules(cap={"items": {"锅炉": 1}}).cap.items["冷库"] = 9
    assert rules().cap.items == {}
