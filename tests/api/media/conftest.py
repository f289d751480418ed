"""An officer with a phone, a visit, a desk of the bureau, and the worker."""

from __future__ import annotations

from uuid import UUID

import pytest

from backend.kernel.jobs import Tools
from tests.api.media.hands import Worker
from tests.phone import Phone, over_flask, visit_of
from tests.world import Api, SignedIn, World


@pytest.fixture
def officer(world: World) -> SignedIn:
    return world.officer(world.organ())


@pytest.fixture
def phone(api: Api, officer: SignedIn) -> Phone:
    return Phone(over_flask(api.as_(officer).client))


@pytest.fixture
def desk(api: Api, world: World, officer: SignedIn) -> Phone:
    bureau = world.person("bureau", world.organ("示范区司法局", kind="bureau"), "吴敏")
    return Phone(over_flask(api.as_(bureau).client))


@pytest.fixture
def visit(world: World, officer: SignedIn) -> UUID:
    return visit_of(world, officer)


@pytest.fixture
def tools(settings, sessions, clock) -> Tools:
    return Tools(settings, sessions, clock)


@pytest.fixture
def worker(world: World, tools: Tools) -> Worker:
    return Worker(world, tools)
