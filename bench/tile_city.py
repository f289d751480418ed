"""The busiest tile of zoom 6 among 1 million enterprises, then among 10 million: cells, so that it costs the same.

Beside: the bare question for pre-counted cells (64 by 64 a tile, ours are 8 by 8), and tipg with its limit of 10,000
features. Goals: at most three times the question's milliseconds, 15 times tipg's tiles a second, and flat.
"""

from __future__ import annotations

from bench.frame.house import House
from bench.frame.mapping import SQL_CELLS, Province
from bench.frame.rounds import Runs, interleave, quick, ratio, told

ZOOM, ROUNDS = 6, 3
SECONDS = 1 if quick() else 3
FIRST, MORE = (20_000, 180_000) if quick() else (1_000_000, 9_000_000)
GOAL, PEER_GOAL, FLAT_GOAL = 3.0, 15.0, 1.5


def main() -> None:
    with House() as house:
        province = Province(house, FIRST, counted=True)
        few = _measured(province)
        province.grow(MORE)
        many = _measured(province)
    runs: Runs = {**few, **{f"{name}-tenfold": each for name, each in many.items()}}
    slower, later = (ratio(each["ours-alone"], each["sql"], lambda run: run.load.p50_ms) for each in (few, many))
    peer = {"times_tipg": round(ratio(few["ours"], few["tipg"]), 1)} if "tipg" in few else {"tipg": "not installed"}
    told(
        "tile-city", runs, beside="cells in SQL; tipg", ratio=round(slower, 2), goal=GOAL, ratio_tenfold=round(later, 2),
        growth=round(later / slower, 2), growth_goal=FLAT_GOAL, **peer, times_tipg_goal=PEER_GOAL, unit="ms a tile",
    )  # fmt: skip


def _measured(province: Province) -> Runs:
    tiles = province.busiest(ZOOM, 1)
    cases = [
        province.sql("sql", SQL_CELLS, ZOOM, tiles, SECONDS),
        province.ours("ours-alone", ZOOM, tiles, 1, SECONDS),
        province.ours("ours", ZOOM, tiles, 4, SECONDS),
        *province.peer("tipg", ZOOM, tiles, 4, SECONDS),
    ]
    return interleave(cases, ROUNDS)


if __name__ == "__main__":
    main()
