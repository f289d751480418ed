"""B-55: two check-ins of one officer that need more than 120 km/h."""

from __future__ import annotations

import pytest

from backend.policy.facts import Fix, OfficerAtDoor
from backend.policy.verdict import judge
from tests.unit.policy.story import DOOR, between, rules, site, visit

DEFAULT = rules()
KM = 1000 / 111_195
"""One kilometre north, in degrees."""

HERE = Fix(DOOR.longitude, DOOR.latitude, 0.0)


def there(km, accuracy=0.0):
    return Fix(DOOR.longitude, DOOR.latitude + km * KM, accuracy)


FIRST = visit("2026-11-25 09:00", position=HERE)


def second(km, arrived, accuracy=0.0, **known):
    return visit(arrived, enterprise_id="远处的厂", site_id="远处", position=there(km, accuracy), **known)


def flagged(this, other, where):
    return "IMPOSSIBLE_TRAVEL" in [each.code for each in judge(this, where, DEFAULT, [other]).findings]


FAR = site(enterprise_id="远处的厂", site_id="远处", point=None)


def test_200_km_in_60_minutes_is_flagged_on_both_visits():
    late = second(200, "2026-11-25 10:00")
    assert flagged(late, FIRST, FAR)
    assert flagged(FIRST, late, site())
    told = judge(late, FAR, DEFAULT, [FIRST]).findings[0]
    assert (told.facts["km"], told.facts["minutes"], told.facts["kmh"]) == (200, 60, 200)


@pytest.mark.parametrize(
    ("km", "arrived", "accuracy", "expected"),
    [
        (119.9, "2026-11-25 10:00", 0, False),
        (120.1, "2026-11-25 10:00", 0, True),
        (120.1, "2026-11-25 10:00", 150, False),
        (0.05, "2026-11-25 09:00", 100, False),
        (1, "2026-11-25 09:00", 0, True),
        (200, "2026-11-26 09:00", 0, False),
    ],
)
def test_the_limit_is_120_km_an_hour_and_accuracy_speaks_for_the_officer(km, arrived, accuracy, expected):
    assert flagged(second(km, arrived, accuracy), FIRST, FAR) is expected


def test_an_inexact_arrival_may_have_been_the_later_one():
    assert not flagged(second(200, between("2026-11-25 10:00", "2026-11-25 10:50")), FIRST, FAR)


def test_two_teams_can_be_in_two_places():
    others = (OfficerAtDoor("何立", "active"), OfficerAtDoor("宋岩", "active"))
    assert not flagged(second(200, "2026-11-25 10:00", officers=others), FIRST, FAR)


@pytest.mark.parametrize(
    "fix",
    [
        None,
        Fix(0, 0, 0),
        Fix(114.8, 32.6, 0, "unknown"),
        Fix(30.8, 114.8, 0),
        Fix(114.8, 32.6, 201),
        Fix(114.8, 32.6, None),
    ],
)
def test_a_missing_swapped_or_vague_position_proves_nothing(fix):
    late = visit("2026-11-25 10:00", enterprise_id="远处的厂", site_id="远处", position=fix)
    assert not flagged(late, FIRST, FAR)
