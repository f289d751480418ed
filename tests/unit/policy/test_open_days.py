"""Days are asked once for each distinct calendar, and say the same as the rules asked site by site (B-37, B-46)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.policy.open_days import OpenDays
from backend.policy.quiet import is_quiet_day
from backend.policy.slots import next_slot
from tests.unit.policy.story import MARKET_OFFICE, calendar, day, local, rules, site, visit

GROUPS = {"type": "n_days_per_month_by_group", "days": 2, "by": "tier", "groups": {"A": [[1, 2]], "B": [[3, 4]]}}
EVERYBODY = {"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20}
MANY = rules(quiet={"calendars": [
    EVERYBODY,
    {"scope": "class", "key": "key_site", "type": "weekly", "days": [1, 3]},
    {"scope": "industry", "key": "C14", **GROUPS},
    {"scope": "entity", "key": "91420117MA0DEM001C", "type": "enterprise_chosen", "max_days": 3},
]})  # fmt: skip
"""Calendars of every scope, of which one looks at the tier and one at what the enterprise chose."""


def sites(count: int, seed: int = 46):
    chance = random.Random(seed)
    for n in range(count):
        yield site(
            enterprise_id=f"企业{n}", identifier=chance.choice(["91420117MA0DEM001C", f"9142011{n}"]),
            industry=chance.choice(["C14", "F52", None]), tier=chance.choice(["A", "B", "C", None]),
            classes=frozenset(chance.sample(["key_site", "food"], chance.randint(0, 2))), region="420117",
            chosen_quiet_days=frozenset(day(f"2026-09-{each}") for each in chance.sample(range(10, 30), 2)),
        )  # fmt: skip


def test_enterprises_that_share_a_calendar_share_its_days():
    days = OpenDays(rules())
    assert days.of(site(enterprise_id="甲")) is days.of(site(enterprise_id="乙", tier="A", industry="C14"))
    assert days.distinct == 1


def test_what_a_calendar_reads_tells_its_sites_apart_and_nothing_else_does():
    days, food = OpenDays(MANY), {"identifier": "9", "industry": "C14"}
    assert days.of(site(tier="A", **food)) is not days.of(site(tier="B", **food))
    assert days.of(site(tier="A", **food, region="1")) is days.of(site(tier="A", **food, region="2"))
    assert days.of(site(identifier="9", tier="A")) is days.of(site(identifier="9", tier="B"))
    chose = site(chosen_quiet_days=frozenset({day("2026-09-22")}))
    assert days.of(chose) is not days.of(site())


def test_shared_days_say_what_each_site_is_told_alone():
    days, first = OpenDays(MANY), date(2026, 9, 1)
    for each in sites(120):
        for n in range(45):
            asked = first + timedelta(days=n)
            assert days.of(each).is_quiet(asked) == is_quiet_day(asked, each, MANY)
    assert days.distinct < 60


def test_slots_from_shared_days_are_those_of_each_site_alone():
    days = OpenDays(MANY)
    for n, each in enumerate(sites(120, seed=89)):
        held = [visit(f"2026-0{m}-25 09:00", enterprise_id=each.enterprise_id) for m in range(3, 3 + n % 4)]
        asked = (local(f"2026-09-{1 + n % 28:02} 10:00"), each, MANY, held, MARKET_OFFICE)
        assert next_slot(*asked, days=days) == next_slot(*asked)


@pytest.mark.parametrize(
    ("today", "until"),
    [("2026-09-01", "2026-09-20"), ("2026-09-20", "2026-09-20"), ("2026-09-21", None), ("2026-08-31", None)],
)
def test_quiet_until_the_last_day_of_the_stretch(today, until):
    assert OpenDays(rules()).of(site()).quiet_until(day(today)) == (until and day(until))


def test_a_quiet_period_without_an_end_names_none():
    always = calendar(type="monthly_range", **{"from": 1, "to": 31})
    days = OpenDays(always).of(replace(site()))
    assert (days.is_quiet(day("2026-09-21")), days.quiet_until(day("2026-09-21"))) == (True, None)
