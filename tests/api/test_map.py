"""The map: tiles by permission, cells at low zooms, thousands of places in good time."""

from __future__ import annotations

import os
from math import asinh, floor, pi, radians, tan
from time import perf_counter

import mapbox_vector_tile
import pytest
from sqlalchemy import text

from backend.enterprises.events import EnterprisesImported
from backend.enterprises.storing import weigh
from backend.journal.record import record
from backend.monitoring.cells import recount
from tests.arrivals import arrival, let_followers_read
from tests.world import Api, World

LONGITUDE, LATITUDE = 114.80, 30.84


def numbers_of(z: int) -> tuple[int, int]:
    side = 2**z
    x, y = (LONGITUDE + 180) / 360 * side, (1 - asinh(tan(radians(LATITUDE))) / pi) / 2 * side
    return floor(x), floor(y)


def tile_of(z: int) -> str:
    x, y = numbers_of(z)
    return f"/map/{z}/{x}/{y}.mvt"


@pytest.fixture
def people(world: World):
    organ, foreign, bureau = world.organ(), world.organ("示范区应急管理局"), world.organ("示范区司法局", kind="bureau")
    return {
        "organ": organ, "officer": world.officer(organ), "department": world.person("department", organ),
        "foreign": world.person("department", foreign), "bureau": world.person("bureau", bureau),
    }  # fmt: skip


def test_a_visit_is_a_point_for_those_who_may_see_it_and_nothing_for_others(api: Api, world, people):
    visit_id = arrival(world, people["organ"], people["officer"], mark="violation")

    for who in ("bureau", "department"):
        answer = api.as_(people[who]).get(tile_of(16))
        layer = mapbox_vector_tile.decode(answer.data)["visits"]
        assert [each["properties"] for each in layer["features"]] == [
            {"id": str(visit_id), "mark": "violation", "state": "ongoing", "name": "示范区云川食品有限公司"}
        ]
        assert answer.headers["Cache-Control"] == "private, max-age=5"
    assert api.as_(people["foreign"]).get(tile_of(16)).data == b""
    assert api.as_(people["officer"]).get(tile_of(16)).status_code == 403
    assert api.as_(None).get(tile_of(16)).status_code == 401


def test_enterprises_are_points_at_street_level_and_counts_above(api: Api, world, people):
    for n in range(3):
        world.enterprise(f"企业 {n}", offset_m=n * 40)
    world.enterprise("没有位置", with_position=False)
    with world.sessions() as tx:
        recount(tx, world.region.code)
        recount(tx, world.region.code)
        tx.commit()
    bureau = api.as_(people["bureau"])

    points = mapbox_vector_tile.decode(bureau.get(tile_of(14)).data)["places"]["features"]
    assert {each["properties"]["name"] for each in points} == {"企业 0", "企业 1", "企业 2"}
    for z in (0, 6, 12):
        cells = mapbox_vector_tile.decode(bureau.get(tile_of(z)).data)["places"]["features"]
        assert [each["properties"]["count"] for each in cells] == [3]
    assert b"places" not in api.as_(people["department"]).get(tile_of(12)).data


def test_the_cells_of_another_region_are_not_ours(api: Api, world, people):
    there = world.other_region()
    world.enterprise("邻区企业", region=there)
    with world.sessions() as tx:
        recount(tx, there.code)
        tx.commit()

    assert api.as_(people["bureau"]).get(tile_of(8)).data == b""
    assert api.as_(people["bureau"]).get(tile_of(16)).data == b""


def test_importing_enterprises_counts_them(api: Api, world, clock, people):
    world.enterprise()
    with world.sessions() as tx:
        record(tx, EnterprisesImported(world.region.code, 1))
        tx.commit()
    let_followers_read(world, clock)

    assert mapbox_vector_tile.decode(api.as_(people["bureau"]).get(tile_of(10)).data)["places"]["features"]


@pytest.mark.parametrize("path", ["/map/23/0/0.mvt", "/map/1/2/0.mvt", "/map/1/0/2.mvt", "/map/99/1/1.mvt", "/map/a/0/0.mvt",
                                  "/map/-1/0/0.mvt", f"/map/3/{10**30}/0.mvt", "/map/1/0/0"])  # fmt: skip
def test_a_tile_that_does_not_exist_is_not_found(api: Api, people, path):
    assert api.as_(people["bureau"]).get(path).status_code == 404


def test_a_bad_day_is_named(api: Api, people):
    assert api.as_(people["bureau"]).get("/map/1/0/0.mvt?day=x").status_code == 422


def test_twelve_thousand_places_in_one_tile_take_less_than_a_tenth_of_a_second(api: Api, world, people):
    with world.sessions() as tx:
        tx.execute(text("""
            INSERT INTO enterprise (id, region_code, region_path, scheme, identifier, identifier_ok, name, classes, source)
            SELECT gen_random_uuid(), :region, :path, 'uscc', 'BULK' || n, false, '企业 ' || n, '{}', '{}'
            FROM generate_series(1, 12329) AS n
        """), {"region": world.region.code, "path": world.region.path})  # fmt: skip
        tx.execute(text("""
            INSERT INTO site (id, enterprise_id, address, place_type, location)
            SELECT gen_random_uuid(), enterprise.id, '', 'urban', scattered.geom::geography
            FROM ST_Dump(ST_GeneratePoints(ST_Transform(ST_TileEnvelope(13, :x, :y), 4326), 12329)) AS scattered
            JOIN enterprise ON identifier = 'BULK' || scattered.path[1]
        """), dict(zip("xy", numbers_of(13), strict=True)))  # fmt: skip
        weigh(tx)
        recount(tx, world.region.code)
        tx.commit()
    bureau = api.as_(people["bureau"])

    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others may be using this machine, too
    for z in (6, 12, 13):
        times = []
        for _ in range(5):
            begun = perf_counter()
            answer = bureau.get(tile_of(z))
            times.append(perf_counter() - begun)
        features = mapbox_vector_tile.decode(answer.data)["places"]["features"]
        held = sum(each["properties"].get("count", 1) for each in features)
        assert held == 12_329, f"z{z} shows {held}"
        assert min(times) < 0.1 * crowd, f"z{z} took {min(times):.3f} s"


def test_the_base_of_the_demo_is_invented_and_says_so(api: Api, people):
    base = api.as_(people["bureau"]).get("/map/base").json

    assert base["kind"] == "demo" and base["label"]["zh"] == "虚构示例地图"
    assert base["geojson_url"] == "/basemap/demo.json" and len(base["bounds"]) == 4


def test_elsewhere_there_is_no_base_map(api: Api, world, people):
    """No outline of land or border is ours to ship (B-100)."""
    there = world.other_region()
    with world.sessions() as tx:
        tx.merge(there).demo = False
        tx.commit()
    neighbour = world.person("bureau", world.organ("邻区司法局", kind="bureau", region=there))

    base = api.as_(neighbour).get("/map/base").json
    assert (base["kind"], base["geojson_url"]) == ("none", None)
    assert base["label"] == {"zh": "经纬网，无底图", "en": "Graticule, no base map"}
