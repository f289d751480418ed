"""`judge` says of any history what the slow, obvious oracle says (B-25, B-26, B-30, B-35, B-37 to B-41)."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.policy.checking import checked
from backend.policy.defaults import GROUNDS
from backend.policy.examples import Example, run
from backend.policy.packs import PackError
from backend.policy.ruleset import RuleSet
from tests.oracle import judging_oracle as oracle

TRIED = int(os.environ.get("ORACLE_CASES", "300"))
CLASSES = ("key_project", "graded_construction")
MIDNIGHTS = (time(0), time(0, 0, 1), time(9), time(12), time(23, 59, 59))

days = st.one_of(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.sampled_from([date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2026, 10, 10)]),
)
moments = st.builds(datetime.combine, days, st.sampled_from(MIDNIGHTS))
numbers = st.integers(1, 31)
types = st.one_of(
    st.fixed_dictionaries({"type": st.just("monthly_range"), "from": numbers, "to": numbers, "wrap": st.booleans()}),
    st.fixed_dictionaries({"type": st.just("weekly"), "days": st.lists(st.integers(1, 7), unique=True)}),
    st.fixed_dictionaries(
        {"type": st.just("dates"), "dates": st.lists(days.map(date.isoformat), unique=True, max_size=9)}
    ),
    st.just({"type": "n_days_per_month_by_group", "days": 20, "by": "industry", "groups": {"C": [[1, 10], [19, 28]]}}),
)
scopes = st.sampled_from([
    ("region", "*"), ("region", "420117"), ("region", "110115"), ("industry", "C"), ("industry", "*"),
    ("class", CLASSES[0]), ("class", CLASSES[1]), ("entity", "enterprise"), ("entity", "another"),
])  # fmt: skip
calendars = st.builds(lambda where, type_: {"scope": where[0], "key": where[1], **type_}, scopes, types)
laws = st.fixed_dictionaries({
    "quiet": st.fixed_dictionaries({
        "calendars": st.lists(calendars, max_size=4),
        "applies_to": st.one_of(st.just("all"), st.lists(st.sampled_from(CLASSES), unique=True)),
        "approval_valid_days": st.integers(0, 6),
    }),
    "cap": st.fixed_dictionaries(
        {"default": st.integers(0, 3), "unit": st.sampled_from(["year", "quarter", "month", "week"])}
    ),
    "whitelist": st.fixed_dictionaries({"daily_cap": st.integers(0, 2)}),
    "draw": st.fixed_dictionaries({"full_coverage": st.sampled_from([[], [CLASSES[1]]])}),
})  # fmt: skip


@st.composite
def cases(draw):
    at = draw(moments)
    nearby = st.builds(
        lambda n, clock: datetime.combine(at.date() - timedelta(days=n), clock),
        st.integers(0, 400),
        st.sampled_from(MIDNIGHTS),
    )
    before = [each for each in draw(st.lists(nearby, max_size=5)) if each.date() <= at.date()]
    return oracle.Case(
        at=at, trigger=draw(st.sampled_from(["plan", "draw", "complaint", "licence", "emergency"])),
        ground=draw(st.sampled_from([None, *GROUNDS])), evidence=draw(st.booleans()),
        approved=draw(st.one_of(st.none(), st.integers(-2, 8 * 86_400).map(lambda s: at - timedelta(seconds=s)))),
        classes=draw(st.frozensets(st.sampled_from(CLASSES), max_size=1)), industry=draw(st.sampled_from([None, "C", "H"])),
        tier=draw(st.sampled_from([None, "A", "B", "C"])),
        whitelisted=draw(st.sampled_from([None, None, date(2026, 7, 1), at.date()])), before=tuple(sorted(before)),
    )  # fmt: skip


@settings(max_examples=TRIED, deadline=None)
@given(law=laws, case=cases())
def test_judge_equals_the_oracle(law, case):
    rules = RuleSet.from_data("any", law)
    told = rules.as_data()
    (came,) = run([_example(case)], rules, "420117")
    assert str(came.verdict.quiet.code) == oracle.quiet(case, told)
    assert str(came.verdict.cap.code) == oracle.cap(case, told)


@settings(max_examples=TRIED // 3, deadline=None)
@given(law=laws)
def test_a_rule_set_is_adopted_or_refused_with_its_lines_and_never_falls_over(law):
    assert all(each.path and each.facts for each in _faults(law))


def _faults(law):
    try:
        checked("any", law)
    except PackError as error:
        return error.faults or [None]
    return []


def _example(case: oracle.Case) -> Example:
    return Example(
        "any", case.at, trigger=case.trigger, ground=case.ground, evidence=case.evidence, approved=case.approved,
        class_=next(iter(case.classes), None), industry=case.industry, tier=case.tier,
        whitelisted=case.whitelisted,
        before=tuple(each.date() for each in case.before),
    )  # fmt: skip
