"""The journal: contiguous numbers whatever commits late, each entry once per follower, a poisoned entry parked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from backend.cli import Operator
from backend.cli import parked as command
from backend.journal.event import Event
from backend.journal.followers import TRIES, Follower, advance
from backend.journal.models import Journal, JournalParked, JournalPlace
from backend.journal.parked import parked, try_again
from backend.journal.record import record
from backend.journal.sequencer import sequence
from backend.kernel.transaction import transaction


@dataclass(frozen=True, slots=True)
class Rang(Event):
    name: ClassVar[str] = "bell.rang.v1"
    n: int


def ring(sessions, *numbers: int) -> None:
    with transaction(sessions) as tx:
        record(tx, *(Rang(n) for n in numbers))


def number_everything(sessions) -> None:
    while True:
        with transaction(sessions) as tx:
            if not sequence(tx):
                return


def test_an_event_of_a_failed_transaction_never_existed(sessions):
    def fail_after_recording() -> None:
        with transaction(sessions) as tx:
            record(tx, Rang(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_recording()

    with transaction(sessions) as tx:
        assert sequence(tx) == 0


def test_twelve_writers_and_two_sequencers_leave_no_gap_and_lose_nothing(committed_world):
    sessions = committed_world.sessions

    def write(writer: int) -> None:
        for n in range(50):
            ring(sessions, writer * 1000 + n)
            if n % 10 == 0:
                with transaction(sessions) as tx:
                    sequence(tx)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(12)))
    number_everything(sessions)

    with transaction(sessions) as tx:
        rows = tx.execute(select(Journal.seq, Journal.data).order_by(Journal.seq)).all()
    assert [row.seq for row in rows] == list(range(1, 601))
    assert {row.data["n"] for row in rows} == {w * 1000 + n for w in range(12) for n in range(50)}


def test_a_follower_sees_each_entry_once_and_in_order(sessions, clock):
    seen: list[int] = []
    follower = Follower("ear", {"bell.rang.v1": lambda tx, entry: seen.append(entry.data["n"])})
    ring(sessions, 1, 2)
    ring(sessions, 3)
    number_everything(sessions)

    while advance(sessions, follower, clock):
        pass
    assert seen == [1, 2, 3]
    assert advance(sessions, follower, clock) == 0


def test_what_is_done_together_is_done_once_for_a_batch_and_without_the_entry_that_fails(sessions, clock):
    ring(sessions, 1, 2, 3, 4)
    number_everything(sessions)
    done: list[list[int]] = []

    def together(tx, answers) -> None:
        if 40 in (numbers := [answer for _, answer in answers]):
            raise ValueError("poisoned")
        done.append(numbers)

    follower = Follower("test", {Rang.name: lambda tx, entry: entry.data["n"] * 10}, together=together)
    while advance(sessions, follower, clock):
        pass
    assert done == [[10], [20], [30]]  # the batch failed whole; then each by itself

    for _ in range(TRIES):
        clock.advance(minutes=5)
        advance(sessions, follower, clock)
    ring(sessions, 5, 6)
    number_everything(sessions)
    advance(sessions, follower, clock)
    assert done[3:] == [[50, 60]]


def test_an_entry_that_always_fails_is_parked_and_the_follower_goes_on(sessions, clock):
    seen: list[int] = []

    def handle(tx, entry) -> None:
        if entry.data["n"] == 2:
            raise RuntimeError("cannot hear this one")
        seen.append(entry.data["n"])

    follower = Follower("ear", {"bell.rang.v1": handle})
    ring(sessions, 1, 2, 3)
    number_everything(sessions)
    for _ in range(TRIES):
        advance(sessions, follower, clock)
        clock.advance(minutes=5)
    advance(sessions, follower, clock)

    with transaction(sessions) as tx:
        parked = tx.execute(select(JournalParked.follower, JournalParked.error)).all()
        place = tx.get_one(JournalPlace, "ear")
    assert parked == [("ear", "RuntimeError")]
    assert seen[-1] == 3
    assert place.failures == 0


def park(sessions, clock, follower: Follower) -> int:
    """Ring once and let the follower give up; the number of the entry."""
    ring(sessions, 1)
    number_everything(sessions)
    for _ in range(TRIES):
        advance(sessions, follower, clock)
        clock.advance(minutes=5)
    with transaction(sessions) as tx:
        return tx.scalars(select(JournalParked.seq)).one()


def test_a_parked_entry_is_handled_when_somebody_tries_again_and_once_only(sessions, clock):
    heard: list[int] = []
    deaf = Follower("ear", {"bell.rang.v1": lambda tx, entry: 1 // 0})
    seq = park(sessions, clock, deaf)
    mended = Follower("ear", {"bell.rang.v1": lambda tx, entry: heard.append(entry.seq)})

    with transaction(sessions) as tx:
        assert try_again(tx, mended, seq)
    with transaction(sessions) as tx:
        assert not try_again(tx, mended, seq)
        assert parked(tx) == []
    assert heard == [seq]


def test_one_that_fails_again_stays_parked(sessions, clock):
    deaf = Follower("ear", {"bell.rang.v1": lambda tx, entry: 1 // 0})
    seq = park(sessions, clock, deaf)
    with pytest.raises(ZeroDivisionError), transaction(sessions) as tx:
        try_again(tx, deaf, seq)
    with transaction(sessions) as tx:
        assert [row.JournalParked.seq for row in parked(tx)] == [seq]


def test_the_command_lists_what_is_parked_and_tries_it_again(world, sessions, clock):
    def asked(*words: str):
        operator = Operator(world.settings)
        operator.__dict__["sessions"] = sessions
        return CliRunner().invoke(command, words, obj=operator)

    assert (asked().exit_code, asked().output) == (0, "没有被搁置的 · nothing is set aside\n")
    seq = park(sessions, clock, Follower("monitoring", {"bell.rang.v1": lambda tx, entry: 1 // 0}))
    listed = asked()
    assert listed.exit_code == 1
    assert f"monitoring  #{seq} bell.rang.v1  ZeroDivisionError" in listed.output
    assert asked("--again").exit_code == 0
    assert asked().output == "没有被搁置的 · nothing is set aside\n"


def test_a_follower_whose_meaning_is_order_stops_instead(sessions, clock):
    def handle(tx, entry) -> None:
        raise RuntimeError("no")

    follower = Follower("log", {"bell.rang.v1": handle}, stops=True)
    ring(sessions, 1)
    number_everything(sessions)
    for _ in range(TRIES + 2):
        advance(sessions, follower, clock)
        clock.advance(minutes=10)

    with transaction(sessions) as tx:
        assert tx.get_one(JournalPlace, "log").seq == 0
        assert tx.execute(select(JournalParked)).first() is None


@pytest.mark.parametrize("change", ["UPDATE journal SET name = 'x'", "DELETE FROM journal", "TRUNCATE journal"])
def test_nobody_rewrites_the_journal(sessions, change):
    ring(sessions, 1)
    number_everything(sessions)

    with pytest.raises(ProgrammingError, match="insert-only"), sessions() as tx:
        tx.execute(text(change))
