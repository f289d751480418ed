"""B-52: the same officer, entity and task within ten minutes is one arrival."""

from __future__ import annotations

import pytest

from backend.policy.facts import OfficerAtDoor
from backend.policy.verdict import judge
from tests.unit.policy.story import rules, site, visit

DEFAULT = rules()
FIRST = visit("2026-04-22 09:00")


def told(second, law=DEFAULT):
    verdict = judge(second, site(), law, [FIRST])
    return verdict.cap.code, [each.code for each in verdict.findings if each.code == "REPEAT_SAME_DAY"]


@pytest.mark.parametrize(
    ("second", "repeats"), [("09:00", 0), ("09:10", 0), ("09:10:01", 1), ("08:50", 0), ("08:49:59", 1), ("14:00", 1)]
)
def test_b52_within_ten_minutes_it_merges(second, repeats):
    assert told(visit(f"2026-04-22 {second}", id="二")) == ("NOT_COUNTED", ["REPEAT_SAME_DAY"] * repeats)


def test_b52_other_officers_are_another_entry():
    others = (OfficerAtDoor("何卫东", "active"), OfficerAtDoor("陈思", "active"))
    assert told(visit("2026-04-22 09:05", id="二", officers=others))[1] == ["REPEAT_SAME_DAY"]


def test_b52_another_task_is_another_entry():
    assert told(visit("2026-04-22 09:05", id="二", task_id="任务 2"))[1] == ["REPEAT_SAME_DAY"]


def test_b52_how_close_is_a_parameter():
    assert told(visit("2026-04-22 09:05", id="二"), rules(merge={"min": 4}))[1] == ["REPEAT_SAME_DAY"]
