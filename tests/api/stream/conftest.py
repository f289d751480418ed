"""Who listens to the stream, and how a story of several listeners is run."""

from __future__ import annotations

import asyncio

import pytest

from tests.api.stream.station import Station
from tests.world import World


@pytest.fixture
def world(committed_world: World) -> World:
    return committed_world


@pytest.fixture
def people(world: World):
    organ, foreign, bureau = world.organ(), world.organ("示范区应急管理局"), world.organ("示范区司法局", kind="bureau")
    there = world.other_region()
    return {
        "organ": organ, "officer": world.officer(organ), "second": world.officer(organ, "林小禾"),
        "department": world.person("department", organ), "head": world.person("head", organ),
        "foreign": world.person("department", foreign), "bureau": world.person("bureau", bureau),
        "neighbour": world.person("bureau", world.organ("邻区司法局", kind="bureau", region=there)),
    }  # fmt: skip


@pytest.fixture
def run(world: World):
    def run_story(story) -> None:
        async def whole() -> None:
            station = Station(world)
            try:
                await story(station)
            finally:
                await station.close()

        asyncio.run(whole())

    return run_story
