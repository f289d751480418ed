"""Draw 1,000 of 100,000 enterprises with their officers, and run the published file again with the verifier.

Prints one JSON object as its last line: the median time of a whole draw (canonical lists, hashes, commitment, seed, objects,
officers in order) in milliseconds, beside the promise of two seconds. In process, no database; the verifier must agree.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from typing import Any, TypeVar
from uuid import UUID

from backend.policy.draw import Terms
from backend.policy.draw_proof import Commitment, drawn_picks, lists_of, openings, proof, seed_of
from verifier.liangma_verify.draw import check

OBJECTS, WANTED, OFFICERS, ROUNDS, PROMISE_MS = 100_000, 1_000, 60, 5, 2_000
SECRET, SALTING = bytes(range(32)), bytes(range(32, 64))
TERMS = Terms(WANTED, 2, 4)
Made = TypeVar("Made")


def main() -> None:
    rounds = 1 if "--quick" in sys.argv else ROUNDS
    objects = {f"uscc:91420117MA{n:08}": (1, 2, 4, 8)[n % 4] for n in range(OBJECTS)}
    officers = [f"1701010{n:04}" for n in range(OFFICERS)]
    runs = [timed(lambda: draw(objects, officers)) for _ in range(rounds)]
    ours, file = median(took for took, _ in runs), runs[0][1]
    again, difference = timed(lambda: check(file))
    assert difference is None, difference
    assert all(other == file for _, other in runs)
    size = len(json.dumps(file)) / 1e6
    print(f"load {os.getloadavg()[0]:.1f}, verifier {again:.0f} ms, published file {size:.1f} MB")
    print(json.dumps({
        "name": "draw", "ours": round(ours, 1), "beside": PROMISE_MS, "ratio": round(ours / PROMISE_MS, 3), "unit": "ms",
        "n": rounds,
    }))  # fmt: skip


def draw(objects: dict[str, int], officers: list[str]) -> dict[str, Any]:
    """The published file of a draw over these lists; the first officer keeps away from every tenth enterprise."""
    avoided = {(name, officers[0]) for name in [*objects][::10]}
    lists = lists_of(objects, officers, avoided, SALTING)
    text = Commitment(
        draw_id=UUID(int=1), organ="SC", item="SC-001", first_day=date(2026, 11, 23), last_day=date(2026, 12, 31),
        rule_set="default", lists=lists, excluded={}, terms=TERMS, secret=SECRET, source="bench",
        fixed_at=datetime(2026, 11, 24, tzinfo=UTC),
    ).text  # fmt: skip
    picks = drawn_picks(lists, avoided, TERMS, seed_of(text, SECRET, "03 07 12"))
    return proof(text, lists, SECRET, "03 07 12", picks, openings(picks, SALTING))


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """Milliseconds, and what was made."""
    begun = time.perf_counter()
    made = work()
    return (time.perf_counter() - begun) * 1000, made


if __name__ == "__main__":
    main()
