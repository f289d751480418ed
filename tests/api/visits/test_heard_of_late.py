"""Visits that we hear of late, many at once: each of those they concern is judged again once, and as if all had come in order (B-03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, select

from backend.inspections.models import VerdictRow
from backend.worker import followers, run_journal_once
from tests.api.desk import NEVER_QUIET, Desk

OF_TELLING = {"LATE_BACKFILL", "CLOCK_UNTRUSTED"}
"""What a verdict says of how late we heard of a visit, and not of those beside it."""


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


def come(desk, world, hours):
    """Arrivals without a task at an enterprise of their own, so many hours ago, told in this order: their ids by hour."""
    desk.enterprise, desk.site = world.enterprise(f"商户{world.number()}")
    return {each: _come(desk, world.clock.now() - timedelta(hours=each)) for each in hours}


def _come(desk, moment):
    told = desk.check_in(None, at=moment)
    assert told.status_code == 201, told.json
    return UUID(told.json["inspection_id"])


def verdicts(world):
    """All verdicts of each visit, the newest last."""
    rows = world.look(lambda tx: tx.scalars(select(VerdictRow).order_by(VerdictRow.judged_at, VerdictRow.id)).all())
    found = {}
    for each in rows:
        found.setdefault(each.inspection_id, []).append(each)
    return found


def said(verdict):
    """What a verdict says of those beside the visit."""
    cap = verdict.body["cap"]
    return cap["reason"], cap["counted"], {each["code"] for each in verdict.body["findings"]} - OF_TELLING


@contextmanager
def counted(world) -> Iterator[Counter]:
    """How many questions the database is asked meanwhile."""
    asked: Counter = Counter()

    def ask(connection, cursor, statement, *_):
        asked[statement.split(None, 1)[0]] += 1

    engine = world.sessions.kw["bind"]
    event.listen(engine, "before_cursor_execute", ask)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", ask)


def read_all(world, clock):
    while run_journal_once(world.sessions, followers(), clock):
        pass


def test_b03_visits_told_backwards_are_each_judged_again_once_and_as_if_they_had_come_in_order(desk, world, clock):
    days = [24 * each for each in range(8)]
    backwards = come(desk, world, days)
    read_all(world, clock)

    rows = verdicts(world)
    assert [len(rows[backwards[each]]) for each in days] == [2] * 7 + [1]  # the first of all knew enough

    forwards = come(desk, world, reversed(days))
    rows = verdicts(world)
    assert [said(rows[backwards[each]][-1]) for each in days] == [said(rows[forwards[each]][0]) for each in days]


def test_ten_times_the_visits_of_one_minute_cost_no_more_than_ten_times_the_questions(desk, world, clock):
    """After the first of a day the others change nothing for each other; that is not found out for each pair of them."""
    asked = []
    for many in (4, 40):
        come(desk, world, [1, *(each / 3600 for each in range(many))])
        with counted(world) as questions:
            read_all(world, clock)
        asked.append(questions.total())
    assert asked[1] <= 10 * asked[0], asked
    assert {len(each) for each in verdicts(world).values()} == {1}  # nothing changed, nothing is written
