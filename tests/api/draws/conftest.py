"""The department that draws."""

import pytest

from tests.api.draws.told import DrawDesk


@pytest.fixture
def desk(world, api):
    return DrawDesk(world, api)
