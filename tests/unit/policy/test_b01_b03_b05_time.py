"""B-01 local time, B-02 event time, B-03 the rule in force, B-05 the year of arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.policy.clocks import clock_finding, event_time
from backend.policy.facts import Interval
from backend.policy.periods import period_of, periods_of
from backend.policy.verdict import judge
from tests.unit.policy.story import SHANGHAI, between, day, local, rules, site, visit

DEFAULT = rules()


def test_half_past_four_in_the_afternoon_utc_is_already_december_and_quiet_in_shanghai():
    verdict = judge(visit(Interval.at(datetime(2026, 11, 30, 16, 30, tzinfo=UTC))), site(), DEFAULT, [])
    assert verdict.quiet.code == "VIOLATION"
    assert verdict.quiet.facts["day"] == "2026-12-01"
    assert periods_of(visit("2026-12-01 00:30"), rules(cap={"unit": "month"})) == ("2026-12",)


@pytest.mark.parametrize(
    ("arrived", "code"),
    [
        (datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC), "OUT"),
        (datetime(2026, 11, 30, 16, 0, 0, tzinfo=UTC), "VIOLATION"),
        (datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), "VIOLATION"),
        (datetime(2026, 11, 20, 16, 0, 0, tzinfo=UTC), "OUT"),
    ],
)
def test_the_border_of_the_quiet_period_is_local_midnight(arrived, code):
    assert judge(visit(Interval.at(arrived)), site(), DEFAULT, []).quiet.code == code


def test_the_zone_is_a_parameter_and_no_property_of_the_server():
    arrived = visit(Interval.at(datetime(2026, 11, 30, 16, 30, tzinfo=UTC)))
    assert judge(arrived, site(), rules(tz="America/Chicago"), []).quiet.code == "OUT"


@pytest.mark.parametrize(
    ("earliest", "latest", "code"),
    [
        ("2026-11-20 23:40", "2026-11-21 00:20", "NEEDS_REVIEW"),
        ("2026-11-20 23:40", "2026-11-20 23:59:59", "VIOLATION"),
        ("2026-11-21 00:00", "2026-11-21 00:20", "OUT"),
        ("2026-11-30 23:59:59", "2026-12-01 00:00", "NEEDS_REVIEW"),
        ("2026-11-19 08:00", "2026-11-20 20:00", "VIOLATION"),
    ],
)
def test_an_arrival_that_may_lie_on_both_sides_is_neither_a_violation_nor_a_pass(earliest, latest, code):
    verdict = judge(visit(between(earliest, latest)), site(), DEFAULT, [])
    assert verdict.quiet.code == code
    assert (verdict.mark == "review") is (code == "NEEDS_REVIEW")


def test_a_ground_that_holds_inside_makes_the_border_harmless():
    arrived = visit(between("2026-11-20 23:40", "2026-11-21 00:20"), ground="licence", evidence_id="受理 7")
    assert judge(arrived, site(), DEFAULT, []).quiet.code == "EXEMPT"


@pytest.mark.parametrize(
    ("quality", "offset_ms", "earliest", "latest", "trusted"),
    [
        ("synced", 1500, "10:28:01.500", "10:28:01.500", True),
        ("carried", -2000, "10:27:58", "10:27:58", True),
        ("carried", None, "10:08", "10:48", False),
        ("none", None, "10:08", "10:48", False),
        ("none", 0, "10:08", "10:48", False),
    ],
)
def test_a_device_is_believed_as_far_as_its_offset_was_measured(quality, offset_ms, earliest, latest, trusted):
    time = event_time(local("2026-11-21 10:28"), local("2026-11-21 12:00"), quality, offset_ms, DEFAULT)
    assert time.interval == between(f"2026-11-21 {earliest}", f"2026-11-21 {latest}")
    assert time.trusted is trusted
    assert (clock_finding(time) is None) is trusted


@pytest.mark.parametrize(("ahead_s", "trusted"), [(120, True), (121, False)])
def test_a_moment_after_the_servers_receipt_is_a_drift_and_never_the_arrival(ahead_s, trusted):
    received = local("2026-11-21 10:00")
    time = event_time(received + timedelta(seconds=ahead_s), received, "synced", 0, DEFAULT)
    assert time.trusted is trusted
    assert time.interval.latest == received


def test_an_untrusted_clock_near_midnight_ends_in_review():
    time = event_time(local("2026-11-21 00:00"), local("2026-11-21 08:00"), "none", None, DEFAULT)
    assert time.interval == between("2026-11-20 23:40", "2026-11-21 00:20")
    assert judge(visit(time.interval), site(), DEFAULT, []).quiet.code == "NEEDS_REVIEW"


def test_a_calendar_changed_on_the_10th_leaves_the_8th_as_it_was_and_frees_the_17th():
    until_20th = rules()
    until_15th = rules(
        quiet={"calendars": [{"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 15}]}
    )
    on_the_8th = judge(visit("2026-11-08 09:00"), site(), until_20th, [])
    on_the_17th = judge(visit("2026-11-17 09:00"), site(), until_15th, [])
    assert (on_the_8th.quiet.code, on_the_17th.quiet.code) == ("VIOLATION", "OUT")
    assert judge(visit("2026-11-17 09:00"), site(), until_20th, []).quiet.code == "VIOLATION"
    assert on_the_8th.as_data()["ruleset_id"] == "样例规则"


def test_a_visit_over_new_years_eve_belongs_to_its_arrival():
    late = visit("2026-12-31 23:50", left=local("2027-01-01 01:10"))
    assert periods_of(late, DEFAULT) == ("2026",)
    full = [visit("2026-03-25 09:00"), visit("2026-06-25 09:00")]
    assert judge(late, site(), DEFAULT, full).cap.code == "REACHED"
    assert judge(visit("2027-01-01 00:00"), site(), DEFAULT, full).cap.counted == 1


@pytest.mark.parametrize(
    ("unit", "before", "after"),
    [
        ("year", "2026-12-31", "2027-01-01"),
        ("quarter", "2026-03-31", "2026-04-01"),
        ("month", "2026-02-28", "2026-03-01"),
        ("week", "2026-11-22", "2026-11-23"),
    ],
)
def test_a_period_ends_with_its_last_day(unit, before, after):
    assert period_of(day(before), unit) != period_of(day(after), unit)


def test_the_first_days_of_january_can_belong_to_the_last_week_of_the_old_year():
    assert period_of(day("2027-01-03"), "week") == "2026-W53"


def test_a_day_without_a_time_is_the_whole_local_day_and_no_more():
    whole = Interval.of_day(day("2026-11-20"), SHANGHAI)
    assert whole.days(SHANGHAI) == (day("2026-11-20"),)
    assert judge(visit(whole), site(), DEFAULT, []).quiet.code == "VIOLATION"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        Interval.at(datetime(2026, 11, 21, 9, 0))  # noqa: DTZ001 - this is the mistake
