"""64 clients, caps 1 to 4, the database struck down among them: min(cap, demand) are admitted, never more, never less.

B-25, B-52. FAULT_SEED repeats a run; FAULT_ROUNDS makes it longer.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import sessionmaker

from tests.api.crowd import Department
from tests.api.desk import NEVER_QUIET
from tests.api.race import house
from tests.conftest import settings_for
from tests.faults.cap_rounds import CAPS, CLIENTS, Outcome, Race, drawn
from tests.faults.own_cluster import OwnCluster, own_cluster
from tests.faults.tally import tally
from tests.world import FrozenClock, World

SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**6)))
ROUNDS = int(os.environ.get("FAULT_ROUNDS", 4))
HONEST = {"502", "503", "504", "ConnectionResetError", "RemoteDisconnected"}
"""What a client may meet instead of an answer while the database is away."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[OwnCluster]:
    with own_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def department(cluster: OwnCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Department]:
    engine = create_engine(cluster.url, poolclass=NullPool)
    settings = settings_for(cluster.url, tmp_path_factory.mktemp("data"))
    world = World(sessionmaker(engine, expire_on_commit=False), FrozenClock(datetime.now(UTC)), settings)
    yield Department(world, {**NEVER_QUIET, **CAPS})
    engine.dispose()


@pytest.fixture
def data_dir(department: Department) -> Path:
    return department.world.settings.data_dir


def test_as_many_are_admitted_as_is_lawful_whatever_happens_to_the_database(
    department: Department, cluster: OwnCluster, data_dir: Path
) -> None:
    rounds = drawn(SEED, ROUNDS)
    print(f"FAULT_SEED={SEED} FAULT_ROUNDS={ROUNDS}")
    with house(cluster.url, data_dir) as port:
        outcomes = [Race(department, port, cluster).run(each) for each in rounds]

    unanswered = sum((each.unanswered for each in outcomes), Counter())
    print(f"{2 * ROUNDS * CLIENTS} requests; tries without an answer before: {dict(unanswered)}")
    assert [wrong for each in outcomes for wrong in each.wrong] == []
    assert set(unanswered) <= HONEST
    crashes = [outcome for outcome, each in zip(outcomes, rounds, strict=True) if each.strike_after is not None]
    assert all(each.unanswered for each in crashes), "somebody stood in the middle"
    tally(
        "cap", {
            "rounds": ROUNDS, "requests": 2 * ROUNDS * CLIENTS, "crashes of the database": len(crashes),
            "tries without an answer": unanswered.total(), "admitted": sum(each.lawful for each in rounds),
        },
    )  # fmt: skip


def test_a_build_that_counts_and_then_inserts_is_caught(
    department: Department, cluster: OwnCluster, data_dir: Path
) -> None:
    with department.world.sessions() as tx:
        tx.execute(text("DROP INDEX uq_admission_slot_place"))
        tx.commit()
    with house(cluster.url, data_dir, "tests.faults.planted_count_then_insert:app") as port:
        wrong = caught(Race(department, port, cluster), ROUNDS)

    assert any("were admitted where" in each for each in wrong)


def test_a_build_that_keeps_its_keys_in_another_transaction_is_caught(
    department: Department, cluster: OwnCluster, data_dir: Path
) -> None:
    with house(cluster.url, data_dir, "tests.faults.planted_key_apart:app") as port:
        wrong = caught(Race(department, port, cluster), ROUNDS)

    assert any(each.partition(": ")[2].startswith(("first", "unclear")) for each in wrong)


def caught(race: Race, most: int) -> list[str]:
    """What is wrong with the first round in which anything is."""
    outcomes: Iterator[Outcome] = (race.run(each) for each in drawn(SEED, most))
    return next((each.wrong for each in outcomes if each.wrong), [])
