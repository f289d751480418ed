"""A migration only adds, so that the release before goes on working beside it, and each can be taken back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from backend.cli import alembic_config

COLUMNS = text("""
    SELECT table_schema || '.' || table_name AS "table", column_name AS name, udt_name AS type,
           is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AS must_be_given
    FROM information_schema.columns
    WHERE table_schema IN ('public', 'identity', 'feedback') AND table_name NOT LIKE 'procrastinate%'
""")
TAKEN_BEFORE_ANY_RELEASE = {"identity.sign_in_attempt", "identity.sign_in_tries", "public.unknown_look_up"}
"""Counters that one table took over while nobody had installed anything yet; the list is closed."""


class Column(NamedTuple):
    """A column as a running release meets it."""

    table: str
    name: str
    type: str
    must_be_given: bool


Schema = dict[tuple[str, str], Column]


class Database:
    """An empty database that goes through the migrations one by one."""

    def __init__(self, url: str):
        self.config: Config = alembic_config(url)
        self.engine = create_engine(url)
        walked = ScriptDirectory.from_config(self.config).walk_revisions()
        self.revisions = [each.revision for each in reversed(list(walked))]

    def schema(self) -> Schema:
        with self.engine.connect() as connection:
            return {(row[0], row[1]): Column(*row) for row in connection.execute(COLUMNS)}


@pytest.fixture
def database(cluster) -> Iterator[Database]:
    name = f"liangma_steps_{os.getpid()}"
    made = Database(cluster.bare(name))
    yield made
    made.engine.dispose()
    cluster.drop(name)


def in_the_way(before: Schema, after: Schema) -> list[str]:
    """What the release before would trip over, in words."""
    told = []
    for key, column in before.items():
        name, now = ".".join(key), after.get(key)
        if now is None:
            told += [] if column.table in TAKEN_BEFORE_ANY_RELEASE else [f"{name} is gone"]
        elif now.type != column.type:
            told.append(f"{name} was {column.type} and is {now.type}")
        elif now.must_be_given and not column.must_be_given:
            told.append(f"{name} must be given now")
    tables = {column.table for column in before.values()}
    fresh = [column for key, column in after.items() if key not in before and column.table in tables]
    return told + [f"{column.table}.{column.name} is new and must be given" for column in fresh if column.must_be_given]


def test_no_step_is_in_the_way_of_the_release_before(database):
    before: Schema = {}
    for revision in database.revisions:
        command.upgrade(database.config, revision)
        after = database.schema()
        assert in_the_way(before, after) == [], f"migration {revision}"
        before = after
    command.check(database.config)


def test_each_step_can_be_taken_back(database):
    stands = []
    for revision in database.revisions:
        command.upgrade(database.config, revision)
        stands.append(database.schema())
    for revision, stood in reversed(list(zip(database.revisions[:-1], stands[:-1], strict=True))):
        command.downgrade(database.config, revision)
        assert database.schema() == stood, f"back to {revision}"


def test_the_newest_is_the_one_that_the_upgrade_asks_for(database):
    head = Path(__file__).parents[2] / "migrations" / "head.txt"
    assert head.read_text().strip() == database.revisions[-1]


A = Column("public.visit", "note", "text", must_be_given=False)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ([], ["public.visit.note is gone"]),
        ([A._replace(type="int4")], ["public.visit.note was text and is int4"]),
        ([A._replace(must_be_given=True)], ["public.visit.note must be given now"]),
        ([A, A._replace(name="mood", must_be_given=True)], ["public.visit.mood is new and must be given"]),
        ([A, A._replace(name="mood")], []),
        ([A, A._replace(table="public.other", must_be_given=True)], []),
    ],
)
def test_the_check_itself_sees_what_is_in_the_way(after, told):
    assert in_the_way({A[:2]: A}, {column[:2]: column for column in after}) == told
