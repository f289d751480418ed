"""B-88: which of two subjects' visits to one enterprise are proposed as one."""

from __future__ import annotations

import pytest

from backend.policy.joint import PlannedVisit, lead_for
from tests.unit.policy.story import ECOLOGY_OFFICE, FIRE_BRIGADE, MARKET_OFFICE, day, rules

MINE = PlannedVisit("mine", MARKET_OFFICE, day("2026-04-23"), "daily")


def theirs(when="2026-04-25", **told):
    usual = {"id": f"{told.get('organ_id', FIRE_BRIGADE)} {when}", "organ_id": FIRE_BRIGADE, "kind": "daily"}
    return PlannedVisit(day=day(when), **{**usual, **told})


@pytest.mark.parametrize(
    ("when", "joined"),
    [("2026-05-23", True), ("2026-05-24", False), ("2026-03-24", True), ("2026-03-23", False), ("2026-04-23", True)],
)
def test_thirty_days_apart_is_near_enough_both_ways(when, joined):
    assert (lead_for(MINE, [theirs(when)], rules()) is not None) == joined


def test_how_far_apart_is_data():
    assert lead_for(MINE, [theirs("2026-04-27")], rules(joint={"propose_days": 3})) is None


def test_the_nearest_leads_and_of_two_as_near_the_earlier():
    near = [theirs("2026-04-29"), theirs("2026-04-21", organ_id=ECOLOGY_OFFICE), theirs("2026-04-25")]
    assert lead_for(MINE, near, rules()) == near[1]
    assert lead_for(MINE, near[::-1], rules()) == near[1]


@pytest.mark.parametrize(
    "other",
    [
        theirs(organ_id=MARKET_OFFICE),
        theirs(kind="noninspection_service"),
        theirs(ground="emergency"),
        theirs(kind="supervision"),
    ],
)
def test_ones_own_visits_no_inspection_and_an_emergency_are_not_joined(other):
    assert lead_for(MINE, [other], rules()) is None


def test_an_emergency_joins_nobody():
    hurried = PlannedVisit("mine", MARKET_OFFICE, day("2026-04-23"), "case", "emergency")
    assert lead_for(hurried, [theirs()], rules()) is None
