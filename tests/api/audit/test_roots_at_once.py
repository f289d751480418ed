"""Who writes takes a lower number first and may commit last: a root waits, so that its span stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import func, insert, select, text

from backend.audit.models import AuditEntry
from backend.audit.roots import close_spans
from backend.audit.verifying import verify
from tests.api.audit.lines import line_at
from tests.world import World


def write(world: World, tx) -> None:
    tx.execute(insert(AuditEntry), [line_at(world.clock.now())])


def write_at_once(world: World) -> None:
    with world.sessions() as tx:
        write(world, tx)
        tx.commit()


@contextmanager
def a_root_that_waits(world: World) -> Iterator[Future[int]]:
    """Roots are being made beside us, and wait for something that we hold."""
    asked = text("SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
                 "WHERE NOT granted AND datname = current_database()")  # fmt: skip
    with ThreadPoolExecutor(1) as beside:
        making = beside.submit(close_spans, world.sessions, world.clock.now())
        while not making.done() and not world.look(lambda tx: tx.scalar(asked)):
            pass
        yield making


def lines_and_faults(world: World):
    seen = world.look(lambda tx: verify(tx, world.clock.now()))
    return seen.lines, seen.open_lines, seen.faults


def test_no_root_is_made_while_a_lower_line_may_still_come(committed_world):
    world = committed_world
    with world.sessions() as slow:
        write(world, slow)
        write_at_once(world)
        with a_root_that_waits(world) as making:
            slow.commit()
            assert making.result() == 1
    assert lines_and_faults(world) == (2, 0, ())


def test_a_line_that_comes_while_roots_are_made_is_the_next_ones(committed_world):
    world = committed_world
    write_at_once(world)
    with world.sessions() as slow, world.sessions() as another:
        another.execute(select(func.pg_advisory_xact_lock(func.hashtext("audit.roots"))))
        with a_root_that_waits(world) as making:
            write(world, slow)
            write_at_once(world)
            another.commit()
            assert making.result() == 1
        slow.commit()
    assert close_spans(world.sessions, world.clock.now()) == 1
    assert lines_and_faults(world) == (3, 0, ())
