"""The page of a printed certificate, signature and status checked, beside Flask with one Core row on the same granian.

10,000 cards, a random one each time, 16 connections. `ours` asks the web process itself, `gateway` through nginx. Goal:
at least 0.7 of the floor's pages, and a 99th percentile of at most three times the floor's.
"""

from __future__ import annotations

from bench.floors import one_row
from bench.frame import crowd
from bench.frame.house import House
from bench.frame.load import Reading
from bench.frame.rounds import Case, interleave, quick, ratio, told

CARDS, CONNECTIONS, ROUNDS = 10_000, 16, 5
SECONDS = 1 if quick() else 4
GOAL, SLOWEST = 0.7, 3.0


def main() -> None:
    with House() as house:
        house.database_beside(one_row.TABLE)
        floor_port = house.port + 10
        floor = house.granian("one_row", floor_port)
        organ_cards = [f"/c/{each}" for each in _cards(house)]
        here = "http://127.0.0.1"
        floor_paths = [f"/certificate/{n}" for n in range(1, 100_001)]
        loads = {
            "floor": Reading(house.folder, f"{here}:{floor_port}", floor_paths),
            "ours": Reading(house.folder, f"{here}:{house.port + 1}", organ_cards),
            "gateway": Reading(house.folder, house.base, organ_cards),
        }
        works = {"floor": [floor], "ours": house.web, "gateway": [*house.web, *house.gateway]}
        cases = [
            Case(
                name, lambda load=load: load(CONNECTIONS, SECONDS), {"server": works[name], "database": house.postgres}
            )
            for name, load in loads.items()
        ]
        runs = interleave(cases, ROUNDS)
    slowest = ratio(runs["ours"], runs["floor"], lambda run: run.load.p99_ms)
    told(
        "certificate-page", runs, beside="Flask + one Core row", ratio=round(ratio(runs["ours"], runs["floor"]), 2),
        goal=GOAL, p99_ratio=round(slowest, 2), p99_goal=SLOWEST, unit="pages/s",
        gateway_ratio=round(ratio(runs["gateway"], runs["floor"]), 2),
    )  # fmt: skip


def _cards(house: House) -> list[str]:
    people = crowd.people(house, "officer", 100 if quick() else CARDS)
    return crowd.cards(house, crowd.organ(house), [each.id for each in people])


if __name__ == "__main__":
    main()
