"""A visit code is a permission: nobody gets one with a certificate that is not valid on the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from backend.certificates.models import Card
from backend.planning.problems import CARD_INVALID
from tests.api.bad_input.answers import nothing_written, refused
from tests.api.desk import Desk


@pytest.fixture
def desk(world, api) -> Desk:
    return Desk(world, api)


def card_of(desk: Desk) -> Card:
    return desk.world.look(lambda tx: tx.query(Card).filter_by(person_id=desk.lin.person.id).one())


@pytest.mark.parametrize("state", ["suspended", "revoked", "cancelled"])
def test_a_card_that_is_suspended_or_ended_stops_the_code(desk, clock, state):
    task_id = desk.approved("2026-04-23")
    desk.world.card_state(card_of(desk), state, since=clock.now() - timedelta(hours=1))
    with nothing_written(desk.world):
        body = refused(desk.issue(task_id), CARD_INVALID)
    number = card_of(desk).number
    assert number in body["sentence"]["zh"] and number in body["sentence"]["en"]


@pytest.mark.parametrize(("last_day", "status"), [(date(2026, 4, 22), 409), (date(2026, 4, 23), 201)])
def test_a_card_must_last_until_the_day_of_the_visit(desk, last_day, status):
    task_id = desk.approved("2026-04-23")
    ends = update(Card).where(Card.id == card_of(desk).id).values(expires_on=last_day)
    desk.world.look(lambda tx: (tx.execute(ends), tx.commit()))
    answer = desk.issue(task_id)
    assert answer.status_code == status
    if status == 409:
        refused(answer, CARD_INVALID)
