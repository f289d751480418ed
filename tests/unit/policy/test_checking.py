"""A body that somebody wrote becomes a rule set only if every value is of its kind and every calendar can answer."""

from __future__ import annotations

import pytest

from backend.policy.checking import checked
from backend.policy.ruleset import RuleSetError, default_data
from backend.policy.sentences import LANGUAGES, sentence
from backend.policy.summary import quiet_years, summary


def test_the_default_body_is_a_rule_set():
    assert checked("x", default_data()).cap.default == 2
    assert checked("x", {}).quiet.approver == "subject_head"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"cap": {"default": "two"}}, "cap.default must be int"),
        ({"cap": {"default": True}}, "cap.default must be int"),
        ({"cap": {"default": -1}}, "cap.default takes 0"),
        ({"cap": {"items": {"x": "many"}}}, "cap.items must hold int"),
        ({"rights": {"zh": ["x"]}}, "rights must hold zh and en"),
        ({"rights": {"zh": "x"}}, "rights must hold list"),
        ({"quiet": {"calendars": [7]}}, "quiet.calendars must hold dict"),
        ({"quiet": {"applies_to": 7}}, "str or list"),
        ({"geo": {"bbox": ["a"]}}, "geo.bbox must hold"),
        ({"clock": []}, "clock must be an object"),
        ({"clocks": {}}, "no parameter clocks"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(body, said):
    with pytest.raises(RuleSetError, match=said):
        checked("x", body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_leaves_no_place_empty(language):
    body = {
        "quiet": {
            "applies_to": ["key_project"],
            "calendars": [
                {"scope": "region", "key": "*", "type": "weekly", "days": [1, 2]},
                {"scope": "class", "key": "key_project", "type": "dates", "dates": []},
                {"scope": "industry", "key": "C", "type": "monthly_range", "from": 1, "to": 5},
            ],
        }
    }
    said = [sentence(each.code, each.facts, language) for each in summary(checked("x", body))]
    assert all(each and "{" not in each and "—" not in each for each in said)


def test_each_group_with_a_calendar_of_its_own_has_its_year():
    body = {
        "quiet": {
            "calendars": [
                {"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20},
                {"scope": "class", "key": "key_project", "type": "dates", "dates": ["2026-03-01"]},
            ]
        }
    }
    years = quiet_years(checked("x", body), "420117", 2026)
    assert [len(each.days) for each in years] == [240, 1]


def test_b38_a_class_outside_the_protected_ones_has_no_quiet_year():
    body = {"quiet": {"applies_to": []}}
    assert quiet_years(checked("x", body), "420117", 2026)[0].days == ()
