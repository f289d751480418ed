"""The whole public record of Chicago on the map: every place counted once, as fast as a hand can move the map."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from time import perf_counter

import click
import mapbox_vector_tile
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from backend.app import create_app
from backend.cli import Operator, main
from backend.identity.models import Region
from backend.monitoring.models import PlaceCell
from tests.faults.programs import Program, environment, wait_for
from tests.world import Api, Caller, World

DATA = Path(os.environ.get("LIANGMA_DATA", Path(__file__).parents[3] / "shared" / "data")) / "chicago-food-inspections"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the Chicago files are not beside this checkout")

PLACES = 12_329
"""Establishments with a position; 38 more have none."""
SECONDS = 0.1

IMPORTS = (
    ("import-establishments", DATA / "establishments.csv", "--region", "chicago"),
    ("import-visits", DATA / "visits-2011-2012.csv", "--purposes", DATA / "purposes.csv", "--region", "chicago"),
)


@pytest.fixture
def bring_in(committed_world: World) -> Callable[[], list[str]]:
    """Runs both imports as an operator does; returns what they said at the end."""

    def run() -> list[str]:
        said = []
        with closing(Operator(committed_world.settings)) as operator:
            for name, *words in IMPORTS:
                command = main.get_command(click.Context(main), name)
                done = CliRunner().invoke(command, [str(word) for word in words], obj=operator)
                assert done.exit_code == 0, done.output
                said.append(done.stdout.strip())
        return said

    return run


@pytest.fixture
def worker(committed_world: World, data_dir: Path, tmp_path: Path) -> Iterator[Program]:
    env = environment(committed_world.settings.database_url, data_dir)
    program = Program([sys.executable, "-m", "backend.worker"], env, tmp_path / "worker.log").start()
    yield program
    program.stop()


def test_all_of_chicago_is_on_the_map(committed_world, clock, bring_in, worker):
    world = committed_world
    assert bring_in()[0].startswith("12,367 enterprises: 12,367 new, 0 known, 12,329 with a position")
    wait_for(lambda: cells(world), "the worker counted no cells")

    bureau = bureau_of_chicago(world, clock)
    for z in (0, 5, 9, 12):
        assert sum(sum(counts(bureau, tile)) for tile in tiles_with_places(world, z)) == PLACES, f"zoom {z}"
    for z in (14, 15, 16):
        tile, places = densest(world, z)
        assert len(points(bureau, tile)) >= places > 1
    assert len(set().union(*(points(bureau, tile) for tile in tiles_with_places(world, 14)))) == PLACES

    for z in (12, 14):
        tile, places = densest(world, z)
        seconds = quickest(bureau, tile)
        print(f"z{z}: {places} places in the densest tile, {seconds * 1000:.0f} ms")
        assert seconds <= SECONDS

    before = cells(world)
    assert [each.split(": ")[1].split(",")[0] for each in bring_in()] == ["0 new", "0 new"]
    assert cells(world) == before


def bureau_of_chicago(world: World, clock) -> Caller:
    """Somebody of a bureau of the region, in the application on the same database."""
    region = world.look(lambda tx: tx.get_one(Region, "chicago"))
    somebody = world.person("bureau", world.organ("芝加哥（样例）司法局", kind="bureau", region=region))
    return Api(create_app(world.settings, sessions=world.sessions, clock=clock), world).as_(somebody)


def cells(world: World) -> int:
    """How many places the finest cells hold together."""
    finest = select(func.max(PlaceCell.zoom)).scalar_subquery()
    return world.look(lambda tx: tx.scalar(select(func.sum(PlaceCell.count)).where(PlaceCell.zoom == finest))) or 0


def tiles_with_places(world: World, z: int) -> Counter[tuple[int, int, int]]:
    """The tiles in which a premises lies, and how many do; by the formula, without PostGIS's tiles."""
    wanted = "SELECT ST_X(location::geometry), ST_Y(location::geometry) FROM site WHERE location IS NOT NULL"
    return Counter((z, *tile_at(x, y, z)) for x, y in world.look(lambda tx: tx.execute(text(wanted)).all()))


def tile_at(longitude: float, latitude: float, z: int) -> tuple[int, int]:
    x, y = (longitude + 180) / 360, (1 - asinh(tan(radians(latitude))) / pi) / 2
    return floor(x * 2**z), floor(y * 2**z)


def densest(world: World, z: int) -> tuple[tuple[int, int, int], int]:
    return tiles_with_places(world, z).most_common(1)[0]


def places_in(bureau: Caller, tile: tuple[int, int, int]) -> list[dict]:
    """What the layer `places` of a tile says of each of its points."""
    answer = bureau.get("/map/{}/{}/{}.mvt".format(*tile))
    assert answer.status_code == 200
    return [each["properties"] for each in mapbox_vector_tile.decode(answer.data)["places"]["features"]]


def counts(bureau: Caller, tile: tuple[int, int, int]) -> list[int]:
    return [each["count"] for each in places_in(bureau, tile)]


def points(bureau: Caller, tile: tuple[int, int, int]) -> set[str]:
    """The ids of the enterprises in a tile; those just beside it are drawn, too."""
    return {each["id"] for each in places_in(bureau, tile)}


def quickest(bureau: Caller, tile: tuple[int, int, int]) -> float:
    """Seconds of the quickest of five requests: others may be using this machine, too."""
    times = []
    for _ in range(5):
        begun = perf_counter()
        bureau.get("/map/{}/{}/{}.mvt".format(*tile))
        times.append(perf_counter() - begun)
    return min(times)
