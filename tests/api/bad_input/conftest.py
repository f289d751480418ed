from __future__ import annotations

import pytest

from tests.api.registers.office import Office
from tests.world import Api, Caller, SignedIn, World


@pytest.fixture
def office(world: World, api: Api) -> Office:
    return Office(world, api)


@pytest.fixture
def officer(world: World) -> SignedIn:
    world.rule_set()
    return world.officer(world.organ())


@pytest.fixture
def phone(api: Api, officer: SignedIn) -> Caller:
    """The officer's phone, below /api/v1."""
    return api.as_(officer)
