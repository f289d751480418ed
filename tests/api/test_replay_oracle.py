"""The replay of 23,085 real visits says exactly what a slow second opinion says, for two proposals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle.replay_oracle import COLUMNS, totals

DATA = Path(os.environ.get("LIANGMA_DATA", Path(__file__).parents[3] / "shared" / "data")) / "chicago-food-inspections"
VISITS, PURPOSES = DATA / "visits-2011-2012.csv", DATA / "purposes.csv"

pytestmark = pytest.mark.skipif(not VISITS.exists(), reason="the Chicago files are not beside this checkout")


@pytest.mark.parametrize(("first", "last", "cap"), [(1, 20, 2), (11, 31, 1)])
def test_replay_equals_the_oracle(committed_database, first, last, cap):
    ours = replay(committed_database, f"{first}-{last}", cap)
    theirs = totals(VISITS, PURPOSES, first=first, last=last, cap=cap)

    told = {(row["year"], row["ground"]): {name: row[name] for name in COLUMNS} for row in ours["rows"]}
    assert told == {key: {name: counts[name] for name in COLUMNS} for key, counts in theirs.items()}
    assert ours["total"]["visits"] == 23_085
    assert ours["total"]["over_cap"] > 0


def replay(database: str, calendar: str, cap: int) -> dict:
    command = [
        sys.executable, "-m", "backend.cli", "replay", "--json", "--calendar", calendar, "--cap", str(cap),
        "--csv", str(VISITS), "--purposes", str(PURPOSES),
    ]  # fmt: skip
    env = {**os.environ, "DATABASE_URL": database}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
