"""Arrivals of 32 clients at ONE enterprise, beside the same function of the database; and the cap, asked for all at once.

Every run has an enterprise of its own, so that all runs begin alike. Arrivals are never refused; what the cap refuses is the
visit code, so 32 clients ask for the codes of 96 approved tasks at one enterprise, and exactly as many get one as the rule
set allows. Goal: at least 0.35 of the floor, and the cap exact.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from bench.frame import crowd
from bench.frame.arriving import Arrivals
from bench.frame.house import House
from bench.frame.load import posting
from bench.frame.rounds import interleave, quick, ratio, told

CLIENTS, ROUNDS, TASKS, CAP = 32, 5, 96, 2
SECONDS = 1 if quick() else 3
GOAL = 0.35


def main() -> None:
    with House() as house:
        arrivals = Arrivals(house, enterprises=100)
        others = iter(arrivals.enterprises)
        cases = [
            arrivals.on_floor("floor", CLIENTS, SECONDS, spread=1),
            arrivals.on_ours("ours", CLIENTS, SECONDS, lambda: [next(others)]),
        ]
        runs = interleave(cases, ROUNDS)
        sums = arrivals.adds_up()
        given = codes_given(house, next(others))
    told(
        "check-in-hot", runs, beside="Flask and one function, 32 clients, one enterprise",
        ratio=round(ratio(runs["ours"], runs["floor"]), 2), goal=GOAL, unit="check-ins/s", adds_up=sums,
        followers=arrivals.followers(),
        codes_given=given, cap=CAP, cap_exact=given == CAP,
    )  # fmt: skip


def codes_given(house: House, enterprise: str) -> int:
    """How many of the tasks got their visit code when all asked at once; every other one was refused, none failed."""
    planner, january = crowd.people(house, "department", 1)[0], date(datetime.now(UTC).year + 1, 1, 5)
    tasks = crowd.tasks(house, [enterprise] * TASKS, january, apart=1, coded=False)
    load = posting({
        "address": f"{house.base}/api/v1/tasks/@TASK@/visit-code", "connections": CLIENTS, "seconds": 120,
        "most": 4 * TASKS // CLIENTS, "template": "{}", "callers": [{"COOKIE": planner.cookie}],
        "things": [{"TASK": str(each)} for each in tasks], "wanted": [201, 409, 422],
    })  # fmt: skip
    if load.bad:
        raise SystemExit(f"✗ asking for visit codes went wrong: {dict(load.more)}")
    with house.connect() as database:
        slots = "SELECT count(*) FROM admission_slot WHERE task_id = ANY(%s) AND released_at IS NULL"
        coded = "SELECT count(*) FROM visit_code WHERE task_id = ANY(%s)"
        taken, given = (database.execute(question, [tasks]).fetchone()[0] for question in (slots, coded))
    if taken != given:
        raise SystemExit(f"✗ {given} codes but {taken} slots")
    return given


if __name__ == "__main__":
    main()
