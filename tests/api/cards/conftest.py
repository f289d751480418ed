"""An office and an officer without a card."""

import pytest

from tests.api.cards.office import Office
from tests.api.desk import NEVER_QUIET


@pytest.fixture
def office(world, api):
    return Office(world, api, NEVER_QUIET)


@pytest.fixture
def newcomer(office, world):
    return world.officer(office.desk.organ, "欧阳静", card=None)
