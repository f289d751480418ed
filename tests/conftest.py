"""A database per test process, built by the migrations. Nothing is mocked; nothing reaches outside this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from alembic import command
from sqlalchemy import Engine, NullPool, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from backend.app import furnish, put_together
from backend.cli import alembic_config
from backend.config import Settings
from backend.kernel.db import make_engine
from backend.kernel.http import App
from backend.kernel.transaction import Sessions
from tests.world import Api, FrozenClock, World

MORNING = datetime(2026, 4, 22, 2, 28, tzinfo=UTC)
"""10:28 on Wednesday 22 April 2026 in Shanghai: outside the 1st–20th."""


hypothesis.settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
"""How fast examples are made says something of the machine and nothing of the rules."""


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("busy machine")
    config.addinivalue_line("markers", "s3: needs the S3-compatible server of requirements-s3.lock")
    config.addinivalue_line("markers", "browser: drives Chromium")


@pytest.fixture(scope="session")
def admin_url() -> str:
    """A superuser's address of a throw-away cluster; script/test starts one."""
    url = os.environ.get("TEST_DATABASE_ADMIN_URL")
    if not url:
        pytest.fail("TEST_DATABASE_ADMIN_URL is not set: run script/test, or start a throw-away cluster and set it")
    return url


class Cluster:
    """Makes databases for tests; their owner is no superuser, so that row security holds in tests as in production."""

    OWNER = "liangma_test"

    def __init__(self, admin_url: str):
        self.admin_url = make_url(admin_url)
        # No pool: the advisory locks below end with their connection.
        self.engine = create_engine(self.admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def run(self, *statements: str) -> None:
        with self.engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def url(self, name: str) -> str:
        return self.admin_url.set(username=self.OWNER, database=name).render_as_string(hide_password=False)

    def template(self) -> str:
        """The migrated template database, made once however many processes ask."""
        name = "liangma_test_template"
        with self.engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(7240002)"))
            stamp = _schema_stamp()
            known = connection.execute(
                text("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :name"),
                {"name": name},
            ).scalar()
            if known != stamp:
                self._build(name, stamp)
        return name

    def _build(self, name: str, stamp: str) -> None:
        command.upgrade(alembic_config(self.bare(name)), "head")
        self.run(f"COMMENT ON DATABASE {name} IS '{stamp}'")

    def bare(self, name: str) -> str:
        """An empty database with PostGIS, before the first migration; returns its address."""
        self.run(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"DO $$ BEGIN CREATE ROLE {self.OWNER} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            f"CREATE DATABASE {name} OWNER {self.OWNER}",
        )
        inside = create_engine(self.admin_url.set(database=name), isolation_level="AUTOCOMMIT")
        with inside.connect() as connection:
            connection.execute(text("CREATE EXTENSION postgis"))
        inside.dispose()
        return self.url(name)

    def clone(self, name: str) -> str:
        """A fresh database with the schema and no rows; returns its address."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(7240003)"))
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE liangma_test_template OWNER {self.OWNER}"))
        return self.url(name)

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _schema_stamp() -> str:
    from hashlib import sha256

    versions = sorted((Path(__file__).parent.parent / "migrations" / "versions").glob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in versions)).hexdigest()


@pytest.fixture(scope="session")
def cluster(admin_url: str) -> Iterator[Cluster]:
    made = Cluster(admin_url)
    made.template()
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> Iterator[str]:
    """The address of this process's own database, for tests that roll back."""
    name = f"liangma_test_{os.getpid()}"
    yield cluster.clone(name)
    cluster.drop(name)


@pytest.fixture(scope="session")
def engine(database: str) -> Iterator[Engine]:
    made = make_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine) -> Iterator[Sessions]:
    """Sessions inside one outer transaction that is rolled back: commits become savepoints."""
    connection = engine.connect()
    outer = connection.begin()
    yield sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    outer.rollback()
    connection.close()


@pytest.fixture
def tx(sessions: Sessions) -> Iterator[Session]:
    """A session for arranging and looking; call `tx.commit()` so that the application sees the rows."""
    with sessions() as session:
        yield session


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(MORNING)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def settings_for(url: str, data_dir: Path, **extra: str) -> Settings:
    env = {"DATABASE_URL": url, "DATA_DIR": str(data_dir), "APP_URL": "http://localhost", "ARGON2_MEMORY_KIB": "64"}
    return Settings.from_env({**env, **extra})


@pytest.fixture
def settings(database: str, data_dir: Path) -> Settings:
    return settings_for(database, data_dir, PUSH_ALLOWED_HOSTS="127.0.0.1")


@pytest.fixture(scope="session")
def routes() -> App:
    """Put together once in a process: half a second that no test need wait for again."""
    return put_together()


@pytest.fixture
def app(routes: App, settings: Settings, sessions: Sessions, clock: FrozenClock) -> Iterator[App]:
    """The application, furnished for this test; whatever the test changes of it ends with the test."""
    config, extensions = dict(routes.config), dict(routes.extensions)
    furnish(routes, settings, sessions, clock)
    yield routes
    for kept, before in ((routes.config, config), (routes.extensions, extensions)):
        kept.clear()
        kept.update(before)


@pytest.fixture
def world(sessions: Sessions, clock: FrozenClock, settings: Settings) -> World:
    """People and places in the words of the domain."""
    return World(sessions, clock, settings)


@pytest.fixture
def api(app: App, world: World) -> Api:
    """Speaks to the application as somebody: `api.as_(officer).post('/check-ins', {...})`."""
    return Api(app, world)


@pytest.fixture
def committed_database(cluster: Cluster) -> Iterator[str]:
    """A database of this test's own in which transactions really commit; for races and real processes."""
    name = f"liangma_committed_{uuid4().hex[:12]}"
    yield cluster.clone(name)
    cluster.drop(name)


@pytest.fixture
def committed_world(committed_database: str, clock: FrozenClock, data_dir: Path) -> Iterator[World]:
    made = make_engine(committed_database, size=20)
    yield World(sessionmaker(made, expire_on_commit=False), clock, settings_for(committed_database, data_dir))
    made.dispose()
