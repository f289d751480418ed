"""The same arrivals with ten thousand visits in the past and with a million: the past must cost nothing.

8 clients, each case the web process itself. Goal: a check-in among a million takes at most 1.5 times what it took among
ten thousand.
"""

from __future__ import annotations

from bench.frame import history
from bench.frame.arriving import Arrivals
from bench.frame.house import House
from bench.frame.rounds import Run, interleave, middle, quick, ratio, told

CLIENTS, ROUNDS = 8, 5
SECONDS = 1 if quick() else 4
FEW, MANY = (1_000, 10_000) if quick() else (10_000, 1_000_000)
GOAL = 1.5


def main() -> None:
    with House() as house:
        arrivals = Arrivals(house, former=FEW)
        few = _rounds(arrivals)
        history.add(house, MANY - FEW)
        many = _rounds(arrivals)
        sums = arrivals.adds_up()
    slower = middle(many["ours"])["p50_ms"] / middle(few["ours"])["p50_ms"]
    floors = ratio(many["floor"], few["floor"], lambda run: run.load.p50_ms)
    told(
        "growth", {"few": few["ours"], "many": many["ours"]}, beside=f"{FEW:,} and {MANY:,} former visits",
        ratio=round(slower / floors, 2), goal=GOAL, unit="ms a check-in", adds_up=sums, floor_between=round(floors, 2),
    )  # fmt: skip


def _rounds(arrivals: Arrivals) -> dict[str, list[Run]]:
    """The floor stands beside both, so that a machine that grew slower meanwhile is seen."""
    return interleave(
        [
            arrivals.on_floor("floor", CLIENTS, SECONDS),
            arrivals.on_ours("ours", CLIENTS, SECONDS, lambda: arrivals.enterprises),
        ],
        ROUNDS,
    )


if __name__ == "__main__":
    main()
