"""Where somebody was, as far as anybody can know: never a refusal, always an answer (B-50, B-51, B-55)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from geoalchemy2 import Geography
from sqlalchemy import Integer

from backend import model_index
from backend.enterprises.models import Site
from backend.inspections.models import CheckIn
from backend.kernel.db import Base
from backend.kernel.ids import uuid7
from backend.worker import followers, run_journal_once
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.world import TOWN

KM = 1000 / 111_195
"""One kilometre north, in degrees."""


@pytest.fixture
def desk(world, api) -> Desk:
    return Desk(world, api, NEVER_QUIET)


def at(km: float = 0.0, **more: Any) -> dict[str, Any]:
    """A fix so many kilometres north of the door."""
    return {"longitude": TOWN[0], "latitude": TOWN[1] + km * KM, "accuracy_m": 20.0, "datum": "wgs84", **more}


@pytest.mark.parametrize(
    ("position", "found", "place"),
    [
        (at(0.9), {"OFF_SITE"}, "OUTSIDE"),
        (at(0, accuracy_m=350), {"WEAK_LOCATION"}, "WEAK"),
        (at(0, accuracy_m=None), {"ACCURACY_UNKNOWN"}, "WEAK"),
        (at(0, longitude=0, latitude=0), {"POSITION_EMPTY"}, "EMPTY"),
        (at(0, datum="unknown"), {"DATUM_UNKNOWN"}, "UNCERTAIN"),
        (at(5, datum="unknown"), {"OFF_SITE"}, "OUTSIDE"),
        (at(0.05, datum="gcj02"), {"OFF_SITE"}, "OUTSIDE"),
    ],
)
def test_an_odd_fix_is_kept_as_told_and_answered(desk, world, position, found, place):
    key = uuid7()
    answer = desk.check_in(desk.coded(), key=key, position=position)
    assert answer.status_code == 201, answer.json
    assert codes(answer) == found
    row = world.look(lambda tx: tx.get(CheckIn, key))
    assert (row.place_verdict, row.position["latitude"]) == (place, position["latitude"])


def test_a_position_without_any_accuracy_is_taken_like_one_that_says_null(desk):
    position = at()
    del position["accuracy_m"]
    assert codes(desk.check_in(desk.coded(), position=position)) == {"ACCURACY_UNKNOWN"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("longitude", 181), ("longitude", -181), ("latitude", 181), ("latitude", -180.5), ("longitude", "NaN"),
        ("latitude", "Infinity"), ("longitude", None), ("latitude", "somewhere"), ("accuracy_m", -1),
        ("accuracy_m", "NaN"), ("datum", "mars"),
    ],
)  # fmt: skip
def test_what_is_no_place_on_earth_is_malformed_and_the_field_is_named(desk, field, value):
    answer = desk.check_in(desk.coded(), position=at(**{field: value}))
    assert (answer.status_code, answer.json["code"]) == (422, "kernel.invalid")
    assert answer.json["field"].endswith(field)
    assert answer.json["detail"] and answer.json["remedy"]


@pytest.mark.parametrize(("place_type", "inside", "outside"), [("rural", 0.45, 0.6), ("mine_farm", 0.95, 1.2)])
def test_the_kind_of_place_says_how_near_is_near(desk, world, place_type, inside, outside):
    with world.sessions() as tx:
        tx.get_one(Site, desk.site.id).place_type = place_type
        tx.commit()
    assert codes(desk.check_in(desk.coded(), position=at(inside))) == set()
    assert "OFF_SITE" in codes(desk.check_in(position=at(outside)))


class TestOneOfficerAtTwoDoors:
    """200 km in an hour are flagged on both visits, whichever we hear of first (B-55)."""

    @pytest.fixture
    def times(self, world):
        later = world.clock.now()
        return later - timedelta(hours=1), later

    def found(self, desk: Desk, visit: str) -> set[str]:
        page = desk.api.as_(desk.zhou).get(f"/inspections/{visit}").json
        return {each["code"] for each in page["verdict"]["findings"]}

    def work(self, desk: Desk) -> None:
        while run_journal_once(desk.world.sessions, followers(), desk.world.clock):
            pass

    @pytest.mark.parametrize("heard_first", ["earlier", "later"])
    def test_both_say_so(self, desk, times, heard_first):
        doors = [(times[0], at(0)), (times[1], at(200))]
        told = doors if heard_first == "earlier" else doors[::-1]
        visits = [desk.check_in(at=when, position=where).json["inspection_id"] for when, where in told]
        self.work(desk)
        assert all("IMPOSSIBLE_TRAVEL" in self.found(desk, each) for each in visits)

    def test_a_partner_who_joins_later_brings_the_flag_to_both(self, desk, times, world):
        other = world.officer(desk.organ, "何立")
        alone = [{"person_id": str(other.person.id), "card_id": None, "how": "self"}]
        there = desk.check_in(by=other, at=times[0], position=at(200), officers=alone).json["inspection_id"]
        here = desk.check_in(at=times[1], position=at(0)).json["inspection_id"]
        self.work(desk)
        assert "IMPOSSIBLE_TRAVEL" not in self.found(desk, here) | self.found(desk, there)
        joins = {
            "kind": "second_officer",
            "at": times[1].isoformat(),
            "clock": desk.clock_reading(),
            "person_id": str(other.person.id),
        }
        assert desk.api.as_(desk.zhou).post(f"/inspections/{here}/steps", joins).status_code == 201
        self.work(desk)
        assert "IMPOSSIBLE_TRAVEL" in self.found(desk, here) & self.found(desk, there)


HOLDS_A_PLACE = {
    ("check_in", "position"), ("check_in", "place"), ("check_out", "position"), ("step", "position"),
    ("media", "position"), ("observation", "position"), ("clue", "place"),
}  # fmt: skip
"""Arrival, departure, a step (the start of a recording), a photo or recording, a supervisor's sheet, the words of
a clue for where it was: events, no tracks."""

NOT_OF_PEOPLE = {"site", "region", "map_cell"}
"""Premises, boxes of regions, and counts: places of no person."""


def test_no_table_holds_where_somebody_was_between_events():
    """B-51: 行踪轨迹 is sensitive; whoever adds a place of a person has to name its event here."""
    assert model_index
    places = ("position", "place", "location", "longitude", "latitude", "point", "track")
    held = {
        (table.name, column.name)
        for table in Base.metadata.tables.values() if table.name not in NOT_OF_PEOPLE
        for column in table.columns
        if isinstance(column.type, Geography) or (column.name in places and not isinstance(column.type, Integer))
    }  # fmt: skip
    assert held == HOLDS_A_PLACE
