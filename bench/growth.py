"""The same arrivals with ten thousand visits in the past and with a million: the past must cost nothing.

8 clients, each case the web process itself: at any of 50,000 enterprises, and all at one, another in each run. Goal: a
check-in among a million takes at most 1.5 times what it took among ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator

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
        others = iter(arrivals.enterprises)
        few = _rounds(arrivals, others)
        history.add(house, MANY - FEW)
        many = _rounds(arrivals, others)
        sums = arrivals.adds_up()
    floors = ratio(many["floor"], few["floor"], lambda run: run.load.p50_ms)
    slower, hot = (middle(many[each])["p50_ms"] / middle(few[each])["p50_ms"] / floors for each in ("ours", "hot"))
    cases = {f"{each} among {size}": runs[each] for size, runs in (("few", few), ("many", many)) for each in runs}
    told(
        "growth", cases, beside=f"{FEW:,} and {MANY:,} former visits", ratio=round(slower, 2), hot_ratio=round(hot, 2),
        goal=GOAL, unit="ms a check-in", adds_up=sums, floor_between=round(floors, 2),
        followers=arrivals.followers(),
    )  # fmt: skip


def _rounds(arrivals: Arrivals, others: Iterator[str]) -> dict[str, list[Run]]:
    """The floor stands beside both, so that a machine that grew slower meanwhile is seen."""
    return interleave(
        [
            arrivals.on_floor("floor", CLIENTS, SECONDS),
            arrivals.on_ours("ours", CLIENTS, SECONDS, lambda: arrivals.enterprises),
            arrivals.on_ours("hot", CLIENTS, SECONDS, lambda: [next(others)]),
        ],
        ROUNDS,
    )


if __name__ == "__main__":
    main()
