from __future__ import annotations

import pytest

from backend.app import create_app
from tests.api.registers.office import Office
from tests.world import Api, FrozenClock, World


@pytest.fixture
def office(world: World, api: Api) -> Office:
    return Office(world, api)


@pytest.fixture
def committed_office(committed_world: World, clock: FrozenClock) -> Office:
    """An office whose transactions really commit."""
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    return Office(committed_world, Api(app, committed_world))
