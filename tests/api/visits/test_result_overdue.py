"""A visit whose result does not come in its working days is told to supervision, once (B-66, B-04)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from backend.identity.models import Device
from backend.inspections import results_due
from backend.inspections.models import Quarantine
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from backend.supervision.models import Alert
from tests.api.desk import NEVER_QUIET
from tests.api.visits.onsite import OnSite
from tests.arrivals import arrival, let_followers_read

# 2026-04-22 is a Wednesday; 1–5 May are off, Saturday 9 May is worked
TABLE = {"holidays": {"2026": {"off": ["2026-05-01", "2026-05-04", "2026-05-05"], "worked": ["2026-05-09"]}}}


def there(text: str) -> datetime:
    """A moment of the region, which is eight hours ahead."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


class Waiting:
    """A region with a table of holidays, where a visit was left without its result."""

    def __init__(self, world, **rules):
        self.world = world
        world.rule_set({**TABLE, **NEVER_QUIET, **rules})
        self.organ = world.organ()
        self.officer = world.officer(self.organ)

    def ended(self, text: str, *, left: bool = True):
        """A visit that ended then, an hour after its arrival; or one that nobody left."""
        at = there(text) - timedelta(hours=1 if left else 0)
        return arrival(self.world, self.organ, self.officer, at=at, state="left" if left else "ongoing")

    def tell(self, text: str) -> int:
        def told(tx):
            n = results_due.tell_missing(tx, now=there(text))
            tx.commit()
            return n

        return self.world.look(told)


@pytest.fixture
def waiting(world):
    return Waiting(world)


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        ("2026-04-22T17:00:00", "2026-04-29"),  # Wednesday: the day itself is not counted
        ("2026-04-22T23:59:59", "2026-04-29"),
        ("2026-04-23T00:00:00", "2026-04-30"),  # midnight there is the next day, although not in UTC
        ("2026-04-24T17:00:00", "2026-05-06"),  # over a weekend and three days off
        ("2026-04-25T10:00:00", "2026-05-06"),  # a Saturday that nobody works
        ("2026-04-30T17:00:00", "2026-05-11"),  # 6, 7, 8, the worked Saturday 9, and 11
        ("2026-05-09T17:00:00", "2026-05-15"),  # on the worked Saturday itself
    ],
)
def test_the_last_working_day_runs_to_its_midnight(waiting, ended, last):
    """T: day 6 raises the alert."""
    waiting.ended(ended)
    after = datetime.fromisoformat(last) + timedelta(days=1)
    assert waiting.tell(f"{last}T23:59:59") == 0
    assert waiting.tell(f"{after:%Y-%m-%d}T00:00:00") == 1


def test_a_year_without_a_table_counts_monday_to_friday(waiting):
    waiting.ended("2027-04-30T17:00:00")
    assert waiting.tell("2027-05-07T23:59:59") == 0
    assert waiting.tell("2027-05-08T00:00:00") == 1


def test_it_is_told_once_and_in_words(waiting):
    visit = waiting.ended("2026-04-22T17:00:00")
    assert [waiting.tell("2026-04-30T00:40:00"), waiting.tell("2026-04-30T01:40:00")] == [1, 0]
    let_followers_read(waiting.world, waiting.world.clock)

    (alert,) = waiting.world.look(lambda tx: tx.scalars(select(Alert)).all())
    assert (alert.inspection_id, alert.code, alert.rule, alert.severity) == (visit, "RESULT_OVERDUE", "B-66", "medium")
    assert (alert.facts["due"], alert.facts["days"]) == ("2026-04-29", 5)
    assert alert.sentence_zh == "检查于 2026 年 4 月 22 日结束，5 个工作日内要有结果，4 月 29 日已过，还没有结果。"


def test_a_visit_that_nobody_left_counts_from_its_arrival(waiting):
    waiting.ended("2026-04-22T17:00:00", left=False)
    assert waiting.tell("2026-04-29T23:59:59") == 0
    assert waiting.tell("2026-04-30T00:00:00") == 1
    let_followers_read(waiting.world, waiting.world.clock)
    said = waiting.world.look(lambda tx: tx.scalar(select(Alert.sentence_zh)))
    assert said.startswith("2026 年 4 月 22 日到场，没有签退，5 个工作日内要有结果")


def test_the_rule_set_says_how_many_days(world):
    waiting = Waiting(world, result={"workdays": 2})
    waiting.ended("2026-04-24T17:00:00")
    assert waiting.tell("2026-04-28T23:59:59") == 0
    assert waiting.tell("2026-04-29T00:00:00") == 1


@pytest.mark.parametrize(("decision", "told"), [(None, 0), ("discarded", 0), ("counts", 1)])
def test_a_visit_kept_apart_owes_nothing_until_it_counts(waiting, decision, told):
    visit = waiting.ended("2026-04-22T17:00:00")
    with waiting.world.sessions() as tx:
        tx.add(
            Quarantine(
                inspection_id=visit, device_id=device(tx, waiting), at=there("2026-04-22T18:00:00"), decision=decision
            )
        )
        tx.commit()
    assert waiting.tell("2026-05-20T00:00:00") == told


def device(tx, waiting):
    row = Device(
        id=uuid7(), person_id=waiting.officer.person.id, kid=b"k", public_key=b"p", enrolled_at=there("2026-01-01")
    )
    tx.add(row)
    tx.flush()
    return row.id


def test_what_is_older_than_the_clock_itself_is_not_told(waiting):
    waiting.ended("2025-11-20T17:00:00")
    assert waiting.tell("2026-04-22T00:00:00") == 0


WAITS = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
    "WHERE NOT granted AND datname = current_database() UNION ALL "
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'transactionid' AND datname = current_database()"
)


def test_two_workers_tell_once(committed_world):
    """The second has seen the same visit, waits for the first, and then has nothing to tell."""
    waiting = Waiting(committed_world)
    waiting.ended("2026-04-22T17:00:00")
    now = there("2026-04-30T00:00:00")
    with waiting.world.sessions() as one, ThreadPoolExecutor(1) as pool:
        assert results_due.tell_missing(one, now=now) == 1
        other = pool.submit(waiting.tell, "2026-04-30T00:00:00")
        while not other.done() and not waiting.world.look(lambda tx: sum(tx.scalars(WAITS))):
            pass
        one.commit()
        assert other.result(timeout=20) == 0
    names = waiting.world.look(lambda tx: tx.scalars(select(JournalInbox.name)).all())
    assert names.count("inspections.rule_broken.v1") == 1


def test_with_a_result_nobody_is_told(world, api):
    visit = OnSite(world, api)
    assert visit.result().status_code == 201
    tell = lambda tx: results_due.tell_missing(tx, now=world.clock.now() + timedelta(days=30))  # noqa: E731
    assert world.look(tell) == 0
