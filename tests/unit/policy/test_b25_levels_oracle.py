"""B-25: of random visits by bodies of two fields at three levels, `judge` and the replay say what counting by hand says."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.inspections.comparing import Arrived, compare
from backend.policy.facts import Rank
from backend.policy.verdict import judge
from tests.unit.policy.story import SHANGHAI, rules, site, visit

TRIED = int(os.environ.get("ORACLE_CASES", "200"))
BODIES = {
    "市卫健": Rank("city", "卫生"), "县卫健": Rank("county", "卫生"), "邻县卫健": Rank("county", "卫生"),
    "镇卫生站": Rank("town", "卫生"), "市消防": Rank("city", "消防"), "县消防": Rank("county", "消防"),
    "无领域": Rank("county", ""), "不明": None,
}  # fmt: skip
days = st.integers(0, 500).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
stories = st.lists(st.tuples(st.sampled_from([*BODIES]), days, st.sampled_from([9, 14])), min_size=1, max_size=12)
caps = st.fixed_dictionaries({
    "default": st.integers(0, 3), "tiers": st.just({}), "unit": st.sampled_from(["year", "month"]),
    "levels": st.sampled_from([{}, {"city+county": 2}, {"county": 1, "city+county": 3}, {"city+county+town": 4}]),
})  # fmt: skip


def by_hand(story, cap):
    """What becomes of the last visit: each body's first visit of a day is an entry, and entries are counted per period."""
    *before, (body, day, _) = story
    entries = {(who, on) for who, on, _ in before}
    if (body, day) in entries:
        return "NOT_COUNTED"
    near = [(who, on) for who, on in entries if period(on, cap) == period(day, cap)]
    if sum(who == body for who, _ in near) >= cap["default"]:
        return "REACHED"
    full = (
        sum(shares(who, body, name) for who, _ in near) >= most
        for name, most in cap["levels"].items()
        if in_it(body, name)
    )
    return "REACHED" if any(full) else "WITHIN"


def period(day, cap):
    return (day.year, day.month) if cap["unit"] == "month" else day.year


def in_it(body, name):
    rank = BODIES[body]
    return rank is not None and rank.field != "" and rank.level in name.split("+")


def shares(who, body, name):
    return in_it(who, name) and in_it(body, name) and BODIES[who].field == BODIES[body].field


def told(story):
    """The visits by their arrival; of equal ones the order of the story."""
    ordered = sorted(story, key=lambda each: (each[1], each[2]))
    return ordered, [
        visit(f"{day} {hour:02}:00", id=f"{n:02}", organ_id=body, rank=BODIES[body])
        for n, (body, day, hour) in enumerate(ordered)
    ]


@settings(max_examples=TRIED, deadline=None)
@given(story=stories, cap=caps)
def test_judge_counts_as_one_would_by_hand(story, cap):
    ordered, visits = told(story)
    assert judge(visits[-1], site(tier=None), rules(cap=cap), visits[:-1]).cap.code == by_hand(ordered, cap)


@settings(max_examples=TRIED, deadline=None)
@given(story=stories, cap=caps)
def test_the_replay_of_past_visits_counts_so_too(story, cap):
    ordered, visits = told(story)
    came = [Arrived(each, site(tier=None), "420117") for each in visits]
    before, after = rules(cap={"default": 9}), rules(cap=cap)
    compared = compare(came, lambda *_: before, after, date(2025, 1, 1), date(2028, 1, 1))
    said = {each.arrived.visit.id: str(each.after.cap.code) for each in compared}
    assert said == {each.id: by_hand(ordered[: n + 1], cap) for n, each in enumerate(visits)}


def test_the_stories_reach_the_shared_cap():
    story = [("市卫健", date(2026, 3, 2), 9), ("县卫健", date(2026, 4, 2), 9), ("邻县卫健", date(2026, 5, 2), 9)]
    assert by_hand(story, {"default": 3, "unit": "year", "levels": {"city+county": 2}}) == "REACHED"
    assert datetime.combine(story[0][1], time(9), SHANGHAI) == told(story)[1][0].arrived.earliest
