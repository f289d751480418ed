"""Real processes for the fault tests: a server and a worker that can be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
PATIENCE = 60


class Program:
    """A process group of our own."""

    def __init__(self, command: list[str], env: Mapping[str, str], log: Path):
        self.command, self.env, self.log = command, {**os.environ, **env}, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Program:
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def kill(self) -> None:
        """SIGKILL, to every process of the group at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def _end(self, signum: int) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signum)
        self.process.wait()
        self.process = None


class Server(Program):
    """The upload process as production runs it."""

    def __init__(self, env: Mapping[str, str], log: Path):
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--blocking-threads", "8", "--no-ws", "backend.wsgi:app",
        ]  # fmt: skip
        super().__init__(command, {**env, "APP_URL": self.base}, log)

    def start(self) -> Server:
        super().start()
        wait_for(self._alive, f"no answer from the server:\n{self.log}")
        return self

    def _alive(self) -> bool:
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(f"{self.base}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
        return False


def wait_for(condition, otherwise: str, *, look_every: float = 0.05) -> None:
    """Ask until it holds; fails after a minute."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, otherwise
        time.sleep(look_every)


def environment(url: str, data_dir: Path) -> dict[str, str]:
    return {"DATABASE_URL": url, "DATA_DIR": str(data_dir), "ARGON2_MEMORY_KIB": "64", "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
