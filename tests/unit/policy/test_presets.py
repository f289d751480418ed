"""Every preset is sound, names its source, and its own examples pass and bite (B-37, E3)."""

from __future__ import annotations

import pytest

from backend.policy.checking import checked
from backend.policy.examples import example_faults, examples_from_data, run
from backend.rulesets.presets import presets

KNOWN = {"model", "hunan_county", "suqian", "jinning", "liuyang", "anqing", "yibin", "shanxi"}
"""The local calendars of E3; Youyu's own was never found."""


def test_every_local_calendar_that_was_found_is_offered():
    assert set(presets()) == KNOWN


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_its_own_examples_pass(code):
    preset = presets()[code]
    law, examples = checked(code, preset["body"]), preset["examples"]
    assert example_faults(examples, law) == []
    assert len(examples) >= 3
    assert [each.example.name for each in run(examples_from_data(examples), law, "420117") if not each.passes] == []
    assert preset["source"]["zh"] and preset["source"]["en"]


@pytest.mark.parametrize("code", sorted(KNOWN - {"yibin"}))
def test_with_a_day_less_an_example_fails(code):
    preset = presets()[code]
    one = preset["body"]["quiet"]["calendars"][0]
    shorter = {**preset["body"], "quiet": {**preset["body"]["quiet"], "calendars": [{**one, "to": one["to"] - 1}]}}
    ran = run(examples_from_data(preset["examples"]), checked(code, shorter), "420117")
    assert [each.passes for each in ran].count(False) == 1
