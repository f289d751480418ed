"""B-46: the next lawful slot is outside the quiet period, under the cap, on a working day."""

from __future__ import annotations

import pytest

from backend.policy.facts import ItemCap
from backend.policy.quiet import is_quiet_day
from backend.policy.slots import next_slot, slot_facts
from tests.unit.policy.story import MARKET_OFFICE, calendar, day, local, rules, site, visit

DEFAULT = rules()


def slot(after, *earlier, law=DEFAULT, where=None):
    return next_slot(local(after), where or site(), law, earlier, MARKET_OFFICE)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-09-05 10:00", "2026-09-21"),
        ("2026-05-05 10:00", "2026-05-21"),
        ("2026-11-05 10:00", "2026-11-23"),
        ("2026-09-21 09:00", "2026-09-21"),
        ("2026-09-21 09:00:01", "2026-09-22"),
        ("2026-09-24 10:00", "2026-09-28"),
        ("2026-09-30 10:00", "2026-10-21"),
        ("2026-02-05 10:00", "2026-02-24"),
        ("2026-02-27 10:00", "2026-02-28"),
    ],
)
def test_the_first_working_day_after_the_quiet_period_at_nine(after, expected):
    found = slot(after)
    assert (found.day, f"{found.starts_at:%H:%M}", found.provisional) == (day(expected), "09:00", False)


def test_a_full_year_is_followed_by_the_next_and_a_year_without_a_table_is_provisional():
    found = slot("2026-09-21 08:00", visit("2026-03-25 09:00"), visit("2026-06-25 09:00"))
    assert (found.day, found.reason, found.provisional) == (day("2027-01-21"), "after_quiet", True)
    assert slot_facts(found)["code"] == "slot.provisional"


def test_with_months_as_unit_the_next_month_is_soon_enough():
    law = rules(cap={"unit": "month", "default": 1}, quiet={"calendars": []})
    found = slot("2026-09-21 10:00", visit("2026-09-02 09:00"), law=law)
    assert (found.day, found.reason) == (day("2026-10-08"), "next_period")


def test_visits_planned_for_later_hold_their_place():
    assert slot("2026-09-05 10:00", visit("2026-03-25 09:00"), visit("2026-12-22 09:00")).day.year == 2027


def test_exempt_visits_of_others_and_other_subjects_do_not():
    complaint = visit("2026-03-25 09:00", kind="case", trigger="complaint", evidence_id="线索 3")
    foreign = [visit(f"2026-0{n}-25 09:00", organ_id="消防救援大队") for n in (3, 5)]
    assert slot("2026-09-05 10:00", complaint, *foreign).day == day("2026-09-21")


def test_an_enterprise_that_is_always_quiet_has_no_slot():
    always = calendar(type="monthly_range", **{"from": 1, "to": 31})
    assert slot("2026-09-05 10:00", law=always) is None
    assert slot_facts(None) == {"code": "slot.none"}


def test_no_proposed_slot_of_a_whole_year_is_quiet_or_a_holiday():
    for month in range(1, 12):
        for number in (1, 10, 20, 21, 25, 28):
            found = slot(f"2026-{month:02}-{number:02} 07:00")
            assert not is_quiet_day(found.day, site(), DEFAULT)
            assert DEFAULT.holiday_table.is_workday(found.day)


def test_an_item_whose_own_cap_is_full_waits_for_its_next_period():
    boiler = ItemCap("锅炉", "锅炉", 1, "month")
    looked_at = visit("2026-09-02 09:00", item_ids=frozenset({"锅炉"}))
    found = next_slot(local("2026-09-05 10:00"), site(), DEFAULT, [looked_at], MARKET_OFFICE, [boiler])
    assert found.day == day("2026-10-21")
    assert next_slot(local("2026-09-05 10:00"), site(), DEFAULT, [looked_at], MARKET_OFFICE, []).day == day(
        "2026-09-21"
    )


@pytest.mark.parametrize(("horizon", "found"), [(15, "2026-09-21"), (14, None)])
def test_the_last_day_of_the_horizon_is_still_looked_at(horizon, found):
    proposed = slot("2026-09-05 10:00", law=rules(slot={"horizon_days": horizon}))
    assert (proposed and proposed.day) == (found and day(found))


def test_the_reason_is_what_pushed_it_back_and_a_weekend_only_where_nothing_else_did():
    assert slot("2026-09-05 10:00").reason == "after_quiet"
    assert slot("2026-09-25 10:00").reason == "not_a_workday"
