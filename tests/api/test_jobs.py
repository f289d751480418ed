"""The job queue: a job exists if and only if the transaction that asked for it was committed, and is done at least once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.kernel import jobs
from backend.kernel.jobs import Tools, defer, job, work_off
from backend.kernel.transaction import transaction
from tests.world import World


@pytest.fixture
def registered() -> Iterator[list[str]]:
    """Two jobs of the test's own: one that notes its word, one that fails the first time."""
    done: list[str] = []
    before = dict(jobs.JOBS)

    @job("test.note")
    def note(tools: Tools, word: str) -> None:
        done.append(word)

    @job("test.stumble", tries=2)
    def stumble(tools: Tools) -> None:
        done.append("try")
        if len(done) == 1:
            raise OSError("the store is away")

    yield done
    jobs.JOBS.clear()
    jobs.JOBS.update(before)


def waiting(tx: Session) -> list[str]:
    """Names of this file's own jobs that wait; the clock may bring others at any full minute."""
    own = "SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' AND task_name LIKE 'test.%' ORDER BY id"
    return list(tx.scalars(text(own)))


def test_after_a_rollback_the_job_was_never_there(world: World, sessions) -> None:
    def ask_and_fail() -> None:
        with transaction(sessions) as tx:
            defer(tx, "test.note", word="lost")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert world.look(waiting) == []


def test_under_the_same_words_one_is_enough_and_the_transaction_goes_on(world: World, sessions) -> None:
    with transaction(sessions) as tx:
        asked = [defer(tx, "test.note", once="the same", word=word) for word in ("first", "second")]
        defer(tx, "test.note", word="another")
    assert asked == [True, False]
    assert world.look(waiting) == ["test.note", "test.note"]


def test_the_worker_does_what_was_committed(committed_world: World, registered: list[str]) -> None:
    with transaction(committed_world.sessions) as tx:
        for word in ("one", "two"):
            defer(tx, "test.note", word=word)
    work_off(committed_world.settings, committed_world.sessions)
    assert sorted(registered) == ["one", "two"]
    assert committed_world.look(waiting) == []


def test_a_job_that_fails_is_tried_again_later(committed_world: World, registered: list[str]) -> None:
    with transaction(committed_world.sessions) as tx:
        defer(tx, "test.stumble")
    work_off(committed_world.settings, committed_world.sessions)
    assert committed_world.look(waiting) == ["test.stumble"]
    with transaction(committed_world.sessions) as tx:
        tx.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
    work_off(committed_world.settings, committed_world.sessions)
    assert registered == ["try", "try"]
    assert committed_world.look(waiting) == []


def test_a_failing_job_leaves_its_second_try_to_the_one_that_waits(
    committed_world: World, registered: list[str]
) -> None:
    """Giving it back to the queue would break the unique lock of the waiting one and stop the worker."""

    @job("test.again")
    def again(tools: Tools) -> None:
        registered.append("try")
        if len(registered) == 1:
            with transaction(tools.sessions) as tx:
                defer(tx, "test.again", once="again")
            raise OSError("the store is away")

    with transaction(committed_world.sessions) as tx:
        defer(tx, "test.again", once="again")
    work_off(committed_world.settings, committed_world.sessions)
    assert registered == ["try", "try"]
