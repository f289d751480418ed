"""B-46: the next lawful slot is outside the quiet period, under the cap, on a working day."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from backend.policy.company import Company, Engagement
from backend.policy.facts import ItemCap
from backend.policy.quiet import is_quiet_day
from backend.policy.sentences import both
from backend.policy.slots import Slot, next_slot, reason_facts, slot_facts
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


LI = Engagement(day("2026-09-21"), organ="")
"""One of the chosen officers stands on another visit that day, whenever it may be."""
FIRE = Engagement(day("2026-09-28"), time(14, 30), "消防救援大队")


def slot_with(after, *earlier, law=DEFAULT, officers=(), others=(), until=None):
    company = Company(tuple(officers), tuple(others))
    return next_slot(local(after), site(), law, earlier, MARKET_OFFICE, until=until, company=company)


def at(found):
    return found.day, f"{found.starts_at:%H:%M}", found.reason


def test_a_day_on_which_a_chosen_officer_stands_elsewhere_is_skipped_and_said():
    found = slot_with("2026-09-05 10:00", officers=[LI])
    assert at(found) == (day("2026-09-22"), "09:00", "officers_busy")
    assert both("slot.why.officers_busy", reason_facts(found))["zh"] == "之前所选执法人员已有检查任务。"


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [
        (None, "2026-09-22"),
        ("09:00", "2026-09-22"),
        ("10:59", "2026-09-22"),
        ("11:00", "2026-09-21"),
        ("07:01", "2026-09-22"),
        ("07:00", "2026-09-21"),
        ("14:00", "2026-09-21"),
    ],
)
def test_two_hours_lie_between_the_starts_of_an_officers_visits(elsewhere, expected):
    starts_at = time.fromisoformat(elsewhere) if elsewhere else None
    assert slot_with("2026-09-05 10:00", officers=[Engagement(day("2026-09-21"), starts_at)]).day == day(expected)


def test_how_long_an_officer_is_taken_to_be_away_is_data():
    law = rules(slot={"visit_min": 30})
    there = Engagement(day("2026-09-21"), time(9, 30))
    assert slot_with("2026-09-05 10:00", law=law, officers=[there]).day == day("2026-09-21")


def test_a_weekend_after_a_busy_day_does_not_hide_why():
    friday = Engagement(day("2026-08-28"))
    assert at(slot_with("2026-08-28 08:00", officers=[friday])) == (day("2026-08-31"), "09:00", "officers_busy")


def test_an_officer_who_is_always_away_leaves_no_slot():
    away = [Engagement(day("2026-09-05") + timedelta(days=n)) for n in range(40)]
    assert slot_with("2026-09-05 10:00", officers=away, until=day("2026-10-05")) is None


def test_a_day_on_which_another_subject_comes_is_taken_with_its_hour_and_said():
    found = slot_with("2026-09-05 10:00", others=[FIRE])
    assert at(found) == (day("2026-09-28"), "14:30", "joint")
    said = both("slot.why.joint", reason_facts(found))
    assert said["zh"] == "消防救援大队当天也要去这家企业，可以一起去。"
    assert found.facts()["organ"] == "消防救援大队"


def test_of_several_the_nearest_joint_day_is_taken_and_an_hour_nobody_named_is_the_usual_one():
    sooner = Engagement(day("2026-09-22"), None, "生态环境分局")
    assert at(slot_with("2026-09-05 10:00", others=[FIRE, sooner])) == (day("2026-09-22"), "09:00", "joint")


@pytest.mark.parametrize(("planned", "reason"), [("2026-10-21", "joint"), ("2026-10-22", "after_quiet")])
def test_the_joining_window_ends_after_thirty_days(planned, reason):
    """The first lawful slot alone is the 21st of September: thirty days later is the last day of the window."""
    assert slot_with("2026-09-05 10:00", others=[Engagement(day(planned), time(9), "消防")]).reason == reason


@pytest.mark.parametrize("planned", ["2026-09-10", "2026-10-01", "2026-09-20"])
def test_no_company_makes_a_quiet_day_or_a_holiday_lawful(planned):
    """The 10th and the 20th are quiet, the 1st of October is both."""
    found = slot_with("2026-09-05 10:00", others=[Engagement(day(planned), time(9), "消防")])
    assert at(found) == (day("2026-09-21"), "09:00", "after_quiet")


def test_a_joint_day_on_which_an_officer_is_elsewhere_is_none():
    busy = Engagement(FIRE.day, time(13))
    assert slot_with("2026-09-05 10:00", officers=[busy], others=[FIRE]).day == day("2026-09-21")
    assert slot_with("2026-09-05 10:00", officers=[Engagement(FIRE.day, time(9))], others=[FIRE]).reason == "joint"


def test_a_joint_visit_that_has_begun_already_is_not_joined():
    today = Engagement(day("2026-09-21"), time(8), "消防")
    assert slot_with("2026-09-21 08:30", others=[today]).reason == "free"
    assert slot_with("2026-09-21 07:30", others=[today]).reason == "joint"


def test_a_full_year_is_not_opened_by_company():
    found = slot_with("2026-09-05 10:00", visit("2026-03-25 09:00"), visit("2026-06-25 09:00"), others=[FIRE])
    assert found.day == day("2027-01-21")


def test_every_reason_has_its_sentence():
    for reason in ("free", "not_a_workday", "after_quiet", "next_period", "officers_busy", "joint"):
        found = Slot(day("2026-09-21"), time(9), reason, False, "消防救援大队")
        assert all(both(f"slot.why.{reason}", reason_facts(found)).values())
    assert reason_facts(None)["code"] == "slot.why.none"
