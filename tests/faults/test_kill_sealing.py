"""A worker that is killed while it seals leaves lost work, never wrong work; the next one ends with one item.

FAULT_SEED repeats a run; FAULT_POINTS makes it longer.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.evidence.models import Playable, SealedItem, Upload
from backend.journal.models import Journal
from tests import films
from tests.faults.programs import ROOT, Program, environment, wait_for
from tests.faults.tally import tally
from tests.phone import Phone, over_flask, visit_of
from tests.world import Api, SignedIn, World

SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**6)))
POINTS = int(os.environ.get("FAULT_POINTS", 5))
CALLS = ("fsync", "fdatasync", "link", "unlink", "unlinkat", "fchmod", "flock", "sendto", "mkdir")


@pytest.fixture
def world(committed_world: World) -> World:
    committed_world.clock.moment = datetime.now(UTC)
    return committed_world


@pytest.fixture
def officer(world: World) -> SignedIn:
    return world.officer(world.organ())


@pytest.fixture
def phone(world: World, officer: SignedIn) -> Phone:
    app = create_app(world.settings, sessions=world.sessions, clock=world.clock)
    return Phone(over_flask(Api(app, world).as_(officer).client))


@pytest.fixture
def media(world: World, phone: Phone, officer: SignedIn) -> UUID:
    return UUID(phone.declare(visit_of(world, officer)).json["media_id"])


@pytest.fixture
def env(world: World) -> dict[str, str]:
    return environment(world.settings.database_url, world.settings.data_dir)


@pytest.fixture
def programs(env: dict[str, str], tmp_path: Path) -> Iterator[dict[str, Program]]:
    made = {
        "dying": Program([sys.executable, "-m", "tests.faults.dying_worker"], env, tmp_path / "dying.log"),
        "worker": Program([sys.executable, "-m", "backend.worker"], env, tmp_path / "worker.log"),
    }
    yield made
    for program in made.values():
        program.stop()


def items(world: World) -> list[SealedItem]:
    return world.look(lambda tx: tx.scalars(select(SealedItem)).all())


def state(world: World, upload: UUID) -> str:
    return world.look(lambda tx: tx.scalar(select(Upload.state).where(Upload.id == upload)))


def check_store(world: World) -> None:
    """Nothing wrong: a sealed upload has its row and its bytes, and every name in the store tells the truth."""
    blobs = world.settings.data_dir / "blobs"
    for path in (path for path in blobs.glob("*/*") if not path.name.startswith(".")):
        assert sha256(path.read_bytes()).hexdigest() == path.name
    rows = items(world)
    assert all((blobs / row.key).stat().st_size == row.size for row in rows)
    sealed = world.look(lambda tx: set(tx.scalars(select(Upload.id).where(Upload.state == "sealed"))))
    assert sealed == {row.upload_id for row in rows}


def test_a_worker_killed_between_hash_and_settling_is_followed_by_one_that_ends_the_work(
    world: World, phone: Phone, media: UUID, programs: dict[str, Program]
) -> None:
    films_sent = [films.webm(1), films.webm(1, first=10)]
    for n, film in enumerate(films_sent):
        phone.segment(media, n, film, duration_ms=1000, final=n == 1)
        phone.upload(media, film, segment=n)

    programs["dying"].start()
    wait_for(programs["dying"].died, "the worker did not come to the blow")
    assert programs["dying"].process is not None
    assert programs["dying"].process.returncode == -9
    assert items(world) == []
    assert list((world.settings.data_dir / "blobs").glob("*/*")), "it had stored"

    programs["worker"].start()
    wait_for(lambda: has_copy(world, media), "no copy was made")
    check_store(world)
    assert sorted(row.sha256 for row in items(world)) == sorted(sha256(film).digest() for film in films_sent)
    assert list((world.settings.data_dir / "staging").iterdir()) == []
    told = world.look(lambda tx: tx.scalars(select(Journal.name).where(Journal.name.like("evidence.%"))).all())
    assert told.count("evidence.sealed.v1") == 2
    assert phone.get(f"/media/{media}").json["state"] == "sealed"


def has_copy(world: World, media: UUID) -> bool:
    return world.look(lambda tx: tx.get(Playable, media)) is not None


def test_killed_at_any_system_call_sealing_ends_right_when_it_is_run_again(
    world: World, phone: Phone, media: UUID, env: dict[str, str], tmp_path: Path
) -> None:
    chance, drawers = random.Random(SEED), set()
    Sealing(phone.upload(media, content_for_a_new_drawer(chance, drawers), segment=0), env, tmp_path).run()
    counting = content_for_a_new_drawer(chance, drawers)
    counted = Sealing(phone.upload(media, counting, segment=1), env, tmp_path).count()
    chosen = points(counted, chance)[:POINTS]
    print(f"FAULT_SEED={SEED} FAULT_POINTS={len(chosen)} of {sum(counted.values())}: {chosen}")
    assert {"fsync", "link", "sendto"} <= set(counted), "the counted run shows the calls that matter"

    for segment, (call, n) in enumerate(chosen, start=2):
        content = content_for_a_new_drawer(chance, drawers)
        sealing = Sealing(phone.upload(media, content, segment=segment), env, tmp_path)
        sealing.killed_at(call, n)
        check_store(world)
        sealing.run()
        check_store(world)
        assert state(world, sealing.upload_id) == "sealed"
        assert [row.sha256 for row in items(world) if row.segment == segment] == [sha256(content).digest()]
        assert not (world.settings.data_dir / "staging" / sealing.upload_id.hex).exists()
    tally("kill_sealing", {"kills at a system call": len(chosen)})


def content_for_a_new_drawer(chance: random.Random, drawers: set[int]) -> bytes:
    """Random bytes whose hash begins like none before: the store makes a folder each time, so the calls stay the same."""
    while (content := chance.randbytes(300_000)) and (first := sha256(content).digest()[0]) in drawers:
        pass
    drawers.add(first)
    return content


def points(counted: dict[str, int], chance: random.Random) -> list[tuple[str, int]]:
    """Every call of every kind, in random order, but first one of each kind: most are talk with the database."""
    by_kind = {call: chance.sample(range(1, most + 1), most) for call, most in counted.items()}
    rounds = [
        [(call, numbers[n]) for call, numbers in by_kind.items() if n < len(numbers)]
        for n in range(max(counted.values()))
    ]
    return [point for each in rounds for point in chance.sample(each, len(each))]


class Sealing:
    """One upload's sealing as a program, alone or under strace."""

    def __init__(self, location: str, env: dict[str, str], folder: Path):
        self.upload_id = UUID(location.rpartition("/")[2])
        self.command = [sys.executable, "-m", "tests.faults.seal_one", str(self.upload_id)]
        self.env, self.log = {**os.environ, **env}, folder / "strace.log"

    def run(self, *before: str) -> int:
        done = subprocess.run(
            [*before, *self.command], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, -9, 137), done.stderr
        return done.returncode

    def count(self) -> dict[str, int]:
        """How often each call is made on the way."""
        assert self.run("strace", "-f", "-qq", "-o", str(self.log), "-e", f"trace={','.join(CALLS)}") == 0
        made = re.findall(rf"^\d+ +({'|'.join(CALLS)})\(", self.log.read_text(), re.MULTILINE)
        return {call: made.count(call) for call in CALLS if call in made}

    def killed_at(self, call: str, n: int) -> None:
        inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}"]
        assert self.run("strace", "-f", "-qq", "-o", str(self.log), *inject) != 0, f"{call} {n} was not reached"
