"""B-86: who leaves the pool before a draw, each with its reason; B-35: how heavily the others weigh."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.policy.facts import ItemCap
from backend.policy.pool import REASONS, Span, weight, why_not
from backend.policy.ruleset import RuleSetError
from tests.unit.policy.story import FIRE_BRIGADE, MARKET_OFFICE, day, rules, site, visit

TODAY = day("2026-11-22")
MONTH = Span(TODAY, day("2026-11-23"), day("2026-12-31"), MARKET_OFFICE)
QUIET_WEEKS = Span(TODAY, day("2026-12-01"), day("2026-12-20"), MARKET_OFFICE)
LAST_WEEK = Span(TODAY, day("2026-12-21"), day("2026-12-25"), MARKET_OFFICE)


def ago(days, **known):
    return visit(f"{TODAY - timedelta(days=days)} 10:00", **known)


@pytest.mark.parametrize(
    ("case", "days", "reason"),
    [
        ("visited 59 days ago", 59, "cooldown"), ("visited 60 days ago: the last day that counts", 60, "cooldown"),
        ("visited 61 days ago", 61, None), ("visited today", 0, "cooldown"), ("visited a year ago", 365, None),
    ],
)  # fmt: skip
def test_b86_a_visit_in_the_last_sixty_days_keeps_out(case, days, reason):
    assert why_not(site(), [ago(days)], MONTH, rules()) == reason


@pytest.mark.parametrize(
    ("case", "known", "reason"),
    [
        ("whoever came", {"organ_id": FIRE_BRIGADE}, "cooldown"),
        ("a service visit is no inspection", {"kind": "noninspection_service"}, None),
    ],
)
def test_b86_whose_visit_counts_for_the_cooldown(case, known, reason):
    assert why_not(site(), [ago(5, **known)], MONTH, rules()) == reason


def test_b86_the_rule_set_says_how_long_the_cooldown_is():
    assert why_not(site(), [ago(59)], MONTH, rules(draw={"cooldown_days": 58})) is None
    assert why_not(site(), [ago(0)], MONTH, rules(draw={"cooldown_days": 0})) == "cooldown"


def test_b86_a_visit_planned_for_later_is_no_visit_of_the_last_days():
    assert why_not(site(), [visit("2026-12-24 10:00")], MONTH, rules()) is None


@pytest.mark.parametrize(
    ("case", "visits", "span", "reason"),
    [
        ("both visits of the year used up", [ago(100), ago(200)], MONTH, "cap_used"),
        ("one visit left", [ago(100)], MONTH, None),
        ("used up this year, and the span ends next year", [ago(100), ago(200)],
         Span(TODAY, day("2026-12-21"), day("2027-01-31"), MARKET_OFFICE), None),
        ("another organ's visits use up its own cap", [ago(100, organ_id=FIRE_BRIGADE), ago(200, organ_id=FIRE_BRIGADE)],
         MONTH, None),
        ("an item with a cap of its own", [ago(100, item_ids=frozenset({"冷库"}))],
         Span(TODAY, day("2026-11-23"), day("2026-12-31"), MARKET_OFFICE, (ItemCap("冷库", "冷库", 1, "year"),)), "cap_used"),
    ],
)  # fmt: skip
def test_b86_a_used_up_cap_keeps_out(case, visits, span, reason):
    assert why_not(site(), visits, span, rules()) == reason


@pytest.mark.parametrize(
    ("case", "span", "reason"),
    [
        ("all its days are quiet", QUIET_WEEKS, "no_slot"), ("a working week outside", LAST_WEEK, None),
        ("only a weekend", Span(TODAY, day("2026-12-26"), day("2026-12-27"), MARKET_OFFICE), "no_slot"),
        ("today is within it", Span(TODAY, day("2026-11-01"), day("2026-11-23"), MARKET_OFFICE), None),
        ("over already", Span(TODAY, day("2026-10-21"), day("2026-11-20"), MARKET_OFFICE), "no_slot"),
    ],
)  # fmt: skip
def test_b86_a_quiet_window_without_a_slot_keeps_out(case, span, reason):
    assert why_not(site(), [], span, rules()) == reason


@pytest.mark.parametrize("marked", ["closed", "whitelist", "full_coverage"])
def test_b36_b86_marked_enterprises_are_outside_the_draw(marked):
    assert why_not(site(classes=frozenset({marked, "above_scale"})), [], MONTH, rules()) == marked
    assert why_not(site(classes=frozenset({marked})), [], MONTH, rules(draw={marked: []})) is None


def test_b86_the_first_reason_in_order_is_told():
    everything = site(classes=frozenset({"closed", "whitelist", "full_coverage"}))
    assert why_not(everything, [ago(1), ago(2)], QUIET_WEEKS, rules()) == REASONS[0]
    assert why_not(site(), [ago(1), ago(2)], QUIET_WEEKS, rules()) == "cooldown"


@pytest.mark.parametrize(("tier", "heavy"), [("A", 1), ("B", 2), ("C", 4), ("D", 8), (None, 2), ("E", 2)])
def test_b35_the_tier_weighs_in_whole_numbers(tier, heavy):
    assert weight(site(tier=tier), rules()) == heavy


@pytest.mark.parametrize(
    "tier", [{"weight": {"A": 0}}, {"weight": {"A": 0.5}}, {"unrated": 0}, {"weight": {"A": True}}]
)
def test_b35_a_weight_that_nobody_could_be_drawn_by_is_refused(tier):
    with pytest.raises(RuleSetError, match="tier"):
        rules(tier=tier)
