"""A volley of HTTP requests that are released together, and the house of processes that they are aimed at."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from uuid import UUID

from script.parts import gateway, processes
from script.parts.stand import LOOPBACK, ROOT, Stand

PATIENCE_S = 60


@dataclass(frozen=True)
class Answer:
    """What came back for one request."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Shot:
    """A POST with an empty body, by somebody, with a key."""

    path: str
    token: str
    key: UUID

    def raw(self) -> bytes:
        head = (
            f"POST /api/v1{self.path} HTTP/1.1", f"Host: {LOOPBACK}", f"Cookie: lm_session={self.token}",
            f"Idempotency-Key: {self.key}", "Content-Type: application/json", "Content-Length: 2", "", "{}",
        )  # fmt: skip
        return "\r\n".join(head).encode()


class Volley:
    """Keeps connections open, so that a round begins with nothing left to do but send."""

    def __init__(self, port: int, width: int):
        self.lines = [socket.create_connection((LOOPBACK, port), PATIENCE_S) for _ in range(width)]
        for line in self.lines:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def fire(self, shots: Sequence[Shot]) -> list[Answer]:
        """Send all, then read all; the answers stand in the order of the shots."""
        loaded = [(line, shot.raw()) for line, shot in zip(self.lines, shots, strict=False)]
        for line, raw in loaded:
            line.sendall(raw)
        return [_answer(line) for line, _ in loaded]

    def close(self) -> None:
        for line in self.lines:
            line.close()


def _answer(line: socket.socket) -> Answer:
    response = HTTPResponse(line, method="POST")
    response.begin()
    return Answer(response.status, json.loads(response.read() or b"{}"))


@contextmanager
def house(database_url: str, data_dir: Path, module: str = "backend.wsgi:app") -> Iterator[int]:
    """nginx before the web process as script/server starts it; yields the port of nginx."""
    port = _free_ports()
    env = {**os.environ, "PORT": str(port), "DATA_DIR": str(data_dir), "DATABASE_URL": database_url,
           "APP_URL": f"http://{LOOPBACK}:{port}", "PYTHONPATH": str(ROOT)}  # fmt: skip
    stand = Stand.from_env(env)
    stand.make_folders()
    config = gateway.prepare(stand, env=env)
    web = [module if word == "backend.wsgi:app" else word for word in processes.argv("web", port)]
    front = [
        gateway.BINARY,
        "-e",
        str(stand.log_dir / "nginx.log"),
        "-p",
        str(stand.run_dir),
        "-c",
        str(config),
        "-g",
        "daemon off;",
    ]
    with _running(web, env, stand.log_dir / "web.log"), _running(front, env, stand.log_dir / "gateway.log"):
        _wait(port)
        yield port


@contextmanager
def _running(argv: Sequence[str], env: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as out:
        child = subprocess.Popen(argv, env=env, cwd=ROOT, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        try:
            yield
        finally:
            child.terminate()
            child.wait(PATIENCE_S)


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((LOOPBACK, port), 1) as line:
                line.sendall(f"GET /readyz HTTP/1.1\r\nHost: {LOOPBACK}\r\nConnection: close\r\n\r\n".encode())
                if b" 200 " in line.recv(200):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit("the web process did not get ready")


def _free_ports() -> int:
    """A port whose three neighbours are free as well."""
    for start in range(20000 + os.getpid() % 20000, 60000, 8):
        try:
            for port in range(start, start + 4):
                with socket.socket() as probe:
                    probe.bind((LOOPBACK, port))
        except OSError:
            continue
        return start
    raise RuntimeError("no four ports in a row are free")
