"""A table that went out without rows says so in a sentence; brought back, that sentence is no row."""

from __future__ import annotations

import pytest

from backend.app import create_app
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk
from tests.world import Api


@pytest.fixture
def desk(committed_world, clock) -> Desk:
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    return Desk(Office(committed_world, Api(app, committed_world)))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_went_out_empty_comes_back_empty(desk, form):
    out = desk.office.api.as_(desk.who).get(f"/exports/enterprises.{form}?q=没有这一家")
    assert out.status_code == 200, out.json
    run = desk.checked("enterprises", out.data)
    assert [run[name] for name in ("state", "new", "changed", "known", "refused")] == ["checked", 0, 0, 0, 0]
    assert desk.rows(run["id"]) == []
