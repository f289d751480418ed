"""B-59: a matter on the recording list is recorded; a visit that ended without is told, never refused."""

from __future__ import annotations

import pytest

from backend.policy.verdict import judge
from tests.unit.policy.story import local, rules, site, visit

LEFT = local("2026-11-25 10:00")


@pytest.mark.parametrize(
    ("asked", "known", "told"),
    [
        ("process", {"left": LEFT}, True), ("whole", {"left": LEFT}, True), ("none", {"left": LEFT}, False),
        ("whole", {"left": None}, False), ("whole", {"left": LEFT, "recording_begun": True}, False),
        ("whole", {"left": LEFT, "outcome": "aborted_before_entry"}, False),
        ("whole", {"left": LEFT, "outcome": "refused_lawful"}, False),
        ("whole", {"left": LEFT, "outcome": "refused_other"}, False),
        ("whole", {"left": LEFT, "outcome": "order_to_correct"}, True),
        ("whole", {"left": LEFT, "kind": "noninspection_survey"}, False),
    ],
)  # fmt: skip
def test_a_visit_that_ended_without_the_recording_that_the_list_asks_for(asked, known, told):
    verdict = judge(visit("2026-11-25 09:00", recording_needed=asked, **known), site(), rules(), [])
    assert [(each.code, each.rule) for each in verdict.findings] == ([("NO_RECORDING", "B-59")] if told else [])


def test_the_sentence_says_what_the_list_asks_for():
    verdict = judge(visit("2026-11-25 09:00", recording_needed="whole", left=LEFT), site(), rules(), [])
    (finding,) = verdict.as_data()["findings"]
    assert finding["sentence"]["zh"] == "音像记录事项清单要求全过程记录，这次检查结束时没有录音录像。"
