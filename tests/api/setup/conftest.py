"""An installation on its first morning: tables, nothing in them."""

from __future__ import annotations

import pytest

from tests.api.setup.first_day import FirstDay


@pytest.fixture
def first_day(app, sessions, clock, settings) -> FirstDay:
    return FirstDay(app, sessions, clock, settings)
