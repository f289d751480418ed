"""A task whose local day passed without a visit lapses at midnight; an arrival that is told later stays true (B-33, B-41)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from backend.certificates.models import VisitCode
from backend.journal.models import JournalInbox
from backend.kernel.jobs import JOBS, Tools
from backend.planning.jobs import lapse_overdue
from backend.planning.models import Slot, Task
from backend.worker import load_jobs
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.api.pages import headline

MIDNIGHT = datetime(2026, 4, 22, 16, tzinfo=UTC)
"""24:00 of Wednesday 22 April 2026 in Shanghai."""


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


@pytest.fixture
def work(settings, sessions, clock):
    """The job, as the worker runs it."""
    return lambda: lapse_overdue(Tools(settings, sessions, clock))


def state(desk, task_id):
    return desk.api.as_(desk.planner).get(f"/tasks/{task_id}").json["state"]


def the_slot(world, task_id):
    return world.look(lambda tx: tx.scalars(select(Slot).where(Slot.task_id == task_id)).one())


def cancellations(world):
    name = "planning.code_cancelled.v1"
    return world.look(lambda tx: tx.scalars(select(JournalInbox.data).where(JournalInbox.name == name)).all())


def test_the_worker_knows_the_job_and_runs_it_every_minute():
    load_jobs()

    assert JOBS["planning.lapse"].every == "* * * * *"


def test_the_last_second_of_the_day_is_still_its_day(desk, world, clock, work):
    task_id = desk.coded("2026-04-22")
    clock.moment = MIDNIGHT - timedelta(seconds=1)
    work()

    assert state(desk, task_id) == "coded"
    assert the_slot(world, task_id).released_at is None
    assert cancellations(world) == []


def test_at_midnight_the_task_lapses_its_slot_is_free_and_its_code_is_void(desk, world, clock, work):
    task_id = desk.coded("2026-04-22")
    clock.moment = MIDNIGHT
    work()
    work()

    assert state(desk, task_id) == "lapsed"
    slot = the_slot(world, task_id)
    assert (slot.released_at, slot.release_reason) == (MIDNIGHT, "lapse")
    code = world.look(lambda tx: tx.scalars(select(VisitCode)).one())
    assert code.cancelled_at == MIDNIGHT
    told = cancellations(world)
    assert [(each["task_id"], each["reason"], each["region"]) for each in told] == [(task_id, "lapsed", "420117")]


@pytest.mark.parametrize(("decision", "after"), [(None, "lapsed"), ("approve", "lapsed"), ("reject", "rejected")])
def test_tasks_without_a_code_lapse_too_and_ended_ones_stay(desk, clock, work, decision, after):
    task_id = desk.plan("2026-04-22").json["id"]
    if decision:
        desk.decide(task_id, decision)
    clock.moment = MIDNIGHT
    work()

    assert state(desk, task_id) == after


def test_each_region_has_its_own_midnight(desk, world, clock, work):
    west = world.other_region()
    task_id = desk.coded("2026-04-22")
    with world.sessions() as tx:
        tx.get_one(type(west), west.code).zone = "America/Chicago"
        tx.get_one(Task, task_id).region_path = west.path
        tx.commit()
    midnight_there = datetime(2026, 4, 23, tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)

    for moment, expected in (
        (MIDNIGHT, "coded"), (midnight_there - timedelta(seconds=1), "coded"), (midnight_there, "lapsed"),
    ):  # fmt: skip
        clock.moment = moment
        work()
        assert world.look(lambda tx: tx.get_one(Task, task_id).state) == expected


def test_more_than_one_batch_lapses_at_once(desk, world, clock, work):
    task_id = desk.coded("2026-04-22")
    planned = world.look(lambda tx: tx.get_one(Task, task_id))
    columns = {each.name: getattr(planned, each.name) for each in Task.__table__.columns if each.name != "id"}
    from backend.kernel.ids import uuid7

    world._add(*(Task(id=uuid7(), **columns) for _ in range(450)))
    clock.moment = MIDNIGHT
    work()

    assert world.look(lambda tx: set(tx.scalars(select(Task.state)))) == {"lapsed"}


def test_an_arrival_in_time_that_is_told_after_midnight_stays_true(desk, world, clock, work, app):
    task_id = desk.coded("2026-04-22")
    arrived = MIDNIGHT - timedelta(seconds=1)
    clock.moment = MIDNIGHT + timedelta(hours=3)
    work()
    assert state(desk, task_id) == "lapsed"

    answer = desk.check_in(task_id, at=arrived)

    assert answer.status_code == 201
    assert (answer.json["task_id"], answer.json["arrived_at"]) == (task_id, "2026-04-22T15:59:59Z")
    assert answer.json["verdict"]["mark"] == "clean"
    assert not codes(answer)
    assert state(desk, task_id) == "visited"
    short = world.look(lambda tx: tx.scalars(select(VisitCode)).one())
    assert short.cancelled_at is None
    assert "取消" not in headline(app.test_client().get(f"/i/{short.short_code}"))


def test_the_place_that_was_freed_may_be_taken_before_the_late_arrival_is_known(desk, clock, work):
    first, second = desk.coded("2026-04-22"), desk.coded("2026-04-24")
    clock.moment = MIDNIGHT
    work()
    third = desk.coded("2026-04-23")

    late = desk.check_in(first, at=MIDNIGHT - timedelta(hours=1))

    assert late.status_code == 201
    assert [state(desk, each) for each in (first, second, third)] == ["visited", "coded", "coded"]
    assert desk.plan("2026-04-27").status_code == 409
