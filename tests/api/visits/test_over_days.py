"""B-31: one inspection over days that its notice names counts once, unless a gap is too long."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from backend.inspections import results_due
from backend.inspections.models import ResultOverdue
from backend.planning.models import Slot
from tests.api.desk import Desk, codes

# 2026-04-22 is a Wednesday; the quiet days are the 1st to the 20th.
THREE = ["2026-04-23", "2026-04-24"]


class OverDays(Desk):
    """A department that plans a visit over several days."""

    def arrive(self, task_id, day):
        today = self.world.clock.now().date()
        self.world.clock.advance(days=(date.fromisoformat(day) - today).days)
        answer = self.check_in(task_id)
        assert answer.status_code == 201, answer.json
        return answer

    def cap(self, answer):
        cap = answer.json["verdict"]["cap"]
        return cap["code"], cap["counted"], cap["rule"]


@pytest.fixture
def desk(world, api):
    return OverDays(world, api)


def test_b31_three_named_days_with_visits_on_each_count_one(desk):
    task = desk.coded("2026-04-22", further_days=THREE)
    first, *others = [desk.arrive(task, day) for day in ("2026-04-22", *THREE)]
    assert desk.cap(first) == ("WITHIN", 1, "B-25")
    assert [desk.cap(each) for each in others] == [("NOT_COUNTED", 1, "B-31")] * 2
    assert [codes(each) for each in (first, *others)] == [set()] * 3
    slots = desk.world.look(lambda tx: tx.scalars(select(Slot)).all())
    assert [(each.n, each.released_at) for each in slots] == [(1, None)]


def test_b31_a_day_that_the_notice_does_not_name_is_another_visit(desk):
    task = desk.coded("2026-04-22", further_days=["2026-04-23"])
    desk.arrive(task, "2026-04-22")
    assert desk.cap(desk.arrive(task, "2026-04-24"))[:2] == ("WITHIN", 2)


def test_b31_monday_and_the_monday_after_are_two(desk):
    """27 April and 4 May: the days between were named, but nobody came."""
    days = ["2026-04-28", "2026-04-30"]
    task = desk.coded("2026-04-27", further_days=days)
    desk.arrive(task, "2026-04-27")
    assert desk.cap(desk.arrive(task, "2026-05-04"))[:2] == ("WITHIN", 2)


@pytest.mark.parametrize(("day", "status"), [("2026-04-28", 201), ("2026-04-29", 422)])
def test_b31_days_too_far_apart_are_refused_at_planning(desk, day, status):
    """Between Wednesday and the Tuesday after lie Thursday, Friday and Monday: three working days."""
    answer = desk.plan("2026-04-22", further_days=[day])
    assert answer.status_code == status, answer.json
    if status == 422:
        assert (answer.json["code"], answer.json["rule"]) == ("planning.days_apart", "B-31")


def test_b31_a_quiet_day_among_them_is_refused(desk):
    answer = desk.plan("2026-04-30", further_days=["2026-05-06"])
    assert (answer.status_code, answer.json["code"]) == (409, "planning.quiet_period")
    assert "5 月 6 日" in str(answer.json)


def test_b31_notice_code_and_package_name_the_days(desk):
    task = desk.coded("2026-04-22", further_days=[THREE[1], THREE[0], THREE[0]])
    told = desk.api.as_(desk.planner).get(f"/tasks/{task}").json
    assert told["further_days"] == THREE
    assert told["visit_code"]["valid_to"] == "2026-04-24T16:00:00Z"
    desk.arrive(task, "2026-04-22")
    desk.world.clock.advance(days=2)
    snapshot = desk.api.as_(desk.zhou).get("/snapshot").json["tasks"]
    assert [each["id"] for each in snapshot] == [task]


@pytest.mark.parametrize(
    "days",
    [
        ["2026-04-22"], ["2026-04-21"], ["soon"], "2026-04-23", [None], [7], ["2026-04-23"] * 31, ["9999-12-31"], None,
    ],
)  # fmt: skip
def test_b31_what_are_no_further_days(desk, days):
    answer = desk.plan("2026-04-22", further_days=days)
    assert answer.status_code == 422
    assert "further_days" in str(answer.json)


def test_b31_an_offline_arrival_on_the_second_day_is_judged_by_its_day(desk):
    task = desk.coded("2026-04-22", further_days=THREE)
    desk.arrive(task, "2026-04-22")
    desk.world.clock.advance(days=1)
    at = desk.world.clock.now()
    desk.world.clock.advance(days=5)
    answer = desk.check_in(task, at=at)
    assert desk.cap(answer) == ("NOT_COUNTED", 1, "B-31")


def test_b31_only_the_last_of_the_days_owes_the_result(desk):
    task = desk.coded("2026-04-22", further_days=["2026-04-23"])
    visits = [desk.arrive(task, day).json["inspection_id"] for day in ("2026-04-22", "2026-04-23")]
    desk.world.clock.advance(days=20)

    def told(tx):
        n = results_due.tell_missing(tx, now=desk.world.clock.now())
        tx.commit()
        return n, [str(each) for each in tx.scalars(select(ResultOverdue.inspection_id))]

    assert desk.world.look(told) == (1, visits[1:])
