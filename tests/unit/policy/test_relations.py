"""Relations that hold between any history and a changed one, whatever the counts are (B-24 to B-35)."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.policy.caps import count, history
from backend.policy.facts import Interval, Visit
from tests.unit.policy.story import SHANGHAI, rules

TRIED = int(os.environ.get("RELATION_CASES", "40"))
LAWS = [rules(cap={"unit": unit}) for unit in ("year", "quarter", "month", "week")]
OTHER_ORGAN = "消防救援大队"

laws = st.sampled_from(LAWS)
days = st.dates(date(2026, 1, 1), date(2026, 12, 28))
clocks = st.sampled_from([time(0), time(9), time(15, 30), time(23, 59, 59)])
kinds = st.sampled_from([
    {"kind": "daily", "trigger": "plan"}, {"kind": "daily", "trigger": "draw"},
    {"kind": "case", "trigger": "complaint", "evidence_id": "线索 1"}, {"kind": "case", "trigger": "complaint"},
    {"kind": "noninspection_survey", "trigger": "plan"}, {"kind": "daily", "trigger": "plan", "outcome": "refused_lawful"},
])  # fmt: skip


def at(day, clock):
    return Interval.at(datetime.combine(day, clock, SHANGHAI))


@st.composite
def histories(draw, most=7):
    told = draw(st.lists(st.tuples(days, clocks, kinds), min_size=1, max_size=most))
    return [
        Visit(str(n), "organ", "shop", "site", arrived=at(day, clock), **kind)
        for n, (day, clock, kind) in enumerate(told)
    ]


def used(visits, law, organ="organ"):
    """Period → how many of the organ's visits use up the cap."""
    return Counter(count(history(organ, "shop", "site", visits, law), law)[0].used)


def of_all(visits, law):
    return sum(used(visits, law).values())


relation = settings(max_examples=TRIED, deadline=None)


@relation
@given(histories(), laws, st.integers(0, 6), st.integers(1, 4))
def test_splitting_a_visit_into_parts_never_lowers_the_count(visits, law, which, parts):
    one = visits[which % len(visits)]
    more = [replace(one, id=f"part {n}", arrived=_later(one, timedelta(minutes=n))) for n in range(parts)]
    assert of_all(visits + more, law) >= of_all(visits, law)


@relation
@given(histories(), laws, st.integers(0, 6), st.integers(0, 6))
def test_merging_two_visits_never_raises_it(visits, law, first, second):
    ordinary = [
        each for each in visits if each.trigger in ("plan", "draw") and each.kind == "daily" and not each.outcome
    ]
    assume(ordinary)
    one, other = ordinary[first % len(ordinary)], visits[second % len(visits)]
    merged = [replace(each, arrived=one.arrived) if each.id == other.id else each for each in visits]
    assert of_all(merged, law) <= of_all(visits, law)


@relation
@given(histories(), laws, st.randoms(use_true_random=False))
def test_the_order_in_which_visits_become_known_changes_nothing(visits, law, chance):
    shuffled = sorted(visits, key=lambda _: chance.random())
    assert used(_at_different_moments(shuffled), law) == used(_at_different_moments(visits), law)


@relation
@given(histories(), laws)
def test_another_name_of_the_organ_changes_nothing(visits, law):
    assert used([replace(each, organ_id="alias") for each in visits], law, "alias") == used(visits, law)


@relation
@given(histories(), laws, st.integers(0, 6))
def test_a_visit_that_is_delivered_twice_changes_nothing(visits, law, which):
    assert used([*visits, visits[which % len(visits)]], law) == used(visits, law)


@relation
@given(histories(), st.sampled_from(LAWS[:3]), st.integers(1, 3))
def test_shifting_all_by_whole_years_shifts_the_counts(visits, law, years):
    moved = [
        replace(each, arrived=at(_in(each, years), each.arrived.earliest.timetz().replace(tzinfo=None)))
        for each in visits
    ]
    assert sorted(used(moved, law).values()) == sorted(used(visits, law).values())
    assert set(used(moved, law)) == {f"{int(name[:4]) + years}{name[4:]}" for name in used(visits, law)}


@relation
@given(histories(), laws, days, clocks, st.sampled_from(["aborted_before_entry", "refused_lawful"]))
def test_a_visit_that_did_not_take_place_changes_nothing(visits, law, day, clock, outcome):
    nothing = Visit("none", "organ", "shop", "site", "daily", "plan", at(day, clock), outcome=outcome)
    assert used([*visits, nothing], law) == used(visits, law)


@relation
@given(histories(), laws, days, clocks)
def test_one_more_visit_never_lowers_it_also_over_the_cap(visits, law, day, clock):
    more = Visit("more", "organ", "shop", "site", "daily", "plan", at(day, clock))
    before, after = used(visits, law), used([*visits, more], law)
    assert all(after[period] >= times for period, times in before.items())


@relation
@given(histories(), laws, st.integers(0, 6), st.integers(0, 90), st.integers(0, 90))
def test_knowing_an_arrival_less_exactly_never_lowers_it(visits, law, which, earlier, later):
    one = visits[which % len(visits)]
    wide = Interval(one.arrived.earliest - timedelta(hours=earlier), one.arrived.latest + timedelta(hours=later))
    vague = [replace(each, arrived=wide) if each.id == one.id else each for each in visits]
    before, after = used(visits, law), used(vague, law)
    assert all(after[period] >= times for period, times in before.items())


@relation
@given(histories(), laws)
def test_removing_an_exemption_never_lowers_it(visits, law):
    strict = rules(cap={"unit": law.cap.unit, "exempt": []})
    before, after = used(visits, law), used(visits, strict)
    assert all(after[period] >= times for period, times in before.items())


@relation
@given(days, laws)
def test_a_joint_visit_counts_once_for_each_organ_or_for_the_leading_one_alone(day, law):
    def joint(organ, lead):
        return Visit(organ, organ, "shop", "site", "daily", "plan", at(day, time(9)), joint_group="g", joint_lead=lead)

    both = [joint("organ", True), joint(OTHER_ORGAN, False)]
    lead_only = rules(cap={"unit": law.cap.unit}, joint={"own_cap": "lead_only"})
    assert [sum(used(both, law, each).values()) for each in ("organ", OTHER_ORGAN)] == [1, 1]
    assert [sum(used(both, lead_only, each).values()) for each in ("organ", OTHER_ORGAN)] == [1, 0]


def _later(visit, by):
    moved = visit.arrived.earliest + by
    same_day = moved.astimezone(SHANGHAI).date() == visit.arrived.earliest.astimezone(SHANGHAI).date()
    return Interval.at(moved if same_day else visit.arrived.earliest)


def _in(visit, years):
    day = visit.arrived.earliest.astimezone(SHANGHAI).date()
    return (
        day.replace(year=day.year + years)
        if (day.month, day.day) != (2, 29)
        else day.replace(year=day.year + years, day=28)
    )


def _at_different_moments(visits):
    """No two at the same second: which of two equal ones came first is nobody's to say."""
    seen: Counter[datetime] = Counter()
    told = []
    for each in sorted(visits, key=lambda each: each.id):
        moment = each.arrived.earliest.astimezone(UTC)
        told.append(replace(each, arrived=Interval.at(moment + timedelta(microseconds=seen[moment]))))
        seen[moment] += 1
    return sorted(told, key=lambda each: visits.index(next(one for one in visits if one.id == each.id)))
