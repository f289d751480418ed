"""A line that was changed or taken away is found, even where the database was made to allow it (B-104)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import NullPool, create_engine, insert, make_url, select, text
from sqlalchemy.exc import ProgrammingError

from backend.audit.commands import audit
from backend.audit.events import RootMade
from backend.audit.jobs import close_the_hour, let_go
from backend.audit.models import AuditEntry, Root
from backend.audit.roots import FIRST, KEPT, chained, close_spans, told_of
from backend.audit.verifying import verify
from backend.cli import Operator
from backend.journal.models import JournalInbox
from backend.journal.record import record
from backend.kernel.jobs import JOBS, Tools
from backend.worker import load_jobs, run_journal_once
from tests.api.audit.lines import line_at


def write(world, count, at=None):
    world.look(lambda tx: (tx.execute(insert(AuditEntry), [line_at(at or world.clock.now())] * count), tx.commit()))


def ids(world):
    return world.look(lambda tx: tx.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).all())


def found(world, **extra):
    return world.look(lambda tx: verify(tx, world.clock.now(), **extra))


def kinds(world):
    return [(each.n, each.kind) for each in found(world).faults]


@pytest.fixture
def three_hours(world, sessions, clock):
    """Three closed hours of four lines each, and one line that is not closed yet."""
    for _ in range(3):
        write(world, 4)
        close_spans(sessions, clock.now())
        clock.advance(hours=1)
    write(world, 1)
    return ids(world)


@pytest.fixture
def superuser_world(committed_world, admin_url, clock):
    """The same three hours; and what somebody does who owns the machine: a superuser passes every trigger."""
    world = committed_world
    for _ in range(3):
        write(world, 4)
        close_spans(world.sessions, clock.now())
        clock.advance(hours=1)
    there = make_url(admin_url).set(database=make_url(world.settings.database_url).database)
    engine = create_engine(there, poolclass=NullPool)

    def force(statement, **values):
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement), values)

    return world, force


def test_an_untouched_record_verifies_and_says_what_is_not_closed(world, three_hours):
    seen = found(world)
    assert (seen.spans, seen.lines, seen.let_go, seen.open_lines, seen.faults) == (3, 12, 0, 1, ())
    assert found(world, since=world.clock.now() - timedelta(hours=1)).spans == 1


def test_nothing_written_makes_no_root_and_twice_is_once(world, sessions, clock):
    assert close_spans(sessions, clock.now()) == 0
    write(world, 1)
    assert [close_spans(sessions, clock.now()) for _ in range(2)] == [1, 0]


def test_what_piled_up_becomes_several_roots(world, sessions, clock, monkeypatch):
    monkeypatch.setattr("backend.audit.roots.SPAN_MOST", 2)
    write(world, 5)
    assert close_spans(sessions, clock.now()) == 3
    assert found(world).faults == ()


@pytest.mark.parametrize("column", ["at", "role", "object", "purpose", "result", "person_id", "session", "request_id"])
def test_each_column_that_is_changed_is_found(superuser_world, column):
    world, force = superuser_world
    changed = {
        "at": "at + interval '1 microsecond'", "person_id": "gen_random_uuid()", "session": "'\\x00'::bytea",
        "result": "'refused'",
    }.get(column, "'other'")  # fmt: skip
    force(f"UPDATE audit_entry SET {column} = {changed} WHERE id = :id", id=ids(world)[5])
    assert kinds(world) == [(2, "changed")]


@pytest.mark.parametrize("which", [0, 5, 11])
def test_a_line_that_is_gone_is_found(superuser_world, which):
    world, force = superuser_world
    force("DELETE FROM audit_entry WHERE id = :id", id=ids(world)[which])
    (fault,) = found(world).faults
    assert (fault.n, fault.kind, fault.expected, fault.held) == (1 + which // 4, "missing", 4, 3)


def test_a_whole_span_that_is_gone_too_early_is_found(superuser_world):
    world, force = superuser_world
    force("DELETE FROM audit_entry WHERE id <= :id", id=ids(world)[3])
    assert kinds(world) == [(1, "missing")]


def test_a_line_pushed_between_is_found(superuser_world):
    world, force = superuser_world
    gone = ids(world)[5]
    force("DELETE FROM audit_entry WHERE id = :id", id=gone)
    force(
        "INSERT INTO audit_entry OVERRIDING SYSTEM VALUE SELECT :id, at, person_id, role, organ_id, region_path, session,"
        " action, method, route, 'x', purpose, result, code, request_id FROM audit_entry WHERE id = :other",
        id=gone, other=gone + 1,
    )  # fmt: skip
    assert kinds(world) == [(2, "changed")]


def test_who_rewrites_the_root_too_is_found_by_the_chain_and_the_journal(superuser_world):
    world, force = superuser_world
    force("DELETE FROM audit_entry WHERE id = :id", id=ids(world)[0])
    force("UPDATE audit_root SET lines = 3 WHERE n = 1")
    assert (1, "chain") in kinds(world)
    force("UPDATE audit_root SET root = sha256('x') WHERE n = 3")
    assert {(3, "chain"), (3, "journal")} <= set(kinds(world))
    force("DELETE FROM audit_root WHERE n = 3")
    assert (3, "number") in kinds(world)


@pytest.mark.parametrize("n", [1, 3])
def test_a_root_that_the_journal_was_never_told_is_found(superuser_world, n):
    world, force = superuser_world
    force("DELETE FROM journal_inbox WHERE name = 'audit.root_made.v1' AND data ->> 'n' = :n", n=str(n))
    assert kinds(world) == [(n, "journal")]


def test_a_root_taken_from_the_middle_is_named(superuser_world):
    world, force = superuser_world
    force("DELETE FROM audit_root WHERE n = 2")
    (fault,) = found(world).faults
    assert (fault.kind, fault.expected) == ("number", 2) and "2" in fault.said()


def test_the_record_verifies_once_the_journal_has_numbered_what_it_was_told(superuser_world):
    world, force = superuser_world
    while run_journal_once(world.sessions, [], world.clock):
        pass
    assert world.look(lambda tx: tx.scalars(select(JournalInbox.name)).all()) == []
    assert kinds(world) == []
    force("DELETE FROM audit_root WHERE n = 3")
    assert kinds(world) == [(3, "number")]


def test_who_rewrites_a_root_everywhere_breaks_the_next(superuser_world):
    """Line, digest, root and journal of the first span are made to fit each other; the second stands on the old root."""
    world, force = superuser_world
    force("DELETE FROM audit_entry WHERE id = :id", id=ids(world)[0])
    row = world.look(lambda tx: tx.get_one(Root, 1))
    told = world.look(lambda tx: told_of(tx, row.first_id, row.last_id))
    row.lines, row.digest = told["lines"], told["digest"]
    root = chained(FIRST, row)
    values = {"lines": row.lines, "digest": row.digest, "root": root}
    force("UPDATE audit_root SET lines = :lines, digest = :digest, root = :root WHERE n = 1", **values)
    event = "name = 'audit.root_made.v1' AND data ->> 'n' = '1'"
    force(
        f"UPDATE journal_inbox SET data = data || jsonb_build_object('root', CAST(:root AS text)) WHERE {event}",
        root=root.hex(),
    )
    assert kinds(world) == [(2, "chain")]


def test_what_the_journal_was_told_first_counts_and_a_second_telling_does_not(superuser_world):
    """The last span is made to fit itself, and the journal, which only grows, is told the new root beside the old."""
    world, force = superuser_world
    while run_journal_once(world.sessions, [], world.clock):
        pass
    force("UPDATE audit_entry SET object = 'other' WHERE id = :id", id=ids(world)[-1])
    row, before = world.look(lambda tx: (tx.get_one(Root, 3), tx.get_one(Root, 2).root))
    row.digest = world.look(lambda tx: told_of(tx, row.first_id, row.last_id))["digest"]
    root = chained(before, row)
    force("UPDATE audit_root SET digest = :digest, root = :root WHERE n = 3", digest=row.digest, root=root)
    world.look(lambda tx: (record(tx, RootMade(3, row.first_id, row.last_id, 4, root.hex())), tx.commit()))
    assert kinds(world) == [(3, "journal")]


def test_the_command_says_where_and_ends_with_one(superuser_world):
    world, force = superuser_world
    operator = Operator(world.settings)
    operator.__dict__["sessions"] = world.sessions
    good = CliRunner().invoke(audit, ["verify"], obj=operator)
    assert (good.exit_code, "nothing was changed" in good.output) == (0, True), good.output
    line = ids(world)[5]
    force("UPDATE audit_entry SET object = 'x' WHERE id = :id", id=line)
    bad = CliRunner().invoke(audit, ["verify"], obj=operator)
    assert bad.exit_code == 1 and "#2" in bad.output and "a line was changed" in bad.output


# three years


@pytest.mark.parametrize(("years", "rooted", "goes"), [(4, True, True), (4, False, False), (2, True, False)])
def test_the_database_lets_a_line_go_after_three_years_and_only_under_a_root(
    world, sessions, clock, years, rooted, goes
):
    write(world, 1, at=clock.now() - timedelta(days=366 * years))
    if rooted:
        close_spans(sessions, clock.now())
    with world.sessions() as tx:
        if goes:
            assert tx.execute(text("DELETE FROM audit_entry")).rowcount == 1
        else:
            with pytest.raises(ProgrammingError, match="insert-only"):
                tx.execute(text("DELETE FROM audit_entry"))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET at = '2000-01-01'", "TRUNCATE audit_entry", "DELETE FROM audit_root", "TRUNCATE audit_root",
     "UPDATE audit_root SET lines = 0", "INSERT INTO audit_root SELECT * FROM audit_root"],
)  # fmt: skip
def test_everything_else_stays_refused(world, sessions, clock, statement):
    write(world, 1, at=clock.now() - timedelta(days=366 * 4))
    close_spans(sessions, clock.now())
    with world.sessions() as tx, pytest.raises(Exception, match=r"insert|duplicate|unique"):
        tx.execute(text(statement))


def test_the_job_deletes_whole_spans_leaves_their_roots_and_the_record_verifies(world, sessions, clock, settings):
    tools = Tools(settings, sessions, clock)
    write(world, 3, at=clock.now() - KEPT - timedelta(days=1))
    close_the_hour(tools)
    write(world, 1, at=clock.now() - KEPT - timedelta(days=1))
    write(world, 1)
    close_the_hour(tools)

    for _ in range(2):
        let_go(tools)

    assert len(ids(world)) == 2, "a span with one young line stays whole"
    seen = found(world)
    assert (seen.spans, seen.let_go, seen.lines, seen.faults) == (2, 1, 2, ())
    assert len(world.look(lambda tx: tx.scalars(select(Root)).all())) == 2
    load_jobs()
    assert {"audit.roots", "audit.retention"} <= set(JOBS)
