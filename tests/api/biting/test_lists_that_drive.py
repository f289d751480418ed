"""4.05: each public list drives a check. The recording list (B-59) and the draw list (B-85)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.api.lists.test_published import publish


@pytest.fixture
def desk(world, api) -> Desk:
    return Desk(world, api, NEVER_QUIET)


def register(desk: Desk, **values: Any) -> None:
    with desk.world.sessions() as tx:
        item = tx.merge(desk.item)
        for name, value in values.items():
            setattr(item, name, value)
        tx.commit()


def listed(desk: Desk, kind: str, on: str = "2026-04-22", **values: Any) -> None:
    """The item of the desk, registered so, on a list that is in force from a day."""
    register(desk, **values)
    answer = publish(desk, kind, on)
    assert answer.status_code == 201, answer.json


def step(desk: Desk, visit: str, kind: str, by: Any = None) -> Any:
    told = {"kind": kind, "at": desk.world.clock.now().isoformat(), "clock": desk.clock_reading()}
    return desk.api.as_(by or desk.zhou).post(f"/inspections/{visit}/steps", told)


def leave(desk: Desk, visit: str) -> set[str]:
    """The codes that the visit's page shows once its officers are gone."""
    told = {"captured_at": desk.world.clock.now().isoformat(), "clock": desk.clock_reading(), "position": None}
    assert desk.api.as_(desk.zhou).post(f"/inspections/{visit}/check-out", told).status_code in (200, 201)
    return found(desk, visit)


def found(desk: Desk, visit: str) -> set[str]:
    page = desk.api.as_(desk.zhou).get(f"/inspections/{visit}").json
    return {each["code"] for each in page["verdict"]["findings"]}


def arrived(desk: Desk, **changes: Any) -> str:
    answer = desk.check_in(desk.coded(**changes))
    assert codes(answer) == set()
    return answer.json["inspection_id"]


@pytest.mark.parametrize("level", ["process", "whole"])
def test_a_task_says_beforehand_that_it_is_recorded(desk, level):
    listed(desk, "recording", recording=level)
    answer = desk.plan()
    assert answer.json["recording"] == level
    page = desk.api.as_(desk.planner).get(f"/tasks/{answer.json['id']}").json
    assert page["recording"] == level


@pytest.mark.parametrize(
    ("on", "day", "asked"),
    [
        ("2026-04-22", "2026-04-22", "whole"),
        ("2026-04-23", "2026-04-22", "none"),
        ("2026-04-23", "2026-04-23", "whole"),
    ],
)
def test_the_list_in_force_that_day_decides(desk, on, day, asked):
    listed(desk, "recording", on, recording="whole")
    assert desk.plan(day).json["recording"] == asked


def test_without_a_published_list_nothing_is_asked(desk):
    register(desk, recording="whole")
    assert desk.plan().json["recording"] == "none"
    assert leave(desk, arrived(desk)) == set()


def test_a_visit_that_ended_without_a_recording_is_found(desk):
    listed(desk, "recording", recording="whole")
    visit = arrived(desk)
    assert found(desk, visit) == set()
    assert leave(desk, visit) == {"NO_RECORDING"}


def test_a_visit_that_was_recorded_is_clean_whoever_told_it_and_when(desk):
    listed(desk, "recording", recording="whole")
    visit = arrived(desk)
    assert step(desk, visit, "recording_started").status_code == 201
    assert leave(desk, visit) == set()


def test_a_recording_that_the_other_phone_tells_late_takes_the_finding_back(desk):
    listed(desk, "recording", recording="process")
    visit = arrived(desk)
    assert leave(desk, visit) == {"NO_RECORDING"}
    assert step(desk, visit, "recording_started", desk.lin).json["verdict"]["findings"] == []
    assert found(desk, visit) == set()


def test_an_edition_that_drops_the_item_asks_nothing_any_more(desk, world):
    other = world.item(desk.organ)
    listed(desk, "recording", recording="whole")
    register(desk, recording="none")
    assert publish(desk, "recording", "2026-04-23").status_code == 201, other
    assert desk.plan("2026-04-23").json["recording"] == "none"


@pytest.mark.parametrize(("drawn", "status"), [(True, 201), (False, 409)])
def test_only_what_is_on_the_draw_list_is_drawn(desk, world, drawn, status):
    on_it = world.item(desk.organ)
    with desk.world.sessions() as tx:
        tx.merge(on_it).draw = True
        tx.commit()
    listed(desk, "draw", draw=drawn)
    answer = desk.plan(trigger="draw")
    assert answer.status_code == status
    assert drawn or (answer.json["code"], answer.json["rule"]) == ("planning.item_not_drawn", "B-85")
    assert desk.plan("2026-04-24", trigger="plan").status_code == 201


@pytest.mark.parametrize(("on", "status"), [("2026-04-22", 201), ("2026-04-23", 409)])
def test_the_draw_list_must_be_in_force_on_the_day(desk, on, status):
    listed(desk, "draw", on, draw=True)
    assert desk.plan(trigger="draw").status_code == status


def test_without_a_draw_list_there_is_no_draw(desk):
    register(desk, draw=True)
    assert desk.plan(trigger="draw").json["code"] == "planning.item_not_drawn"


def test_an_item_that_left_the_draw_list_gets_no_code_and_is_found_at_the_door(desk, world):
    other = world.item(desk.organ)
    with desk.world.sessions() as tx:
        tx.merge(other).draw = True
        tx.commit()
    listed(desk, "draw", draw=True)
    coded, waiting = desk.coded(trigger="draw"), desk.approved("2026-04-24", trigger="draw")
    register(desk, draw=False)
    assert publish(desk, "draw").status_code == 201
    assert desk.issue(waiting).json["code"] == "planning.item_not_drawn"
    answer = desk.check_in(coded)
    assert (answer.status_code, codes(answer)) == (201, {"ITEM_NOT_DRAWN"})
    assert leave(desk, answer.json["inspection_id"]) == {"ITEM_NOT_DRAWN"}
