"""B-33, B-34: a visit that ends early says why, and two that are broken off in a row are for the leader to explain."""

from __future__ import annotations

import pytest

from backend.policy.endings import REASONS, says_why
from backend.policy.kinds import NOBODY_ENTERED, OUTCOMES
from backend.policy.sentences import LANGUAGES, known_codes
from backend.policy.verdict import judge
from tests.unit.policy.story import FIRE_BRIGADE, local, rules, site, visit

DEFAULT = rules()
SHUT = {"outcome": "aborted_before_entry"}


def told(*story):
    """How often in a row, as the verdict on the last visit of the story says."""
    found = judge(story[-1], site(), DEFAULT, [*story[:-1]]).findings
    return [each.facts["times"] for each in found if each.code == "ABORTED_AGAIN"]


def test_b33_only_outcomes_without_an_inspection_need_a_reason():
    assert set(REASONS) == {*NOBODY_ENTERED, "aborted_on_site"}
    assert set(REASONS) < OUTCOMES


@pytest.mark.parametrize("outcome", REASONS)
def test_b33_b34_every_reason_has_words_in_both_languages(outcome):
    assert all(f"ending.{each}" in known_codes(lang) for each in REASONS[outcome] for lang in LANGUAGES)
    assert REASONS[outcome][-1] == "other"


@pytest.mark.parametrize(
    ("outcome", "reason", "words", "fits"),
    [
        ("aborted_before_entry", "closed", "大门上锁", True),
        ("aborted_before_entry", "closed", " ", False),
        ("aborted_before_entry", None, "大门上锁", False),
        ("aborted_before_entry", "no_certificate", "大门上锁", False),
        ("aborted_on_site", "called_away", "附近起火", True),
        ("refused_lawful", "no_certificate", "忘带证件", True),
        ("refused_lawful", None, "忘带证件", False),
        ("refused_other", "kept_out", "关门不让进", True),
        ("none_found", None, "", True),
        ("none_found", "closed", "", False),
    ],
)
def test_b33_b34_an_ending_has_its_reason_and_its_words(outcome, reason, words, fits):
    assert says_why(outcome, reason, words) is fits


def test_b33_two_in_a_row_at_one_enterprise_by_one_subject_are_for_the_leader():
    first, second, third = (visit(f"2026-0{n}-25 09:00", **SHUT) for n in (3, 4, 5))
    assert told(first) == []
    assert told(first, second) == [2]
    assert told(first, second, third) == [3]


def test_b33_broken_off_on_site_is_of_the_row_whether_it_counts_or_not():
    first = visit("2026-03-25 09:00", outcome="aborted_on_site", left=local("2026-03-25 09:20"), items_recorded=3)
    assert told(first, visit("2026-04-25 09:00", **SHUT)) == [2]


@pytest.mark.parametrize(
    "between",
    [
        {"outcome": "none_found"}, {"outcome": "refused_lawful"}, {"outcome": "refused_other"}, {"outcome": None},
    ],
)  # fmt: skip
def test_b33_a_visit_in_between_that_was_not_broken_off_ends_the_row(between):
    story = visit("2026-03-25 09:00", **SHUT), visit("2026-04-22 09:00", **between), visit("2026-04-25 09:00", **SHUT)
    assert told(*story) == []


@pytest.mark.parametrize(
    "other",
    [{"organ_id": FIRE_BRIGADE}, {"enterprise_id": "别家"}, {"kind": "noninspection_survey"}, {"kept_apart": "open"}],
)
def test_b33_others_do_not_belong_to_the_row(other):
    assert told(visit("2026-03-25 09:00", **SHUT, **other), visit("2026-04-25 09:00", **SHUT)) == []


def test_b33_what_comes_later_is_not_the_one_before():
    first, second = (visit(f"2026-0{n}-25 09:00", **SHUT) for n in (3, 4))
    found = judge(first, site(), DEFAULT, [second]).findings
    assert [each.code for each in found] == []


def test_b33_it_is_a_remark_until_the_leaders_term_is_over():
    story = [visit(f"2026-0{n}-25 09:00", **SHUT) for n in (3, 4)]
    assert judge(story[1], site(), DEFAULT, story[:1]).mark == "clean"
