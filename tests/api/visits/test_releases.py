"""B-52, B-25: whoever holds a place gives it back with a row that says why: lapse, cancellation, withdrawal, abort, refusal."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.planning import service
from backend.planning.models import Slot
from tests.api.visits.test_ended_early import NO_CARD, SHUT, EndedEarly


@pytest.fixture
def office(world, api):
    return EndedEarly(world, api)


def slots(office, task_id):
    rows = office.world.look(lambda tx: tx.scalars(select(Slot).where(Slot.task_id == task_id)).all())
    return [(each.n, each.release_reason, each.released_at is not None) for each in rows]


def cancel(office, task):
    assert office.api.as_(office.planner).post(f"/tasks/{task}/cancel", {"reason": "企业停业"}).status_code == 200


def lapse(office, task):
    office.world.clock.advance(days=31)

    def lapse(tx):
        service.lapse(tx, region_code=office.world.region.code, now=office.world.clock.now())
        tx.commit()

    office.world.look(lapse)


def change_officers(office, task):
    new = office.world.officer(office.organ, "何卫东")
    body = {"officer_ids": [str(office.zhou.person.id), str(new.person.id)]}
    assert office.api.as_(office.planner).post(f"/tasks/{task}/officers", body).status_code == 200


@pytest.mark.parametrize(
    ("leave", "reason"), [(cancel, "cancel"), (lapse, "lapse"), (change_officers, "withdrawn")]
)  # fmt: skip
def test_b52_a_planned_visit_that_does_not_come_gives_its_place_back(office, leave, reason):
    task = office.coded("2026-05-21")
    assert slots(office, task) == [(2, None, False)]
    leave(office, task)
    assert slots(office, task) == [(2, reason, True)]
    after = office.coded("2026-07-22")
    assert slots(office, after) == [(2, None, False)]


@pytest.mark.parametrize(("ending", "reason"), [(SHUT, "aborted_before_entry"), (NO_CARD, "refused_lawful")])
def test_b52_a_visit_that_came_to_nothing_gives_its_place_back(office, ending, reason):
    office.end(ending)
    assert slots(office, office.task_id) == [(1, reason, True)]
    after = office.coded("2026-05-21")
    assert slots(office, after) == [(1, None, False)]


def test_b52_the_same_check_in_three_times_is_one_visit_and_one_place(office):
    task = office.coded("2026-05-21")
    office.world.clock.advance(days=29)
    body = office.arrival(task)
    key = "0192d3f0-0000-7000-8000-0000000000f2"
    answers = [office.api.as_(office.zhou).post("/check-ins", body, key=key) for _ in range(3)]
    assert [each.status_code for each in answers] == [201] * 3
    assert len({each.json["inspection_id"] for each in answers}) == 1
    assert slots(office, task) == [(2, None, False)]
