"""Tiles of zoom 14 among 1 million enterprises, drawn by how many they hold: points with their names, by permission.

Beside: the bare ST_AsMVT question, and tipg. Goals: at most twice the question's milliseconds, twice tipg's tiles a second.
"""

from __future__ import annotations

from bench.frame.house import House
from bench.frame.mapping import SQL_POINTS, Province
from bench.frame.rounds import interleave, quick, ratio, told

ZOOM, TILES, ROUNDS = 14, 40, 4
SECONDS = 1 if quick() else 4
COUNT = 20_000 if quick() else 1_000_000
GOAL, PEER_GOAL = 2.0, 2.0


def main() -> None:
    with House() as house:
        province = Province(house, COUNT, counted=False)
        tiles = province.busiest(ZOOM, TILES)
        cases = [
            province.sql("sql", SQL_POINTS, ZOOM, tiles, SECONDS),
            province.ours("ours-alone", ZOOM, tiles, 1, SECONDS),
            province.ours("ours", ZOOM, tiles, 4, SECONDS),
            *province.peer("tipg", ZOOM, tiles, 4, SECONDS),
        ]
        runs = interleave(cases, ROUNDS)
    slower = ratio(runs["ours-alone"], runs["sql"], lambda run: run.load.p50_ms)
    peer = {"times_tipg": round(ratio(runs["ours"], runs["tipg"]), 1)} if "tipg" in runs else {"tipg": "not installed"}
    told(
        "tile-street", runs, beside="ST_AsMVT of bare points; tipg", ratio=round(slower, 2), goal=GOAL, **peer,
        times_tipg_goal=PEER_GOAL, unit="ms a tile",
    )  # fmt: skip


if __name__ == "__main__":
    main()
