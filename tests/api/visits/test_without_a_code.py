"""B-54: a visit without a code is recorded, explained to the bureau, its code shown before leaving, made up in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.inspections import codeless_due
from backend.inspections.afterwards import Codeless
from backend.kernel.ids import uuid7
from backend.planning.models import Slot, Task
from backend.supervision.models import Alert
from tests.api.desk import Desk, codes
from tests.arrivals import let_followers_read


class WithoutACode(Desk):
    """A visit that was approved, and began before its code existed."""

    def __init__(self, world, api):
        super().__init__(world, api)
        self.task_id = self.approved()
        self.arrived = self.check_in(self.task_id)
        self.visit = self.arrived.json["inspection_id"]

    def at(self):
        return self.world.clock.now().isoformat()

    def tell(self, reason="special", words="发码系统升级，报告司法局", visit=None, by=None, key=None, **change):
        body = {"reason": reason, "words": words, "at": self.at(), **change}
        return self.api.as_(by or self.zhou).post(f"/inspections/{visit or self.visit}/codeless", body, key=key)

    def show_code(self):
        step = {"kind": "show_code", "at": self.at(), "clock": self.clock_reading()}
        return self.api.as_(self.zhou).post(f"/inspections/{self.visit}/steps", step)

    def leave(self):
        body = {"captured_at": self.at(), "clock": self.clock_reading()}
        assert self.api.as_(self.zhou).post(f"/inspections/{self.visit}/check-out", body).status_code == 201
        return self.findings()

    def findings(self):
        seen = self.api.as_(self.zhou).get(f"/inspections/{self.visit}").json["verdict"]["findings"]
        return {each["code"] for each in seen}

    def on_the_desk(self, visit=None, who=None):
        return self.api.as_(who or self.bureau).get(f"/visits/{visit or self.visit}").json["codeless"]

    def overdue(self):
        def told(tx):
            n = codeless_due.tell_unreported(tx, now=self.world.clock.now())
            tx.commit()
            return n

        return self.world.look(told)


@pytest.fixture
def visit(world, api):
    return WithoutACode(world, api)


def test_b54_an_arrival_before_its_code_is_recorded_with_a_remark(visit):
    assert (visit.arrived.status_code, codes(visit.arrived)) == (201, {"NO_CODE"})
    assert visit.arrived.json["verdict"]["mark"] == "clean"
    assert visit.on_the_desk()["reason"] is None
    assert visit.on_the_desk()["due"] == "2026-04-27", "Thursday, Friday, Monday"


def test_b54_with_a_code_there_is_nothing_to_explain(world, api):
    desk = Desk(world, api)
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    body = {"reason": "special", "words": "x", "at": world.clock.now().isoformat()}
    answer = api.as_(desk.zhou).post(f"/inspections/{visit}/codeless", body)
    assert (answer.status_code, answer.json["code"]) == (409, "inspections.had_a_code")
    assert api.as_(desk.bureau).get(f"/visits/{visit}").json["codeless"] is None


def test_b54_a_code_that_came_after_the_arrival_is_none(world, api):
    """Heard of late, judged by the moment of arrival."""
    desk = Desk(world, api)
    task, at = desk.approved(), world.clock.now()
    world.clock.advance(hours=1)
    assert desk.issue(task).status_code == 201
    assert codes(desk.check_in(task, at=at)) == {"NO_CODE"}


@pytest.mark.parametrize(("seconds", "found"), [(120, set()), (121, {"NO_CODE"})])
def test_b54_as_far_as_clocks_may_differ_it_is_one(world, api, seconds, found):
    desk = Desk(world, api)
    task, at = desk.approved(), world.clock.now()
    world.clock.advance(seconds=seconds)
    assert desk.issue(task).status_code == 201
    assert codes(desk.check_in(task, at=at)) == found


def test_b54_the_report_says_why_and_the_bureau_reads_it(visit):
    answer = visit.tell()
    assert (answer.status_code, answer.json["reason"], answer.json["by"]) == (201, "special", "周明远")
    assert visit.on_the_desk()["words"] == "发码系统升级，报告司法局"


def test_b54_it_is_reported_once(visit):
    key = uuid7()
    body = {"reason": "special", "words": "升级", "at": visit.at()}
    same = [visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/codeless", body, key=key) for _ in range(3)]
    assert [each.status_code for each in same] == [201] * 3
    again = visit.tell("network")
    assert (again.status_code, again.json["code"]) == (409, "inspections.reported_already")
    assert visit.on_the_desk()["reason"] == "special"


@pytest.mark.parametrize(
    "change",
    [
        {"reason": None}, {"reason": "because"}, {"reason": 7}, {"words": ""}, {"words": "  "}, {"words": "长" * 1001},
        {"words": None}, {"words": "\x00"}, {"at": "soon"}, {"at": None},
    ],
)  # fmt: skip
def test_b54_what_is_no_report(visit, change):
    assert visit.tell(**change).status_code == 422
    assert visit.on_the_desk()["reason"] is None


def test_b54_who_may_report(visit, world):
    assert visit.tell(by=world.officer(world.organ("别的局"), "外人")).status_code == 404
    assert visit.tell(by=world.officer(visit.organ, "空闲")).json["code"] == "inspections.not_present"
    assert visit.tell(by=visit.planner).status_code == 403
    assert visit.tell(visit=str(uuid7())).status_code == 404


@pytest.mark.parametrize("task", [True, False])
def test_b54_the_bureau_hears_once_of_one_that_was_not_reported_in_three_working_days(visit, task):
    if not task:
        visit.tell()
        visit.visit = visit.check_in(None).json["inspection_id"]
    visit.world.clock.moment = visit.world.clock.moment.replace(day=27, hour=15, minute=59)
    assert visit.overdue() == 0
    visit.world.clock.advance(minutes=1)
    assert (visit.overdue(), visit.overdue()) == (1, 0)
    let_followers_read(visit.world, visit.world.clock)
    alerts = visit.world.look(lambda tx: tx.scalars(select(Alert).where(Alert.code == "CODELESS_UNREPORTED")).all())
    assert [(str(each.inspection_id), each.severity) for each in alerts] == [(visit.visit, "medium")]


def test_b54_one_that_was_reported_is_not_told(visit):
    visit.tell("network")
    visit.world.clock.advance(days=30)
    assert visit.overdue() == 0


@pytest.mark.parametrize("reason", ["emergency", "evidence"])
def test_b54_whoever_went_in_at_once_shows_the_code_before_leaving(visit, reason):
    visit.tell(reason)
    assert "CODE_NOT_SHOWN" in visit.leave()
    assert visit.show_code().status_code == 201, "told late"
    assert "CODE_NOT_SHOWN" not in visit.findings()


def test_b54_the_code_can_still_be_issued_on_site_and_takes_no_second_place(visit):
    assert visit.issue(visit.task_id, by=visit.zhou).status_code == 201
    visit.tell("emergency")
    visit.show_code()
    assert "CODE_NOT_SHOWN" not in visit.leave()
    assert visit.world.look(lambda tx: tx.scalars(select(Slot)).all()) == []
    task = visit.world.look(lambda tx: tx.get_one(Task, visit.task_id))
    assert task.state == "visited"
    again = visit.issue(visit.task_id)
    assert (again.status_code, again.json["code"]) == (409, "planning.wrong_state")


def test_b54_without_a_task_there_is_no_code_to_show(visit):
    visit.visit = visit.check_in(None).json["inspection_id"]
    assert visit.tell("emergency").status_code == 201
    assert "CODE_NOT_SHOWN" not in visit.leave()


@pytest.mark.parametrize("reason", ["special", "network"])
def test_b54_for_other_reasons_the_certificate_is_enough(visit, reason):
    visit.tell(reason)
    assert "CODE_NOT_SHOWN" not in visit.leave()


def test_b54_an_emergency_arrives_before_anybody_decided(world, api):
    desk = Desk(world, api)
    told = {"trigger": "emergency", "ground": "emergency", "evidence_id": "事故 3"}
    task = desk.plan("2026-04-22", **told).json["id"]
    arrived = desk.check_in(task)
    assert (arrived.status_code, codes(arrived) & {"NO_CODE", "NO_TASK"}) == (201, {"NO_CODE"})
    assert api.as_(desk.planner).get(f"/tasks/{task}").json["state"] == "visited"
    assert desk.decide(task).status_code == 200


@pytest.mark.parametrize(("days", "late"), [(10, False), (11, True)])
def test_b54_failure_on_day_0_and_sync_on_day_11_is_late(world, api, days, late):
    desk = Desk(world, api)
    task, at = desk.coded(), world.clock.now()
    world.clock.advance(days=days)
    arrived = desk.check_in(task, at=at)
    assert (codes(arrived) == {"LATE_BACKFILL"}) is late
    let_followers_read(world, world.clock)
    assert [each.code for each in world.look(lambda tx: tx.scalars(select(Alert)).all())] == ["LATE_BACKFILL"] * late
    assert world.look(lambda tx: tx.get(Codeless, arrived.json["inspection_id"])) is None


def test_b54_the_lateness_stays_when_the_visit_is_judged_again(world, api):
    desk = Desk(world, api)
    task, at = desk.coded(), world.clock.now()
    world.clock.advance(days=11)
    visit = desk.check_in(task, at=at).json["inspection_id"]
    left = {"captured_at": (at + timedelta(hours=1)).isoformat(), "clock": desk.clock_reading(at + timedelta(hours=1))}
    assert api.as_(desk.zhou).post(f"/inspections/{visit}/check-out", left).status_code == 201
    seen = api.as_(desk.zhou).get(f"/inspections/{visit}").json["verdict"]["findings"]
    assert "LATE_BACKFILL" in {each["code"] for each in seen}
