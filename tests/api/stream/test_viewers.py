"""The stream process as an installation starts it, and fifteen hundred viewers."""

from __future__ import annotations

import asyncio
import resource
import socket
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from backend.identity import queries
from backend.identity.models import SignIn
from backend.kernel.clock import SystemClock
from script.parts import processes
from tests.api.stream.station import Station, checked_in
from tests.arrivals import arrival
from tests.world import SignedIn, World


@pytest.fixture
def served(world: World, tmp_path: Path):
    """The stream process, started as an installation starts it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = world.sessions.kw["bind"].url.render_as_string(hide_password=False)
    env = {"DATABASE_URL": url, "DATA_DIR": str(world.settings.data_dir), "PATH": "/usr/bin:/bin"}
    command = processes.argv("stream", port - processes.STEP["stream"])
    with (tmp_path / "stream.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=Path(__file__).parents[3], env=env, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
                probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if b"200" in probe.recv(100):
                    return
        except OSError:
            continue
    raise AssertionError("the stream did not start")


async def _open(port: int, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = (
        f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: lm_session={token}\r\nAccept: text/event-stream\r\n\r\n"
    )
    writer.write(request.encode())
    head = await reader.readuntil(b": ping")
    assert head.startswith(b"HTTP/1.1 200"), head
    return reader, writer


def _sessions(world: World, who: SignedIn, count: int) -> list[str]:
    """Tokens of so many sessions of somebody."""
    tokens = [f"viewer-{n}" for n in range(count)]
    begins, ends = world.clock.now() - timedelta(days=400), SystemClock().now() + timedelta(days=400)
    same = {"person_id": who.person.id, "created_at": begins, "expires_at": ends}
    rows = [{"token_hash": queries.token_hash(each), **same} for each in tokens]
    world.look(lambda tx: (tx.execute(insert(SignIn), rows), tx.commit()))
    return tokens


def test_fifteen_hundred_viewers_are_held_and_told(world, people, served):
    """1,500 connections stay open, and one arrival reaches every one of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8192)), hard))
    visit_id = arrival(world, people["organ"], people["officer"])
    tokens = _sessions(world, people["bureau"], 1500)

    async def story() -> float:
        lines = []
        for n in range(15):
            lines += await asyncio.gather(*(_open(served, each) for each in tokens[n * 100 : n * 100 + 100]))
        await asyncio.to_thread(Station(world)._happen, (checked_in(people, visit_id),))
        begun = time.monotonic()
        async with asyncio.timeout(30):
            told = await asyncio.gather(*(reader.readuntil(b"event: visit") for reader, _ in lines))
        for _, writer in lines:
            writer.close()
        assert len(told) == 1500
        return time.monotonic() - begun

    assert asyncio.run(story()) < 20
