"""Replaying made-up visits says exactly what the slow second opinion says; no real data is needed for it."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import SystemRandom
from zoneinfo import ZoneInfo

import pytest

from backend.identity.models import Region
from backend.identity.places import CHICAGO
from backend.inspections.importing import read_purposes
from backend.inspections.replaying import as_data, replay, replay_rules, visits_of_table
from backend.kernel.csv_rows import Notes
from tests.oracle import made_up
from tests.oracle.replay_oracle import COLUMNS, totals

REGION = Region(**CHICAGO)
SEEDS = 3


def ours(visits: Path, purposes: Path, *, first: int, last: int, cap: int) -> dict:
    told = visits_of_table(visits, read_purposes(purposes), ZoneInfo(REGION.zone), Notes())
    rows = as_data(replay(told, REGION.code, replay_rules(REGION, calendar=(first, last), cap=cap)))["rows"]
    return {(row["year"], row["ground"]): {name: row[name] for name in COLUMNS} for row in rows}


def theirs(visits: Path, purposes: Path, **proposal: int) -> dict:
    found = totals(visits, purposes, **proposal)
    return {key: {name: counts[name] for name in COLUMNS} for key, counts in found.items()}


def seeds() -> list[int]:
    """New ones each time; LIANGMA_SEED repeats one."""
    asked = os.environ.get("LIANGMA_SEED")
    return [int(asked)] if asked else [SystemRandom().randrange(10**9) for _ in range(SEEDS)]


@pytest.mark.parametrize(("first", "last", "cap"), [(1, 20, 2), (11, 31, 1), (20, 20, 0)])
def test_replay_equals_the_oracle(tmp_path, first, last, cap):
    for seed in seeds():
        tables = made_up.write(tmp_path, seed)
        proposal = {"first": first, "last": last, "cap": cap}
        assert ours(*tables, **proposal) == theirs(*tables, **proposal), f"set LIANGMA_SEED={seed} to see it again"


def test_the_made_up_visits_reach_every_column(tmp_path):
    every = Counter()
    for counts in theirs(*made_up.write(tmp_path, 1), first=1, last=20, cap=2).values():
        every.update(counts)
    assert all(every[name] > 10 for name in COLUMNS), every
