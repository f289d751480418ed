"""An arrival with session, access, policy, verdict, journal and record of access, beside one function of the database.

8 clients, 50,000 enterprises, durable. `ours` asks the web process itself, as the floor is asked; `gateway` through nginx.
Goal: at least 0.4 of the floor, at most 1.5 ms of server processor, and three times ODK Central's plain submission. That
one cannot be run here: its figure is that of November 2026, 302 a second beside 2,450 of the same floor on a like machine,
so three of it are 0.37 of the floor.
"""

from __future__ import annotations

from bench.frame.arriving import Arrivals
from bench.frame.house import House
from bench.frame.rounds import interleave, middle, quick, ratio, told

CLIENTS, ROUNDS = 8, 5
SECONDS = 1 if quick() else 4
GOAL, CPU_GOAL_MS = 0.4, 1.5
CENTRAL_TO_FLOOR = 302 / 2450


def main() -> None:
    with House() as house:
        arrivals = Arrivals(house)
        cases = [
            arrivals.on_floor("floor", CLIENTS, SECONDS),
            arrivals.on_ours("ours", CLIENTS, SECONDS, lambda: arrivals.enterprises),
            arrivals.on_ours("gateway", CLIENTS, SECONDS, lambda: arrivals.enterprises, gateway=True),
        ]
        runs = interleave(cases, ROUNDS)
        sums = arrivals.adds_up()
    ours = ratio(runs["ours"], runs["floor"])
    told(
        "check-in", runs, beside="Flask and one function, 8 clients", ratio=round(ours, 2), goal=GOAL,
        server_cpu_ms=middle(runs["ours"])["cpu_ms"]["server"], server_cpu_goal_ms=CPU_GOAL_MS,
        times_odk_central=round(ours / CENTRAL_TO_FLOOR, 1), times_odk_central_goal=3,
        odk_central="recorded figure by the shared floor; not run here", unit="check-ins/s", adds_up=sums,
        followers=arrivals.followers(),
        gateway_ratio=round(ratio(runs["gateway"], runs["floor"]), 2),
    )  # fmt: skip


if __name__ == "__main__":
    main()
