"""An upload that is cut at random places, through restarts of a server that was killed, arrives byte for byte.

FAULT_SEED repeats a run; FAULT_CUTS and FAULT_KILLS make it longer.
"""

from __future__ import annotations

import os
import random
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from backend.evidence.models import Upload
from tests.faults.programs import Server, environment, wait_for
from tests.faults.tally import tally
from tests.phone import Phone, Reply, over_client, visit_of
from tests.world import SignedIn, World

SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**6)))
CUTS = int(os.environ.get("FAULT_CUTS", 100))
KILLS = int(os.environ.get("FAULT_KILLS", 5))
LENGTH = 3_000_000


@pytest.fixture
def server(committed_world: World, tmp_path: Path) -> Iterator[Server]:
    # Sessions are checked against the real clock here.
    committed_world.clock.moment = datetime.now(UTC)
    url = committed_world.settings.database_url
    server = Server(environment(url, committed_world.settings.data_dir), tmp_path / "server.log")
    yield server.start()
    server.kill()


@pytest.fixture
def officer(committed_world: World) -> SignedIn:
    return committed_world.officer(committed_world.organ())


@pytest.fixture
def phone(server: Server, officer: SignedIn) -> Iterator[Phone]:
    with httpx.Client(base_url=server.base, cookies={"lm_session": officer.token}, timeout=30) as client:
        yield Phone(over_client(client))


class Sender:
    """Sends part of a chunk and goes away in the middle, politely or not."""

    def __init__(self, server: Server, token: str, chance: random.Random):
        self.server, self.token, self.chance = server, token, chance

    def cut(self, location: str, offset: int, rest: bytes, sent: int) -> None:
        head = (
            f"PATCH {location} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\nCookie: lm_session={self.token}\r\n"
            f"Tus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(rest)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.server.port)) as line:
            line.sendall(head.encode() + rest[:sent])
            if self.chance.random() < 0.5:  # a reset instead of a goodbye
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_hundred_cuts_and_a_killed_server_leave_every_byte_in_its_place(
    server: Server, committed_world: World, officer: SignedIn, phone: Phone
) -> None:
    print(f"FAULT_SEED={SEED} FAULT_CUTS={CUTS} FAULT_KILLS={KILLS}")
    chance = random.Random(SEED)
    content = chance.randbytes(LENGTH)
    media = UUID(phone.declare(visit_of(committed_world, officer)).json["media_id"])
    location = phone.begin(media, content).headers["Location"]
    sender = Sender(server, officer.token, chance)
    kills = set(chance.sample(range(CUTS), KILLS))

    told, moved = 0, 0
    for n in range(CUTS):
        rest = content[told : told + chance.randrange(1, 2 * LENGTH // CUTS)]
        sender.cut(location, told, rest, chance.randrange(len(rest)))
        if n in kills:
            server.kill()
            server.start()
        held = phone.head(location).offset
        assert told <= held <= LENGTH, "what was told to be held is held"
        told, moved = held, moved + (held > told)

    print(f"{moved} of {CUTS} cuts kept some bytes, {told} in all")
    assert moved >= CUTS // 4, "what arrives before a cut is kept"
    finish(phone, location, content)
    upload_id = UUID(location.rpartition("/")[2])
    staged = committed_world.settings.data_dir / "staging" / upload_id.hex
    assert sha256(staged.read_bytes()).digest() == sha256(content).digest()
    state = committed_world.look(lambda tx: tx.scalar(select(Upload.state).where(Upload.id == upload_id)))
    assert state == "complete"
    tally("kill_uploads", {"cuts": CUTS, "kills of the server": KILLS})


def finish(phone: Phone, location: str, content: bytes) -> None:
    """Go on from the server's offset until all is there, as the phone's outbox does."""

    def sent_all() -> bool:
        held = phone.head(location).offset
        answer: Reply = phone.patch(location, held, content[held:])
        assert answer.status in (204, 409, 423), answer
        return answer.status == 204 and answer.offset == len(content)

    wait_for(sent_all, "the upload did not come to its end")


def test_two_requests_at_once_never_mix_their_bytes(committed_world: World, officer: SignedIn, phone: Phone) -> None:
    """Both send the same whole upload, byte by byte different pieces; one is told to wait, or where it stands."""
    content = random.Random(SEED).randbytes(LENGTH)
    media = UUID(phone.declare(visit_of(committed_world, officer)).json["media_id"])
    for n in range(10):
        location = phone.begin(media, content, segment=n).headers["Location"]
        with ThreadPoolExecutor(4) as pool:
            sent = [pool.submit(phone.patch, location, 0, content) for _ in range(4)]
        answers = [each.result().status for each in sent]
        assert sorted(set(answers)) in ([204], [204, 409], [204, 423], [204, 409, 423]), answers
        assert answers.count(204) == 1
        staged = committed_world.settings.data_dir / "staging" / UUID(location.rpartition("/")[2]).hex
        assert staged.read_bytes() == content
