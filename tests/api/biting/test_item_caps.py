"""B-25: the cap that an item publishes for itself bites at planning and at the code, and is a finding at arrival."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.planning.models import Task
from tests.api.attacks.test_at_once import together
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.world import Api

PLENTY = {**NEVER_QUIET, "cap": {"default": 9, "unit": "month"}}


def at_most(desk: Desk, most: int, period: str = "year", item: Any = None) -> None:
    with desk.world.sessions() as tx:
        row = tx.merge(item or desk.item)
        row.cap_most, row.cap_period = most, period
        tx.commit()


@pytest.fixture
def desk(world, api) -> Desk:
    return Desk(world, api, PLENTY)


def test_the_last_visit_about_an_item_is_refused_with_its_name_and_the_next_slot(desk):
    at_most(desk, 1)
    desk.coded("2026-04-22")
    told = desk.plan("2026-06-24")
    assert (told.status_code, told.json["code"], told.json["rule"]) == (409, "planning.item_cap_reached", "B-25")
    assert "第 2 次检查“食品生产日常监督检查”" in told.json["sentence"]["zh"]
    assert "2027 年" in told.json["sentence"]["zh"]
    assert "去掉这一事项" in told.json["remedy"]


def test_another_item_is_not_touched(desk, world):
    at_most(desk, 1)
    desk.coded("2026-04-22")
    other = world.item(desk.organ)
    assert desk.plan("2026-06-24", item_ids=[str(other.id)]).status_code == 201


def test_two_that_were_planned_before_get_one_code(desk):
    at_most(desk, 1, "quarter")
    first, second, third = desk.approved("2026-04-22"), desk.approved("2026-06-24"), desk.approved("2026-07-22")
    assert [desk.issue(each).status_code for each in (first, second, third)] == [201, 409, 201]


def test_a_visit_beyond_the_items_cap_is_recorded_with_a_finding(desk, clock):
    task = desk.coded("2026-04-22")
    assert desk.check_in(task).status_code == 201
    later = desk.coded("2026-04-24")
    at_most(desk, 1)
    clock.advance(days=2)
    answer = desk.check_in(later)
    assert (answer.status_code, codes(answer)) == (201, {"ITEM_CAP_REACHED"})


def test_a_cancelled_visit_gives_its_place_back(desk):
    at_most(desk, 1)
    first, second = desk.coded("2026-04-22"), None
    assert desk.plan("2026-06-24").status_code == 409
    desk.api.as_(desk.planner).post(f"/tasks/{first}/cancel", {"reason": "改期"})
    second = desk.coded("2026-06-24")
    assert second


def test_two_at_once_for_the_last_place_of_an_item_in_two_months(committed_world, clock):
    world = committed_world
    api = Api(create_app(world.settings, sessions=world.sessions, clock=clock), world)
    desk = Desk(world, api, PLENTY)
    for n in range(10):
        desk.enterprise, desk.site = world.enterprise()
        at_most(desk, 9)
        both = [desk.approved("2026-05-21"), desk.approved("2026-06-24")]
        at_most(desk, 1)
        answers = together(*(partial(desk.issue, each) for each in both))
        assert sorted(each.status_code for each in answers) == [201, 409], n
        refused = next(each for each in answers if each.status_code == 409)
        assert refused.json["code"] == "planning.item_cap_reached"
        coded = select(func.count()).where(Task.enterprise_id == desk.enterprise.id, Task.state == "coded")
        assert world.look(lambda tx, coded=coded: tx.scalar(coded)) == 1
