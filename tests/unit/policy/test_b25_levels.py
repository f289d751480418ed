"""B-25: a cap that bodies of one field share over several levels, beside the cap that each of them has alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.policy.checking import checked
from backend.policy.facts import Rank
from backend.policy.packs import PackError
from backend.policy.ruleset import RuleSet, RuleSetError
from backend.policy.sentences import both
from backend.policy.slots import next_slot
from backend.policy.summary import summary
from backend.policy.verdict import judge
from tests.unit.policy.story import between, local, rules, site, visit

CITY, COUNTY, OTHER_COUNTY, TOWN, CITY_FIRE = "市卫生监督所", "县卫生监督所", "邻县卫生监督所", "镇卫生站", "市消防支队"
RANKS = {
    CITY: Rank("city", "卫生健康"), COUNTY: Rank("county", "卫生健康"), OTHER_COUNTY: Rank("county", "卫生健康"),
    TOWN: Rank("town", "卫生健康"), CITY_FIRE: Rank("city", "消防救援"),
}  # fmt: skip
FOUR = {"default": 2, "levels": {"city+county": 4}}
COMPLAINT = {"kind": "case", "trigger": "complaint", "ground": "complaint", "evidence_id": "12345-1"}


def by(organ, day, **known):
    return visit(f"{day} 09:00", **{"organ_id": organ, "rank": RANKS[organ], **known})


def judged(*story, cap=None, **sections):
    *earlier, last = story
    return judge(last, site(tier=None), rules(cap=cap or FOUR, **sections), earlier)


BOTH_TWICE = (by(CITY, "2026-03-23"), by(COUNTY, "2026-04-22"), by(CITY, "2026-05-25"), by(COUNTY, "2026-06-22"))


@pytest.mark.parametrize(
    ("story", "most", "code", "said_by"),
    [
        pytest.param(BOTH_TWICE[:3], 3, "WITHIN", "cap.within", id="the last place of three"),
        pytest.param(BOTH_TWICE, 3, "REACHED", "cap.levels_reached", id="the fourth of three"),
        pytest.param(BOTH_TWICE, 4, "WITHIN", "cap.within", id="the last place of four"),
        pytest.param((*BOTH_TWICE, by(OTHER_COUNTY, "2026-07-22")), 4, "REACHED", "cap.levels_reached",
                     id="a third body of a level that shares it"),
        pytest.param((*BOTH_TWICE, by(COUNTY, "2026-07-22")), 4, "REACHED", "cap.reached", id="its own cap is told first"),
        pytest.param((*BOTH_TWICE, by(TOWN, "2026-07-22")), 4, "WITHIN", "cap.within", id="a level that does not share it"),
        pytest.param((*BOTH_TWICE, by(CITY_FIRE, "2026-07-22")), 4, "WITHIN", "cap.within", id="another field"),
        pytest.param((*BOTH_TWICE, by(OTHER_COUNTY, "2027-01-22")), 4, "WITHIN", "cap.within", id="another year"),
        pytest.param((*BOTH_TWICE, by(OTHER_COUNTY, "2026-07-22", rank=None)), 4, "WITHIN", "cap.within", id="a body nobody knows"),
        pytest.param((*BOTH_TWICE, by(OTHER_COUNTY, "2026-07-22", rank=Rank("county", ""))), 4, "WITHIN", "cap.within",
                     id="a body without a field"),
        pytest.param((*BOTH_TWICE, by(OTHER_COUNTY, "2026-07-22", enterprise_id="另一家")), 4, "WITHIN", "cap.within",
                     id="another enterprise"),
        pytest.param((*BOTH_TWICE, by(OTHER_COUNTY, "2026-07-22", **COMPLAINT)), 4, "EXEMPT", "cap.exempt", id="an exempt visit"),
        pytest.param((*BOTH_TWICE[:3], by(COUNTY, "2026-06-22", **COMPLAINT), by(COUNTY, "2026-07-22")), 4, "WITHIN", "cap.within",
                     id="exempt visits of the others use up nothing"),
        pytest.param((*BOTH_TWICE[:3], by(COUNTY, "2026-06-22", outcome="refused_lawful"), by(COUNTY, "2026-07-22")), 4, "WITHIN",
                     "cap.within", id="nor do those that count for nothing"),
        pytest.param((by(CITY, "2026-03-23"), by(COUNTY, "2026-04-22"), by(COUNTY, "2026-04-22"), by(OTHER_COUNTY, "2026-07-22")), 3,
                     "WITHIN", "cap.within", id="a body's second entry of one day is none (B-30)"),
    ],
)  # fmt: skip
def test_bodies_of_one_field_share_it_at_the_levels_that_it_names(story, most, code, said_by):
    found = judged(*story, cap=FOUR | {"levels": {"city+county": most}}).cap
    assert (found.code, found.reason) == (code, said_by)


def test_a_level_alone_may_have_one_for_all_its_bodies():
    found = judged(
        by(COUNTY, "2026-04-22"),
        by(COUNTY, "2026-05-22"),
        by(OTHER_COUNTY, "2026-06-22"),
        cap={"levels": {"county": 2}},
    )
    assert (found.cap.reason, found.cap.facts["levels"]) == ("cap.levels_reached", ["county"])


def test_the_finding_names_levels_field_count_and_a_slot_of_the_next_period():
    (finding,) = judged(*BOTH_TWICE, by(OTHER_COUNTY, "2026-07-22")).as_data()["findings"]
    assert (finding["code"], finding["rule"], finding["severity"]) == ("LEVELS_CAP_REACHED", "B-25", "violation")
    assert finding["sentence"]["zh"] == (
        "2026 年 7 月 22 日是本年市级、县级“卫生健康”领域各执法主体对这家企业合计第 5 次检查，合计上限 4 次。"
        "最近可检查时间：2027 年 1 月 21 日（周四）09:00（暂定）。"
    )
    assert "city, county" in finding["sentence"]["en"]


JOINT = {"joint_group": "一次联合", "joint_opened": local("2026-05-25 09:00")}


@pytest.mark.parametrize(
    ("minutes", "code"), [(0, "WITHIN"), (60, "WITHIN"), (61, "REACHED")], ids=["together", "in the window", "after it"]
)
def test_b29_a_joint_visit_is_one_entry_of_those_that_come_together(minutes, code):
    lead = by(CITY, "2026-05-25", joint_lead=True, **JOINT)
    at = local("2026-05-25 09:00") + timedelta(minutes=minutes)
    joins = by(COUNTY, "2026-05-25", **JOINT)
    late = visit(f"{at:%Y-%m-%d %H:%M}", organ_id=COUNTY, rank=RANKS[COUNTY], **JOINT)
    assert judged(lead, late, cap={"default": 1, "levels": {"city+county": 1}}).cap.code == code
    after = judged(lead, joins, by(OTHER_COUNTY, "2026-07-22"), cap={"default": 1, "levels": {"city+county": 2}})
    assert after.cap.code == "WITHIN"


def test_with_caps_by_premises_the_shared_one_goes_by_premises_too():
    elsewhere = [by(CITY, "2026-03-23", site_id="分厂"), by(COUNTY, "2026-04-22", site_id="分厂")]
    law = {"default": 1, "levels": {"city+county": 2}}
    assert judged(*elsewhere, by(OTHER_COUNTY, "2026-07-22"), cap=law).cap.code == "REACHED"
    assert judged(*elsewhere, by(OTHER_COUNTY, "2026-07-22"), cap=law | {"scope": "premises"}).cap.code == "WITHIN"


def test_an_arrival_on_the_border_of_two_periods_is_reviewed():
    around = visit(between("2026-12-31 23:50", "2027-01-01 00:10"), organ_id=OTHER_COUNTY, rank=RANKS[OTHER_COUNTY])
    found = judged(*BOTH_TWICE, around).cap
    assert (found.code, found.reason, found.period) == ("NEEDS_REVIEW", "cap.border", "2026")


@pytest.mark.parametrize(
    ("organ", "first"),
    [(OTHER_COUNTY, "2027-01-21"), (TOWN, "2026-07-21")],
    ids=["shares the cap", "does not share it"],
)
def test_b46_the_next_slot_knows_what_others_used_up(organ, first):
    slot = next_slot(local("2026-07-01 10:00"), site(tier=None), rules(cap=FOUR), BOTH_TWICE, organ, rank=RANKS[organ])
    assert slot.day.isoformat() == first


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        pytest.param(
            {"city+district": 4}, [("cap.levels[0]", "fault.levels_unknown")], id="a level that does not exist"
        ),
        pytest.param({"city+county": 4, "": 4}, [("cap.levels[1]", "fault.levels_unknown")], id="none"),
        pytest.param({"city+city": 4}, [("cap.levels[0]", "fault.levels_unknown")], id="one level twice"),
        pytest.param(
            {"city+county": 4, "county+city": 5}, [("cap.levels[1]", "fault.levels_twice")], id="the same levels twice"
        ),
        pytest.param(
            {"city+county": 1}, [("cap.levels[0]", "fault.levels_below_own")], id="less than one body may do alone"
        ),
        pytest.param(
            {"city+county": 4, "county": 5}, [("cap.levels[0]", "fault.levels_below_part")], id="less than a part of it"
        ),
        pytest.param({"city+county": 3.5}, [("cap.levels[0]", "fault.levels_number")], id="half a visit"),
    ],
)
def test_a_shared_cap_that_cannot_be_is_refused_with_its_line_and_reason(levels, told):
    with pytest.raises(PackError) as refused:
        checked("any", {"cap": {"levels": levels}})
    assert [(each.path, each.code) for each in refused.value.faults] == told
    assert all(both(each.code, each.facts)["zh"].startswith("第 ") for each in refused.value.faults)


@pytest.mark.parametrize(
    "levels", [{"city+county": True}, {"city+county": "4"}, ["city"], {"city+county": -1}], ids=str
)
def test_one_of_another_kind_is_refused_with_its_name(levels):
    with pytest.raises(RuleSetError, match=r"cap\.levels"):
        checked("any", {"cap": {"levels": levels}})


def test_a_rule_set_says_what_its_levels_share():
    said = [
        each
        for each in summary(RuleSet.from_data("any", {"cap": {"levels": {"county+city": 4}}}))
        if each.code == "summary.levels"
    ]
    assert both(said[0].code, said[0].facts)["zh"] == (
        "市级、县级同一领域的执法主体合计每年最多检查 4 次；联合检查计一次，等级次数更多的企业也以此为限。"
    )
