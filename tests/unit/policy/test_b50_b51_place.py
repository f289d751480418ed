"""B-50 the place check, B-51 it never blocks."""

from __future__ import annotations

from math import cos, radians

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.kernel.geo import Box, distance_m, gcj02_to_wgs84
from backend.policy.facts import Fix
from backend.policy.place import PlaceCode, judge_place, place_finding
from backend.policy.sentences import sentence
from backend.policy.verdict import judge
from tests.unit.policy.story import DOOR, rules, site, visit

DEFAULT = rules()
METRES_PER_DEGREE = 111_195
CHICAGO = Box(-88.0, 41.6, -87.5, 42.1)


def away(metres, accuracy=20.0, **known):
    """A fix that many metres north of the door."""
    return Fix(DOOR.longitude, DOOR.latitude + metres / METRES_PER_DEGREE, accuracy, **known)


def place(fix, place_type="urban", point=DOOR, bbox=None):
    return judge_place(fix, point, place_type, bbox, DEFAULT)


@pytest.mark.parametrize(
    ("metres", "accuracy", "code", "finding"),
    [
        (42, 18, "INSIDE", None),
        (199, 20, "INSIDE", None),
        (201, 20, "UNCERTAIN", None),
        (219, 20, "UNCERTAIN", None),
        (221, 20, "OUTSIDE", "OFF_SITE"),
        (900, 20, "OUTSIDE", "OFF_SITE"),
        (900, 200, "OUTSIDE", "OFF_SITE"),
        (399, 200, "UNCERTAIN", None),
        (42, 201, "WEAK", "WEAK_LOCATION"),
        (42, 350, "WEAK", "WEAK_LOCATION"),
        (42, None, "WEAK", "ACCURACY_UNKNOWN"),
    ],
)
def test_distance_minus_accuracy_against_200_metres_in_town(metres, accuracy, code, finding):
    verdict = place(away(metres, accuracy))
    assert verdict.code == code
    assert verdict.distance_m == pytest.approx(metres, abs=1)
    assert (place_finding(verdict).code if finding else place_finding(verdict)) == finding


@pytest.mark.parametrize(("place_type", "radius"), [("urban", 200), ("rural", 500), ("mine_farm", 1000)])
def test_the_radius_follows_the_kind_of_place(place_type, radius):
    assert place(away(radius - 5), place_type).code == "INSIDE"
    assert place(away(radius + 25), place_type).code == "OUTSIDE"


def test_off_site_names_its_metres():
    verdict = judge(visit("2026-11-25 09:00", position=away(900)), site(), DEFAULT, [])
    assert verdict.mark == "alert"
    assert (
        verdict.as_data()["findings"][0]["sentence"]["zh"] == "签到点距登记地址 900 米，精度 20 米，超出 200 米范围。"
    )


def test_latitude_114_and_longitude_30_changed_places():
    verdict = place(Fix(30.844, 114.796, 10))
    assert (verdict.code, verdict.point, verdict.distance_m) == ("SWAPPED", None, None)
    assert place_finding(verdict).code == "POSITION_SWAPPED"


def test_the_box_belongs_to_the_region():
    at_home, swapped = Fix(-87.63, 41.88, 10), Fix(41.88, -87.63, 10)
    assert place(swapped, bbox=CHICAGO).code == "SWAPPED"
    assert place(at_home, bbox=CHICAGO).code == "OUTSIDE"
    assert place(at_home).point is not None


def test_a_place_that_fits_neither_way_round_is_far_away_and_not_swapped():
    assert place(Fix(1.0, 1.0, 10)).code == "OUTSIDE"
    assert place(Fix(500.0, 600.0, 10)).code == "UNCERTAIN"


def test_a_gcj02_fix_is_converted_before_the_test():
    raw = Fix(DOOR.longitude + 0.0054, DOOR.latitude - 0.0024, 20)
    marked = Fix(raw.longitude, raw.latitude, 20, datum="gcj02")
    verdict = place(marked)
    converted = gcj02_to_wgs84(place(raw).point)
    assert verdict.point == converted
    assert verdict.distance_m == pytest.approx(distance_m(converted, DOOR))
    assert abs(place(raw).distance_m - verdict.distance_m) > 300


def test_cgcs2000_is_taken_as_it_is_and_an_unknown_datum_cannot_be_compared():
    assert place(away(42, datum="cgcs2000")).code == "INSIDE"
    assert place(away(42, datum="bd09")).code == "UNCERTAIN"


@pytest.mark.parametrize(
    ("metres", "accuracy", "radius", "code"),
    [
        (0, 20, "urban", "UNCERTAIN"), (0, 20, "mine_farm", "INSIDE"), (5000, 20, "urban", "OUTSIDE"),
        (0, 350, "urban", "WEAK"),
    ],
)  # fmt: skip
def test_an_unknown_datum_is_read_both_ways_and_decides_only_where_both_agree(metres, accuracy, radius, code):
    verdict = place(away(metres, accuracy, datum="unknown"), radius)
    assert (verdict.code, verdict.point) == (code, None)
    assert verdict.distance_m == pytest.approx(metres, abs=1)
    assert 200 < abs(verdict.other_m - verdict.distance_m) < 800
    finding = place_finding(verdict)
    assert (finding.code if finding else None) == {
        "UNCERTAIN": "DATUM_UNKNOWN", "INSIDE": None, "OUTSIDE": "OFF_SITE", "WEAK": "WEAK_LOCATION",
    }[code]  # fmt: skip


def test_zeros_are_a_device_without_a_fix_and_no_place_far_away():
    verdict = place(Fix(0.0, 0.0, 10))
    assert (verdict.code, verdict.point, verdict.distance_m) == ("EMPTY", None, None)
    assert place_finding(verdict).code == "POSITION_EMPTY"
    assert judge(visit("2026-11-25 09:00", position=Fix(0.0, 0.0, 10)), site(), DEFAULT, []).mark == "clean"


DEGREES = {"longitude": st.floats(-180, 180), "latitude": st.floats(-180, 180)}


@given(
    st.builds(
        Fix,
        **DEGREES,
        accuracy_m=st.none() | st.floats(0, 1_000_000),
        datum=st.sampled_from(["wgs84", "gcj02", "unknown"]),
    )
)
@example(Fix(180.0, 0.0, 10, "gcj02"))
@example(Fix(-180.0, 90.0, 10, "gcj02"))
def test_whatever_a_device_says_there_is_an_answer_and_it_is_no_refusal(fix):
    verdict = place(fix)
    assert verdict.code in PlaceCode
    found = place_finding(verdict)
    assert found is None or "—" not in sentence(found.code, found.facts, "zh")


@given(metres=st.floats(0, 3000), accuracy=st.floats(0, 200), finer=st.floats(0, 1))
def test_a_finer_fix_never_turns_outside_into_inside(metres, accuracy, finer):
    coarse, fine = place(away(metres, accuracy)), place(away(metres, accuracy * finer))
    assert not (coarse.code == "OUTSIDE" and fine.code != "OUTSIDE")
    assert (coarse.code == "INSIDE") == (fine.code == "INSIDE")


def test_premises_without_a_point_cannot_be_compared():
    assert (place(away(900), point=None).code, place(away(900), point=None).distance_m) == ("UNCERTAIN", None)


def test_a_missing_position_is_a_note_and_no_mark():
    verdict = judge(visit("2026-11-25 09:00", position_expected=True), site(), DEFAULT, [])
    assert [each.code for each in verdict.findings] == ["NO_POSITION"]
    assert verdict.mark == "clean"


def test_longitude_degrees_are_shorter_than_latitude_degrees():
    east = Fix(DOOR.longitude + 300 / (METRES_PER_DEGREE * cos(radians(DOOR.latitude))), DOOR.latitude, 20)
    assert place(east).distance_m == pytest.approx(300, abs=1)
