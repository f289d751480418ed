"""The whole of Liangma as `script/server` starts it, on ports and a database of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Stack:
    """A running server; `base` is its address, `demo` what demo.json says."""

    base: str
    data_dir: Path
    database_url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def demo(self) -> dict[str, Any]:
        return json.loads((self.data_dir / "demo.json").read_text())

    def account(self, role: str) -> dict[str, str]:
        return next(each for each in self.demo["accounts"] if each["role"] == role)

    def shell(self, *words: str) -> str:
        """What `script/liangma` says, run beside this server."""
        port = self.base.rsplit(":", 1)[-1]
        env = {**os.environ, "PORT": port, "DATA_DIR": str(self.data_dir), "DATABASE_URL": self.database_url}
        command = [str(ROOT / "script" / "liangma"), *words]
        return subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def start(database_url: str, data_dir: Path, *, empty: bool = False, **extra: str) -> Stack:
    """Start the server, with the demo or `empty`, and wait until it is ready; fails with its last words."""
    port, log = free_ports(4), data_dir.parent / "server.log"
    env = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": database_url,
        "DEMO": "1",
        **extra,
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(ROOT / "script" / "server"), "--as-is", *(["--empty"] if empty else [])],
            env=env,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    stack = Stack(f"http://localhost:{port}", data_dir, database_url, process, log)
    _wait_until_ready(stack)
    return stack


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that nobody uses."""
    for first in range(21_000 + os.getpid() % 1000 * 8, 60_000, 8):
        if all(_free(port) for port in range(first, first + count)):
            return first
    raise RuntimeError("no free ports")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _wait_until_ready(stack: Stack) -> None:
    deadline = time.monotonic() + 150
    while time.monotonic() < deadline and stack.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{stack.base}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            stack.process.poll()
    raise AssertionError(f"script/server did not become ready:\n{stack.log.read_text()[-3000:]}")
