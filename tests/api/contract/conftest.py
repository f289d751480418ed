"""Everybody asks in a town of their own.

In one transaction thousands of requests hinder each other: PostgreSQL looks up the savepoint of every row that it meets,
which took it thirteen minutes of processor where a town takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from backend.kernel.http import App
from tests.api.access.conftest import furnished, served_by
from tests.api.access.town import Town


@pytest.fixture
def town(database: str, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with furnished(database, engine, tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture
def app(town: Town) -> App:
    return served_by(town)
