"""Replaying visits of the past: the same `judge` as the API, days instead of times, batches that nobody wrote down."""

from __future__ import annotations

import csv
import os
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.identity.models import Region
from backend.identity.places import CHICAGO
from backend.inspections.importing import read_purposes
from backend.inspections.replaying import as_data, replay, replay_rules, visits_of_table
from backend.kernel.csv_rows import Notes
from backend.policy.counting import exemption_of
from backend.policy.facts import Interval, Visit

DATA = Path(os.environ.get("LIANGMA_DATA", Path(__file__).parents[3] / "shared" / "data")) / "chicago-food-inspections"
with_chicago = pytest.mark.skipif(not DATA.exists(), reason="the Chicago files are not beside this checkout")

REGION = Region(**CHICAGO)
ZONE = ZoneInfo("America/Chicago")
RULES = replay_rules(REGION, calendar=(1, 20), cap=2)
PURPOSES = """\
purpose,kind,trigger,outcome,cap_exempt,quiet_ground,counts
Canvass,daily,plan,,no,,yes
Canvass Re-Inspection,followup,deadline,,first_of_batch,statutory_deadline,yes
Complaint,case,complaint,,yes,complaint,yes
Tag Removal,followup,enterprise_request,,yes,licence,yes
Consultation,noninspection_service,enterprise_request,,yes,,no
NO ENTRY,daily,plan,aborted_before_entry,no,,no
"""
NOTHING = dict.fromkeys(
    ("inside_quiet", "exempt", "violation", "cap_exempt", "not_counted", "over_cap", "same_day", "needs_review"), 0
)


@pytest.fixture
def told(tmp_path):
    """Replays a story of 'date license purpose' lines and returns the totals."""

    def tell(*story: str):
        table, purposes = tmp_path / "visits.csv", tmp_path / "purposes.csv"
        rows = [line.split(" ", 2) for line in story]
        table.write_text("date,license,purpose\n" + "".join(f"{day},{shop},{purpose}\n" for day, shop, purpose in rows))
        purposes.write_text(PURPOSES)
        visits = visits_of_table(table, read_purposes(purposes), ZONE, Notes())
        return as_data(replay(visits, "chicago", RULES))

    return tell


def total(told_, **expected):
    return told_["total"] == {"visits": told_["total"]["visits"], **NOTHING, **expected}


def test_a_canvass_outside_the_quiet_period_is_nothing_special(told):
    assert total(told("2011-01-25 7 Canvass"))


def test_the_20th_is_quiet_and_the_21st_is_not(told):
    assert total(told("2011-01-20 7 Canvass"), inside_quiet=1, violation=1)
    assert total(told("2011-01-21 7 Canvass"))


def test_a_ground_counts_as_evidenced(told):
    assert total(told("2011-01-12 7 Complaint"), inside_quiet=1, exempt=1, cap_exempt=1)


def test_a_consultation_on_a_quiet_day_is_inside_but_neither_exempt_nor_a_violation(told):
    assert total(told("2011-01-12 7 Consultation"), inside_quiet=1, not_counted=1)


def test_the_third_canvass_of_a_year_is_over_the_cap_and_so_is_the_fourth(told):
    story = [f"2011-0{month}-25 7 Canvass" for month in range(1, 5)]
    assert total(told(*story), over_cap=2)
    assert total(told(*story, "2012-01-25 7 Canvass"), over_cap=2)


def test_another_shop_has_a_count_of_its_own(told):
    assert total(told("2011-01-25 7 Canvass", "2011-02-25 7 Canvass", "2011-03-25 8 Canvass"))


def test_the_first_reinspection_of_each_batch_is_free(told):
    once = ["2011-01-25 7 Canvass", "2011-02-25 7 Canvass Re-Inspection"]
    assert total(told(*once), cap_exempt=1)
    assert total(told(*once, "2011-03-25 7 Canvass Re-Inspection", "2011-04-25 7 Canvass"), cap_exempt=1, over_cap=1)
    assert total(told(*once, "2011-03-25 7 Complaint", "2011-04-25 7 Canvass Re-Inspection"), cap_exempt=3)


def test_reinspections_of_inspections_before_the_records_share_one_batch(told):
    assert total(told("2011-01-25 7 Canvass Re-Inspection", "2011-02-25 7 Canvass Re-Inspection"), cap_exempt=1)


def test_a_consultation_or_a_closed_door_opens_no_batch(told):
    for between in ("Consultation", "NO ENTRY"):
        story = ["2011-01-25 7 Canvass Re-Inspection", f"2011-02-25 7 {between}", "2011-03-25 7 Canvass Re-Inspection"]
        assert total(told(*story), cap_exempt=1, not_counted=1)


def test_a_tag_removal_leaves_the_free_place_of_the_batch(told):
    story = ["2011-01-25 7 Canvass", "2011-02-25 7 Tag Removal", "2011-03-25 7 Canvass Re-Inspection"]
    assert total(told(*story), cap_exempt=2)


def test_two_canvasses_on_a_day_are_one_visit_and_told(told):
    assert total(told("2011-01-25 7 Canvass", "2011-01-25 7 Canvass"), not_counted=1, same_day=1)
    assert total(told("2011-01-25 7 Canvass", "2011-01-25 8 Canvass"))
    assert total(told("2011-01-25 7 NO ENTRY", "2011-01-25 7 Canvass"), not_counted=1)


def test_visits_of_a_day_are_taken_in_the_order_of_the_table_whatever_the_order_of_days(told):
    assert total(told("2011-02-25 7 Canvass", "2011-03-25 7 Canvass", "2011-01-25 7 Canvass"), over_cap=1)


def test_an_unknown_purpose_is_counted_and_reviewed(told):
    assert total(told("2011-01-25 7 Wellness Check"), needs_review=1)
    assert total(told("2011-01-12 7 Wellness Check"), inside_quiet=1, needs_review=1)


def test_totals_are_told_by_year_and_ground(told):
    rows = told("2011-01-25 7 Canvass", "2011-01-26 8 Complaint", "2012-01-25 7 Canvass")["rows"]
    assert [(each["year"], each["ground"], each["visits"]) for each in rows] == [
        (2011, None, 1), (2011, "complaint", 1), (2012, None, 1),
    ]  # fmt: skip


def test_new_years_eve_in_chicago_belongs_to_the_old_year():
    eve = Visit("1", "o", "7", None, "daily", "plan", Interval.of_day(date(2011, 12, 31), ZONE), officers_known=False)
    assert [year for year, _ in replay([eve], "chicago", RULES)] == [2011]


@with_chicago
def test_the_purposes_of_chicago_follow_from_our_own_rules():
    """Where the table of purposes speaks about the cap, the default rules say the same of kind and trigger."""
    for name, purpose in read_purposes(DATA / "purposes.csv").items():
        if purpose.counts:
            told = Visit(
                name,
                "o",
                "e",
                None,
                purpose.kind,
                purpose.trigger,
                Interval.of_day(date(2011, 1, 25), ZONE),
                followup_batch="b",
            )
            assert exemption_of(told, RULES) == purpose.cap_exempt, name


@with_chicago
def test_all_23085_visits_are_judged_within_ten_seconds():
    started = time.process_time()
    visits = visits_of_table(DATA / "visits-2011-2012.csv", read_purposes(DATA / "purposes.csv"), ZONE, Notes())
    totals = as_data(replay(visits, "chicago", RULES))
    assert time.process_time() - started < 10
    with (DATA / "visits-2011-2012.csv").open(encoding="utf-8") as file:
        days = [date.fromisoformat(row["date"]) for row in csv.DictReader(file)]
    assert totals["total"]["visits"] == len(days) == 23_085
    assert totals["total"]["inside_quiet"] == sum(each.day <= 20 for each in days)
    assert {each["year"] for each in totals["rows"]} == {2011, 2012}
