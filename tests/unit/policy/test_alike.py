"""Many arrivals of one day: judged beside the first of those that are alike, as beside all of them (B-24, B-25, B-27, B-30)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.policy.alike import stands_for_all
from backend.policy.caps import shared_by
from backend.policy.facts import Fix, Interval, OfficerAtDoor, Rank
from backend.policy.verdict import judge
from tests.unit.policy.story import SHANGHAI, rules, site, visit

LAWS = [
    rules(cap={"default": most, "unit": unit, "scope": scope, "exempt_needs_evidence": proof, "exempt_soft": 1}, noninsp={"alert": 3},
        joint={"own_cap": own, "window_min": 30})
    for most, unit, scope, proof, own in (
        (1, "year", "entity", True, "each"), (2, "month", "premises", True, "lead_only"),
        (4, "week", "entity", False, "lead_only"), (9, "quarter", "premises", False, "each"),
    )
]  # fmt: skip
FIRST = date(2026, 11, 20)
TASKS = {
    None: {"kind": "daily", "trigger": "plan"},
    "plan": {"kind": "daily", "trigger": "plan", "item_ids": frozenset({"冷库"})},
    "days": {"kind": "daily", "trigger": "draw", "notice_days": frozenset({FIRST, FIRST + timedelta(days=1)})},
    "clue": {"kind": "case", "trigger": "complaint", "evidence_id": "线索 1"},
    "word": {"kind": "case", "trigger": "complaint"},
    "survey": {"kind": "noninspection_survey", "trigger": "plan"},
    "again": {"kind": "followup", "trigger": "plan", "followup_batch": "第一次"},
    "lost": {"kind": "followup", "trigger": "plan"},
    "along": {
        "kind": "daily",
        "trigger": "plan",
        "joint_group": "牵头",
        "joint_opened": datetime(2026, 11, 20, 8, tzinfo=SHANGHAI),
    },
    "odd": {"kind": "怪", "trigger": "plan"},
}
OUTCOMES = [
    None,
    None,
    None,
    "none_found",
    "aborted_before_entry",
    "aborted_on_site",
    "refused_lawful",
    "refused_other",
]


@st.composite
def arrivals(draw, number, tasks, days):
    """One arrival of few days, tasks, premises and people, so that many are alike."""
    task, outcome = draw(st.sampled_from(tasks)), draw(st.sampled_from(OUTCOMES))
    day = FIRST + timedelta(days=draw(st.integers(0, days)))
    moment = datetime.combine(day, draw(st.sampled_from([time(8), time(9), time(23, 59)])), SHANGHAI)
    moment += timedelta(seconds=number)  # two at the very same moment may come in either order
    minutes = draw(st.sampled_from([0, 0, 0, 5]))
    people = draw(st.sampled_from([("周",), ("林", "周"), ("吴",), ("郑", "王"), ("冯",)]))
    return visit(
        Interval(moment, moment + timedelta(minutes=minutes)), id=f"visit {number}", task_id=task, outcome=outcome,
        site_id=draw(st.sampled_from(["总厂", "总厂", "分厂"])), officers=tuple(OfficerAtDoor(each, "active") for each in people),
        position=Fix(114.796 + draw(st.sampled_from([0, 0, 1])), 30.844, 10), left=moment + timedelta(minutes=3), items_recorded=0,
        kept_apart="open" if draw(st.integers(0, 19)) == 7 else "", **TASKS[task],
    )  # fmt: skip


@st.composite
def worlds(draw):
    tasks = draw(st.lists(st.sampled_from(list(TASKS)), min_size=1, max_size=3))
    number, days = draw(st.integers(3, 14)), draw(st.integers(0, 2))
    told = [draw(arrivals(n, tasks, days)) for n in range(number)]
    return told, draw(arrivals(99, tasks, days)), draw(st.sampled_from(LAWS))


@settings(max_examples=600, deadline=None)
@given(worlds())
def test_beside_the_first_of_each_kind_a_visit_is_judged_as_beside_all(world):
    others, one, law = world
    chosen = [each for alike in _alike(others, one, law) for each in _chosen(alike, one, law)]

    assert judge(one, site(), law, chosen) == judge(one, site(), law, others)


def test_of_follow_ups_one_that_went_beyond_its_finding_stands_for_no_other():
    """The second of them is the free one (B-32), so that the third counts."""
    ups = [
        visit(f"2026-11-20 {hour}:00", task_id="again", officers=(), id=str(hour), **TASKS["again"])
        for hour in (10, 11)
    ]
    beyond, law = replace(ups[0], beyond_finding=True), rules()
    one = visit("2026-11-20 12:00", task_id="again", id="now", **TASKS["again"])

    assert judge(one, site(), law, [beyond, ups[1]]) != judge(one, site(), law, [beyond])
    assert _chosen([beyond, ups[1]], one, law) == [beyond, ups[1]]


def test_a_thousand_under_the_task_of_the_visit_are_one():
    law = rules()
    many = [
        visit(Interval.at(datetime(2026, 11, 20, 9, 0, n % 60, n, SHANGHAI)), task_id="plan", officers=())
        for n in range(1000)
    ]
    (alike,) = _alike(many, one := visit("2026-11-20 10:00", task_id="plan", id="now"), law)

    assert len(_chosen(alike, one, law)) == 1


MINE, SISTER = Rank("county", "卫生健康"), Rank("city", "卫生健康")
SHARED = rules(cap={"default": 2, "levels": {"city+county": 2}}, joint={"own_cap": "each", "window_min": 30})
LEAD_ONLY = rules(cap={"default": 2, "levels": {"city+county": 2}}, joint={"own_cap": "lead_only", "window_min": 30})
ALONG = {"joint_group": "牵头", "joint_opened": datetime(2026, 11, 20, 8, tzinfo=SHANGHAI)}


def sisters(day="2026-11-19", number=3, **told):
    """Alike visits of the city's body, one a minute, by people of its own."""
    known = {
        "kind": "daily",
        "trigger": "plan",
        "task_id": "city",
        "organ_id": "市",
        "rank": SISTER,
        "officers": (),
        **told,
    }
    return [visit(f"{day} 09:{n:02}", id=f"sister {n}", **known) for n in range(number)]


@pytest.mark.parametrize(("others", "law", "stands", "used"), [
    pytest.param(sisters(), SHARED, True, 1, id="one task of another day: the rest of the day belongs to its first (B-30)"),
    pytest.param(sisters("2026-11-20"), SHARED, False, 1, id="on the day of the visit each is looked at"),
    pytest.param(sisters(outcome="refused_lawful"), SHARED, False, 0, id="those that nobody let in count for nothing (B-34)"),
    pytest.param(sisters(**TASKS["clue"]), SHARED, False, 0, id="exempt ones are counted by number (B-27)"),
    pytest.param(sisters(**TASKS["survey"]), SHARED, False, 0, id="a survey is none (B-24)"),
    pytest.param(sisters(**TASKS["again"]), SHARED, False, 1, id="follow-ups: the first is free (B-32)"),
    pytest.param(sisters(**ALONG), SHARED, True, 1, id="guests of a joint visit, each body its own"),
    pytest.param(sisters(**ALONG), LEAD_ONLY, False, 0, id="guests of a joint visit that its lead counts (B-29)"),
    pytest.param(sisters(joint_lead=True, **ALONG), LEAD_ONLY, True, 1, id="the lead of a joint visit"),
    pytest.param(sisters("2026-11-20", task_id="one", organ_id="县", rank=MINE), SHARED, True, 1, id="the own task, today"),
    pytest.param(sisters("2025-11-20"), SHARED, True, 0, id="of another year"),
    pytest.param(sisters(rank=Rank("city", "消防救援")), SHARED, True, 0, id="of another field"),
])  # fmt: skip
def test_b25_of_sister_organs_too_the_first_stands_for_all_where_nothing_else_matters(others, law, stands, used):
    one = visit("2026-11-20 10:00", id="now", task_id="one", kind="daily", trigger="plan", organ_id="县", rank=MINE)
    assert stands_for_all(others[0], one, law) is stands
    before = others[:1] if stands else others
    (together,) = shared_by(one, before, law)
    assert together.used_in("2026") == used == shared_by(one, others, law)[0].used_in("2026")
    assert judge(one, site(), law, before) == judge(one, site(), law, others)


def test_b33_beside_a_visit_that_ended_each_of_a_sister_s_is_looked_at():
    one = visit("2026-11-20 10:00", id="now", task_id="one", organ_id="县", rank=MINE, outcome="none_found")
    assert not stands_for_all(sisters()[0], one, SHARED)


def test_b25_of_free_follow_ups_of_a_sister_the_first_would_hide_those_that_count():
    ups = sisters(**TASKS["again"])
    one = visit("2026-11-20 10:00", id="now", task_id="one", kind="daily", trigger="plan", organ_id="县", rank=MINE)
    assert shared_by(one, ups, SHARED)[0].used_in("2026") != shared_by(one, ups[:1], SHARED)[0].used_in("2026")


def _alike(others, one, law):
    """As the database puts them together (`inspections/beside.py`); what ended or shares an officer stands alone."""
    people = {each.person_id for each in one.officers}

    def kind(each):
        alone = each.outcome or each.kept_apart or people & {officer.person_id for officer in each.officers}
        days = each.arrived.days(law.zone)
        return repr((each.task_id, each.kind, each.trigger, each.site_id, days, each.id if alone else ""))

    ordered = sorted(others, key=lambda each: (kind(each), each.arrived.earliest))
    return [list(several) for _, several in groupby(ordered, key=kind)]


def _chosen(alike, one, law):
    return alike[:1] if len(alike) > 1 and stands_for_all(alike[0], one, law) else alike
