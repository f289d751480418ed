"""B-24: visits that are no inspections are free, and too many of them within a month look like inspections in disguise."""

from __future__ import annotations

import pytest

from backend.policy.burden import burden
from backend.policy.verdict import judge
from tests.unit.policy.story import FIRE_BRIGADE, rules, site, visit

DEFAULT = rules()
SURVEY = {"kind": "noninspection_survey"}


def seen(*story, law=DEFAULT):
    """How many within the days, as the verdict on the last visit of the story says."""
    found = judge(story[-1], site(), law, [*story[:-1]]).findings
    return [each.facts["count"] for each in found if each.code == "DISGUISED_INSPECTION"]


def surveys(*days, **known):
    return [visit(f"{each} 09:00", **{**SURVEY, **known}) for each in days]


def test_b24_the_third_within_thirty_days_is_an_alert():
    three = surveys("2026-04-01", "2026-04-10", "2026-04-30")
    assert seen(*three[:2]) == []
    assert seen(*three) == [3]
    assert judge(three[-1], site(), DEFAULT, three[:2]).mark == "alert"


@pytest.mark.parametrize(("last", "found"), [("2026-04-30", [3]), ("2026-05-01", [])])
def test_b24_the_thirty_days_end_with_the_visit_itself(last, found):
    """1 April to 30 April are thirty days; on 1 May the first one has left them."""
    assert seen(*surveys("2026-04-01", "2026-04-10", last)) == found


def test_b24_the_fourth_says_four():
    assert seen(*surveys("2026-04-01", "2026-04-02", "2026-04-03", "2026-04-04")) == [4]


@pytest.mark.parametrize(
    "other",
    [
        {"organ_id": FIRE_BRIGADE}, {"enterprise_id": "别家"}, {"kind": "daily"}, {"kept_apart": "open"},
        {"outcome": "aborted_before_entry"},
    ],
)  # fmt: skip
def test_b24_what_is_another_matter_is_not_among_them(other):
    first, third = surveys("2026-04-01", "2026-04-20")
    assert seen(first, visit("2026-04-10 09:00", **{**SURVEY, **other}), third) == []


def test_b24_an_inspection_is_none_in_disguise():
    assert seen(*surveys("2026-04-01", "2026-04-10"), visit("2026-04-20 09:00")) == []


def test_b24_how_many_in_how_many_days_are_parameters():
    two = surveys("2026-04-01", "2026-04-08")
    assert seen(*two, law=rules(noninsp={"alert": 2, "days": 8})) == [2]
    assert seen(*two, law=rules(noninsp={"alert": 2, "days": 7})) == []


def test_b24_free_for_the_cap_and_in_the_burden_ledger():
    story = [*surveys("2026-04-01", "2026-04-10"), visit("2026-04-22 09:00")]
    assert judge(story[-1], site(), DEFAULT, story[:2]).cap.counted == 1
    assert burden(story, DEFAULT) == 3
