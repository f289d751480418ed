"""A province on the map: enterprises around 200 towns of eastern China and between them, for ours and for what stands beside.

Beside stands a bare table of points in Web Mercator and one of pre-counted cells (64 by 64 in a tile), as lean as SQL can
have them. Ours are enterprises with their premises, and the cells that `backend.monitoring.cells` counts of them.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.monitoring.cells import COARSEST, FINEST, recount
from bench.frame import crowd, peers
from bench.frame.house import BESIDE, House
from bench.frame.load import Reading
from bench.frame.rounds import Case, Load

PEER_PORT, TILE = 10, "/api/v1/map/{}.mvt"
TIPG = "/collections/public.point/tiles/WebMercatorQuad/{}?geom-column=place&properties=result"
GZIP = {"Accept-Encoding": "gzip"}

TOWNS = """
SELECT setseed(0.42);
CREATE TABLE town AS SELECT i, 114.1 + random() * 2.8 AS lon, 30.1 + random() * 9.8 AS lat, 0.01 + 0.06 * random() AS spread
FROM generate_series(0, 199) i;
"""
SCATTERED = """
    SELECT n, CASE WHEN u < 0.7 THEN lon + spread * sqrt(-2 * ln(greatest(a, 1e-12))) * cos(2 * pi() * b) ELSE 114 + a * 3 END AS lon,
        CASE WHEN u < 0.7 THEN lat + spread * sqrt(-2 * ln(greatest(a, 1e-12))) * sin(2 * pi() * b) ELSE 30 + b * 10 END AS lat
    FROM (SELECT n, random() AS u, random() AS a, random() AS b, (random() * random() * 199)::int AS i
          FROM generate_series(1, {count}) n) AS drawn JOIN town USING (i)
"""
POINTS = f"""
CREATE TABLE point AS SELECT n::int AS id, (ARRAY['pass', 'warn', 'fail', 'open'])[1 + n % 4] AS result, lon, lat,
    ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)::geometry(point, 3857) AS place FROM ({SCATTERED}) AS scattered;
ALTER TABLE point ADD PRIMARY KEY (id);
CREATE INDEX ON point USING gist (place);
"""
CELLS = """
CREATE TABLE cell AS
WITH fine AS (
    SELECT floor((ST_X(place) + 20037508.342789244) / 40075016.685578488 * 262144)::int AS x,
           floor((20037508.342789244 - ST_Y(place)) / 40075016.685578488 * 262144)::int AS y, count(*)::int AS count
    FROM point GROUP BY 1, 2)
SELECT zoom::smallint, (x >> (12 - zoom)) >> 6 AS x, (y >> (12 - zoom)) >> 6 AS y,
    (((y >> (12 - zoom)) & 63) * 64 + ((x >> (12 - zoom)) & 63))::smallint AS k, sum(count)::int AS count
FROM fine, generate_series(0, 12) zoom GROUP BY 1, 2, 3, 4;
ALTER TABLE cell ADD PRIMARY KEY (zoom, x, y, k);
"""
SQL_CELLS = """
SELECT ST_AsMVT(tile, 'cells', 4096, 'place') FROM (
    SELECT count, ST_MakePoint((k & 63) * 64 + 32, (k >> 6) * 64 + 32) AS place FROM cell
    WHERE zoom = %(z)s AND x = %(x)s AND y = %(y)s) AS tile
"""
SQL_POINTS = """
SELECT ST_AsMVT(tile, 'points', 4096, 'place') FROM (
    SELECT id, result, ST_AsMVTGeom(point.place, around, 4096, 64, true) AS place
    FROM point, ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS around WHERE point.place && around) AS tile
"""
OURS = """
INSERT INTO enterprise (id, region_code, region_path, scheme, identifier, identifier_ok, name, classes, source, pinyin)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(id), 12, '0'))::uuid, '420117', '420117', 'uscc', 'BENCH' || id, true,
    '地图商户' || id, '{}', '{}', 'ditushanghu' FROM point;
INSERT INTO site (id, enterprise_id, address, place_type, location)
SELECT ('00000000-0000-7000-9000-' || lpad(to_hex(id), 12, '0'))::uuid,
    ('00000000-0000-7000-8000-' || lpad(to_hex(id), 12, '0'))::uuid, '', 'urban',
    ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography FROM point
"""
MORE_CELLS = f"""
WITH placed AS (
    SELECT floor((lon + 180) / 360 * {1 << FINEST})::int AS x,
           floor((1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) / 2 * {1 << FINEST})::int AS y, count(*) AS count
    FROM ({SCATTERED}) AS scattered GROUP BY 1, 2)
INSERT INTO place_cell (zoom, x, y, region_code, count)
SELECT zoom, x >> ({FINEST} - zoom), y >> ({FINEST} - zoom), '420117', sum(count)
FROM placed, generate_series({COARSEST}, {FINEST}) zoom GROUP BY 1, 2, 3
ON CONFLICT (zoom, x, y, region_code) DO UPDATE SET count = place_cell.count + EXCLUDED.count
"""
SECONDARY = """
SELECT indexdef, indexrelid::regclass::text FROM pg_indexes JOIN pg_index ON indexrelid = indexname::regclass
WHERE tablename IN ('enterprise', 'site') AND schemaname = 'public' AND NOT indisprimary AND NOT indisunique
"""


class Province:
    """The same enterprises on both sides, and how their tiles are asked for."""

    def __init__(self, house: House, count: int, *, counted: bool):
        self.house = house
        scripts = [TOWNS, POINTS.format(count=count), *([CELLS] if counted else [])]
        house.database_beside(*scripts)
        self._settle_enterprises()
        if counted:
            self._count()
        self.tipg = peers.tipg(house, house.port + PEER_PORT)
        self.bureau = crowd.one_of(house, "bureau")

    def grow(self, count: int) -> None:
        """Let there be so many more enterprises in the cells: low zooms read nothing else."""
        with self.house.quiet_registers() as database:
            database.execute(TOWNS.replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
            database.execute(MORE_CELLS.format(count=count))
            database.execute("VACUUM ANALYZE place_cell")

    def busiest(self, zoom: int, most: int) -> list[tuple[int, int]]:
        """The tile that holds most, and others drawn by how many enterprises they hold."""
        with self.house.connect(BESIDE) as beside:
            sample = beside.execute("SELECT lon, lat FROM point WHERE id % 97 = 5 LIMIT 20000").fetchall()
        tiles = [_tile(lon, lat, zoom) for lon, lat in sample]
        step = max(1, len(tiles) // most)
        return [Counter(tiles).most_common(1)[0][0], *tiles[::step]][:most]

    def sql(self, name: str, question: str, zoom: int, tiles: Sequence[tuple[int, int]], seconds: float) -> Case:
        """The bare question, one connection, prepared and warm."""
        asked = [{"z": zoom, "x": x, "y": y} for x, y in tiles]

        def drive() -> Load:
            with self.house.connect(BESIDE) as beside:
                beside.execute("SET jit = off")
                return _timed(
                    lambda each: beside.execute(question, each, binary=True, prepare=True).fetchone(), asked, seconds
                )

        return Case(name, drive, {"database": self.house.postgres})

    def ours(self, name: str, zoom: int, tiles: Sequence[tuple[int, int]], connections: int, seconds: float) -> Case:
        """Our tiles through nginx, for somebody of the bureau."""
        paths = [TILE.format(f"{zoom}/{x}/{y}") for x, y in tiles]
        load = Reading(self.house.folder, self.house.base, paths, {**GZIP, "Cookie": self.bureau.cookie})
        works = {"server": [*self.house.web, *self.house.gateway], "database": self.house.postgres}
        return Case(name, lambda: load(connections, seconds), works)

    def peer(
        self, name: str, zoom: int, tiles: Sequence[tuple[int, int]], connections: int, seconds: float
    ) -> list[Case]:
        """tipg's tiles of the same points; none where it is not installed."""
        if self.tipg is None:
            return []
        paths = [TIPG.format(f"{zoom}/{x}/{y}") for x, y in tiles]
        load = Reading(self.house.folder, f"http://127.0.0.1:{self.house.port + PEER_PORT}", paths, GZIP)
        return [
            Case(name, lambda: load(connections, seconds), {"server": [self.tipg], "database": self.house.postgres})
        ]

    def _settle_enterprises(self) -> None:
        """Copy the points over and make them enterprises; indexes are built afterwards, those of names not at all."""
        with self.house.quiet_registers() as database, self.house.connect(BESIDE) as beside:
            database.execute("CREATE TABLE point (id int, lon float8, lat float8)")
            with (
                beside.cursor().copy("COPY point (id, lon, lat) TO STDOUT (FORMAT binary)") as out,
                database.cursor().copy("COPY point FROM STDIN (FORMAT binary)") as into,
            ):
                for piece in out:
                    into.write(piece)
            indexes = database.execute(SECONDARY).fetchall()
            for _, name in indexes:
                database.execute(f"DROP INDEX {name}")
            database.execute(OURS)
            for definition, _ in indexes:
                if " gin " not in definition:
                    database.execute(definition)
            database.execute("DROP TABLE point")
            database.execute("VACUUM ANALYZE")

    def _count(self) -> None:
        engine = create_engine(self.house.database_url)
        with Session(engine) as tx:
            recount(tx, crowd.REGION)
            tx.commit()
        engine.dispose()
        with self.house.connect() as database:
            database.execute("VACUUM ANALYZE place_cell")


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    side = 1 << zoom
    return int((lon + 180) / 360 * side), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)


def _timed(ask: Any, things: Sequence[Any], seconds: float) -> Load:
    took: list[float] = []
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        at = time.perf_counter()
        ask(things[len(took) % len(things)])
        took.append(time.perf_counter() - at)
    slow = sorted(took)[int(len(took) * 0.99)]
    return Load(len(took), time.perf_counter() - begun, median(took) * 1000, slow * 1000)
