"""The people of these tests."""

import pytest

from tests.api.clues.told import Office, Teller


@pytest.fixture
def office(world, api):
    return Office(world, api)


@pytest.fixture
def teller(app, world, office):
    return Teller(app, world)
