"""One town for all cells: it is built once, and every cell takes back what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import sessionmaker

from backend.app import create_app
from backend.kernel.clock import SystemClock
from backend.kernel.db import make_engine
from backend.kernel.http import App
from backend.kernel.ids import uuid7
from tests.api.access.things import furnish
from tests.api.access.town import Town
from tests.conftest import MORNING, Cluster, settings_for
from tests.world import FrozenClock, World


@pytest.fixture(scope="package")
def town(database: str, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with furnished(database, engine, tmp_path_factory.mktemp("town")) as made:
        yield made


@contextmanager
def furnished(database: str, engine: Engine, folder: Path) -> Iterator[Town]:
    """A town in a transaction that is never committed."""
    with engine.connect() as connection, connection.begin() as outer:
        yield town_on(connection, database, folder)
        outer.rollback()


def town_on(connection: Connection, database: str, folder: Path) -> Town:
    """A town of which all that happens goes through this one connection."""
    sessions = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    settings = settings_for(database, folder, PUSH_ALLOWED_HOSTS="127.0.0.1")
    made = Town(World(sessions, FrozenClock(MORNING), settings))
    furnish(made)
    return made


@pytest.fixture(scope="package")
def app(town: Town) -> App:
    return served_by(town)


def served_by(town: Town) -> App:
    """The application of a town."""
    made = create_app(town.world.settings, sessions=town.world.sessions, clock=town.world.clock)
    made.config["PROPAGATE_EXCEPTIONS"] = True  # a fault of the server shows its own trace, not the cell's
    return made


@pytest.fixture(scope="module")
def served(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town whose transactions really commit, in today's time."""
    name = f"liangma_events_{uuid7().hex[-12:]}"
    url = cluster.clone(name)
    engine = make_engine(url, size=20)
    world = World(sessionmaker(engine, expire_on_commit=False), FrozenClock(SystemClock().now()),
                  settings_for(url, tmp_path_factory.mktemp("events")))  # fmt: skip
    made = Town(world)
    furnish(made)
    yield made
    engine.dispose()
    cluster.drop(name)
