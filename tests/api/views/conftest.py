from __future__ import annotations

import pytest

from tests.api.registers.office import Office
from tests.world import Api, World


@pytest.fixture
def office(world: World, api: Api) -> Office:
    return Office(world, api)
