"""Everybody asks in a town of their own, which stands in a database of its own.

Each request is a transaction that is taken back. Savepoints of one transaction would do the same, and did: after thousands of them
PostgreSQL walks through all that ever locked a row, and the question who asks took a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from backend.kernel.db import make_engine
from backend.kernel.http import App
from tests.api.access.conftest import served_by, town_on
from tests.api.access.town import Town
from tests.conftest import Cluster


@pytest.fixture
def town(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    name = f"liangma_contract_{uuid4().hex[:12]}"
    engine = make_engine(url := cluster.clone(name))
    with engine.connect() as connection:
        yield town_on(connection, url, tmp_path_factory.mktemp("town"))
    engine.dispose()
    cluster.drop(name)


@pytest.fixture
def app(town: Town) -> App:
    return served_by(town)
