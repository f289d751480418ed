"""Rule packs that cannot be adopted: each refused with its line and the reason, in both languages (B-37, B-38)."""

from __future__ import annotations

import pytest

from backend.policy.checking import checked
from backend.policy.packs import PackError
from backend.policy.sentences import sentence
from tests.unit.policy.story import CALENDAR_1_20

WEEK = {"scope": "region", "key": "*", "type": "weekly", "days": [1, 2, 3, 4]}


def calendar(**changes):
    return CALENDAR_1_20 | changes


def groups(by="industry", days=20, **spans):
    return {"scope": "region", "key": "*", "type": "n_days_per_month_by_group", "days": days, "by": by, "groups": spans}


def refused(*calendars, **sections):
    """The faults of a body with these calendars, as (path, Chinese sentence)."""
    quiet = {"calendars": list(calendars) or [CALENDAR_1_20], **sections.pop("quiet", {})}
    with pytest.raises(PackError) as told:
        checked("x", {"quiet": quiet, **sections})
    for each in told.value.faults:
        assert "—" not in sentence(each.code, each.facts, "en")
    return [(each.path, sentence(each.code, each.facts, "zh")) for each in told.value.faults]


@pytest.mark.parametrize(("calendars", "line", "reason"), [
    ([calendar(**{"from": 25, "to": 5})], 1, "25 日至 5 日，止日早于起日"),
    ([calendar(to=10), calendar(**{"from": 10, "to": 20})], 2, "与第 1 条重叠：适用范围相同，都含每月 10 日"),
    ([calendar(**{"from": 25, "to": 5, "wrap": True}), calendar(**{"from": 3, "to": 9})], 2, "都含每月 3 日"),
    ([WEEK, {**WEEK, "days": [4, 5]}], 2, "都含每周四"),
    ([{**WEEK, "type": "dates", "dates": ["2026-06-07"]}, {**WEEK, "type": "dates", "dates": ["2026-06-07"]}], 1,
     "“日子”不能填"),
    ([{**WEEK, "days": [1, 1]}], 1, "1 重复"),
    ([CALENDAR_1_20, groups(C=[[1, 10]])], 2, "“C”组有 10 天，应为 20 天"),
    ([groups(C=[[1, 12], [12, 20]])], 1, "“C”组的 12 日重复"),
    ([groups(C=[[10, 29]])], 1, "“C”组排到 29 日。2 月可能只有 28 天"),
    ([groups(by="tier", days=10, A=[[1, 10]], B=[[1, 10]], C=[[11, 20]])], 1, "D 级企业没有分组"),
    ([groups(by="moon", C=[[1, 20]])], 1, "“分组依据”不能填“moon”"),
    ([CALENDAR_1_20, calendar(type="lunar")], 2, "“类型”不能填“lunar”"),
    ([calendar(scope="street")], 1, "“适用范围”不能填“street”"),
    ([calendar(form=3)], 1, "“form”不能填“3”"),
    ([calendar(wrap="no")], 1, "“跨月”不能填“no”"),
    ([calendar(to=32)], 1, "日子须在 1 至 31 之间"),
    ([{**WEEK, "days": [8]}], 1, "日子须在 1 至 7 之间"),
    ([{"scope": "region", "key": "*", "type": "dates", "dates": ["2026-02-30"]}], 1, "无法识别"),
    ([{"scope": "region", "key": "*", "type": "monthly_range", "from": 1}], 1, "没有填“止日”"),
    ([groups(C=[[1, 20]]), groups(C=[[1, 20]])], 2, "只能保留一条"),
])  # fmt: skip
def test_b37_a_calendar_that_cannot_hold_is_refused_by_its_line(calendars, line, reason):
    told = refused(*calendars)
    assert [path for path, _ in told if path == f"quiet.calendars[{line - 1}]"], told
    assert any(sentence.startswith(f"第 {line} 条") and reason in sentence for _, sentence in told), told


def test_every_fault_is_told_and_not_only_the_first():
    told = refused(calendar(**{"from": 25, "to": 5}), {**WEEK, "days": [2, 2]})
    assert [path for path, _ in told] == ["quiet.calendars[0]", "quiet.calendars[1]"]
    told = refused(calendar(**{"from": 25, "to": 5}), groups(C=[[1, 10]]), quiet={"applies_to": "all"})
    assert [path for path, _ in told] == ["quiet.calendars[0]", "quiet.calendars[1]"], "also where one cannot be read"


@pytest.mark.parametrize("calendars", [
    [CALENDAR_1_20, WEEK],
    [calendar(to=10), calendar(**{"from": 11, "to": 20})],
    [calendar(**{"from": 25, "to": 5, "wrap": True})],
    [CALENDAR_1_20, {**CALENDAR_1_20, "scope": "class", "key": "key_project"}],
    [groups(by="tier", days=10, A=[[1, 10]], B=[[1, 10]], C=[[11, 20]], D=[[19, 28]])],
])  # fmt: skip
def test_calendars_that_add_to_each_other_or_are_for_others_may_stand_together(calendars):
    assert checked("x", {"quiet": {"calendars": calendars}})


def test_b38_a_protected_class_without_a_calendar_is_a_hole():
    only = {**CALENDAR_1_20, "scope": "class", "key": "graded_construction"}
    told = refused(only, quiet={"applies_to": ["graded_construction", "key_project"]})
    assert told == [("quiet.applies_to", "安静期保护“重点项目单位”，但没有安静日历适用于它。")]
    assert checked("x", {"quiet": {"calendars": [CALENDAR_1_20], "applies_to": ["key_project"]}})


def test_b26_a_trigger_that_does_not_exist_is_refused():
    told = refused(cap={"exempt": ["complaint", "rumour"]})
    assert told == [("cap.exempt[1]", "第 2 个检查来由“rumour”不存在。")]
