"""A whole draw from made-up lists, as the desk would make it, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from backend.policy.draw import Terms
from backend.policy.draw_proof import Commitment, Lists, drawn_picks, lists_of, openings, proof, seed_of

SECRET, SALTING = bytes(range(32)), bytes(range(32, 64))
VALUE = "03 07 12 19 25 31 + 08"
OBJECTS = {f"uscc:91420117MA0{n:06}X": (1, 2, 4, 8)[n % 4] for n in range(1, 41)}
OFFICERS = [f"17010100{n:02}" for n in range(1, 9)]
AVOIDED = {("uscc:91420117MA0000007X", OFFICERS[0]), ("uscc:91420117MA0000011X", OFFICERS[3])} | {
    (each, OFFICERS[5]) for each in OBJECTS
}
"""The sixth officer keeps away from everybody: each draw meets a pair that keeps apart."""


def commitment(lists: Lists, wanted: int = 12, source: str = "福彩双色球第2026134期开奖号码") -> Commitment:
    return Commitment(
        draw_id=UUID("0193d6f0-0000-7000-8000-000000000001"), organ="ORG0001", item="C60-0001",
        first_day=date(2026, 11, 23), last_day=date(2026, 12, 31), rule_set="default", lists=lists,
        excluded={"cooldown": 3, "cap_used": 1}, terms=Terms(wanted, 2, 2), secret=SECRET, source=source,
        fixed_at=datetime(2026, 11, 24, 13, 15, tzinfo=UTC),
    )  # fmt: skip


def made(
    objects: dict[str, int] | None = None, officers: list[str] | None = None, *, wanted: int = 12, value: str = VALUE
) -> dict[str, Any]:
    """The published file of a draw over these lists."""
    objects, officers = objects or OBJECTS, OFFICERS if officers is None else officers
    lists = lists_of(objects, officers, AVOIDED, SALTING)
    text = commitment(lists, wanted).text
    picks = drawn_picks(lists, AVOIDED, Terms(wanted, 2, 2), seed_of(text, SECRET, value))
    return proof(text, lists, SECRET, value, picks, openings(picks, SALTING))
