"""What-if over 23,085 real visits: both sides equal the slow oracle, visit by visit nothing is lost, within ten seconds."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.identity.models import Region
from backend.identity.places import CHICAGO
from backend.inspections.comparing import Arrived, Totals, compare
from backend.inspections.importing import read_purposes
from backend.inspections.replaying import replay_rules, visits_of_table
from backend.kernel.csv_rows import Notes
from backend.policy.facts import SiteFacts
from tests.oracle import replay_oracle

DATA = Path(os.environ.get("LIANGMA_DATA", Path(__file__).parents[3] / "shared" / "data")) / "chicago-food-inspections"
VISITS, PURPOSES = DATA / "visits-2011-2012.csv", DATA / "purposes.csv"
REGION = Region(**CHICAGO)

pytestmark = pytest.mark.skipif(not VISITS.exists(), reason="the Chicago files are not beside this checkout")


def arrivals():
    for visit in visits_of_table(VISITS, read_purposes(PURPOSES), ZoneInfo("America/Chicago"), Notes()):
        yield Arrived(
            visit, SiteFacts(visit.enterprise_id, None, str(visit.enterprise_id), region="chicago"), "chicago"
        )


def test_both_sides_equal_the_oracle_within_ten_seconds():
    standing, tried = replay_rules(REGION, calendar=(1, 20), cap=2), replay_rules(REGION, calendar=(1, 15), cap=1)
    totals, started = Totals(), time.process_time()
    for each in compare(arrivals(), lambda *_: standing, tried, date(2011, 1, 1), date(2012, 12, 31)):
        totals.add(each)
    assert time.process_time() - started < 10

    for side, last, cap in ((totals.before, 20, 2), (totals.after, 15, 1)):
        told = sum(replay_oracle.totals(VISITS, PURPOSES, first=1, last=last, cap=cap).values(), Counter())
        assert (side.quiet["VIOLATION"], side.quiet["EXEMPT"]) == (told["violation"], told["exempt"])
        assert (side.cap["REACHED"], side.cap["EXEMPT"], side.cap["NOT_COUNTED"]) == (
            told["over_cap"], told["cap_exempt"], told["not_counted"],
        )  # fmt: skip
        assert sum(side.quiet.values()) == told["visits"] == 23_085
    assert sum(month.differ for month in totals.months.values()) == totals.as_data()["differ"] > 0
    assert sum(month.after for month in totals.months.values()) == totals.after.broken
