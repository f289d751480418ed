"""B-53: a visit that nobody checked out of is closed by the clock, and how long it took stays unknown."""

from __future__ import annotations

import pytest

from backend.policy.checking import checked
from backend.policy.completeness import Piece, Record, judge_completeness
from backend.policy.counting import Tally, weigh
from backend.policy.endings import closes_at
from backend.policy.ruleset import RuleSetError
from backend.policy.sentences import sentence
from backend.policy.verdict import judge
from tests.unit.policy.story import local, rules, site, visit

DEFAULT = rules()
CLOSED = {"closed": local("2026-11-21 21:00")}


def found(*codes, **known):
    findings = judge(visit("2026-11-21 09:00", **known), site(), DEFAULT, []).findings
    return [each for each in findings if each.code in codes]


@pytest.mark.parametrize(
    ("arrived", "hours", "closes"),
    [
        ("2026-11-21 09:00", 12, "2026-11-21 21:00"),  # T
        ("2026-11-21 08:59:59", 12, "2026-11-21 20:59:59"),
        ("2026-11-21 12:00:01", 12, "2026-11-22 00:00:01"),  # over midnight
        ("2026-12-31 23:00", 12, "2027-01-01 11:00"),
        ("2026-11-21 09:00", 1, "2026-11-21 10:00"),
        ("2026-11-21 09:00", 72, "2026-11-24 09:00"),
    ],
    ids=["t", "a-second-earlier", "over-midnight", "over-new-year", "shortest", "longest"],
)
def test_b53_it_closes_so_many_hours_after_the_arrival(arrived, hours, closes):
    assert closes_at(local(arrived), rules(checkout={"autoclose_h": hours})) == local(closes)


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        ({}, []),
        ({"left": local("2026-11-21 11:00")}, []),
        (CLOSED, [("AUTO_CLOSED", "alert")]),
        (CLOSED | {"left": local("2026-11-21 11:00")}, [("LEFT_TOLD_LATE", "info")]),
        (CLOSED | {"left": local("2026-11-21 22:30")}, [("LEFT_TOLD_LATE", "info")]),
    ],
    ids=["goes-on", "checked-out", "closed", "told-late", "told-late-and-left-late"],
)
def test_b53_both_facts_are_kept(known, codes):
    seen = found("AUTO_CLOSED", "LEFT_TOLD_LATE", **known)
    assert [(each.code, str(each.severity)) for each in seen] == codes


def test_b53_the_sentences_name_both_moments():
    (closed,) = found("AUTO_CLOSED", **CLOSED)
    assert sentence("AUTO_CLOSED", closed.facts, "zh") == "到场后 12 小时没有签退，21:00 自动关闭，停留多久不明。"
    (late,) = found("LEFT_TOLD_LATE", **CLOSED, left=local("2026-11-21 11:05"))
    said = sentence("LEFT_TOLD_LATE", late.facts, "zh")
    assert said.startswith("21:00 因没有签退自动关闭") and "11 月 21 日 11:05 离场" in said


def test_b53_the_hours_that_the_clock_waited_excuse_nothing():
    """Broken off within the grace time counts 0 only where somebody measured it (B-33)."""
    ended = {"outcome": "aborted_on_site", "items_recorded": 0}
    assert weigh(visit("2026-11-21 09:00", **ended, **CLOSED), Tally(), DEFAULT).uses_cap
    assert not weigh(visit("2026-11-21 09:00", **ended, left=local("2026-11-21 09:10")), Tally(), DEFAULT).uses_cap


def test_b53_the_strip_ends_with_what_is_known_and_finds_nothing_missing():
    """A phone that is away still holds pieces: twelve hours are never asked of it."""
    arrived, piece = local("2026-11-21 09:00"), Piece(local("2026-11-21 09:02"), local("2026-11-21 09:30"))
    record = Record(
        "whole", arrived, local("2026-11-23 09:00"), announced=arrived, pieces=(piece,), told=False, closed=True
    )
    seen = judge_completeness(record, DEFAULT.rec)
    assert (seen.state, seen.until, seen.findings) == ("awaited", local("2026-11-21 09:30"), ())
    nothing = judge_completeness(Record("whole", arrived, arrived, told=False, closed=True), DEFAULT.rec)
    assert (nothing.until, nothing.need_s) == (arrived, 0)


@pytest.mark.parametrize("hours", [0, 73, -1, "12", 1.5], ids=["none", "too-many", "negative", "text", "half"])
def test_b53_hours_that_no_rule_set_may_name(hours):
    with pytest.raises(RuleSetError):
        checked("r", {"checkout": {"autoclose_h": hours}})
