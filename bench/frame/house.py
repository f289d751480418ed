"""An installation to measure: `script/server` as everybody starts it, on a data folder and ports of its own.

Its PostgreSQL is durable, nginx is its gateway, and it holds the demo. What stands beside it runs in a second database of
the same cluster. At the end nothing is left: no process, no folder.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from script.parts import cluster, processes

PORT = int(os.environ.get("BENCH_PORT", "18100"))
"""The house takes four ports from here on, what stands beside it those from PORT + 10."""

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 240.0
BESIDE = "beside"
Rows = psycopg.Connection[tuple[Any, ...]]


class House(AbstractContextManager["House"]):
    """The installation, and everything that runs beside it."""

    def __init__(self, port: int = PORT):
        self.port, self.base = port, f"http://127.0.0.1:{port}"
        self._stack = ExitStack()
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> House:
        try:
            self.folder = Path(self._stack.enter_context(Folder("liangma-bench-")))
            self.serve("--as-is")
            self._find_parts()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def serve(self, *options: str) -> float:
        """Start the installation, again where it ran before; the seconds until it is ready."""
        if self._server is not None:
            end(self._server)
        begun = time.monotonic()
        self._server = self.start([str(ROOT / "script" / "server"), *options], "server", self.env())
        self._wait(f"{self.base}/readyz", self._server, "server", READY_WITHIN)
        return time.monotonic() - begun

    def env(self) -> dict[str, str]:
        """What the installation is told by its environment."""
        own = {"PORT": str(self.port), "DATA_DIR": str(self.folder), "DEMO": "1", "DATABASE_URL": ""}
        return {**os.environ, **own}

    def start(
        self, command: Sequence[str], name: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT
    ) -> subprocess.Popen[bytes]:
        """Start a program that ends with this benchmark; what it says goes into a log of the data folder."""
        with (self.folder / f"bench-{name}.log").open("ab") as log:
            running = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", "--", *command], env={**os.environ, **(env or {})}, cwd=cwd,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._stack.callback(end, running)
        return running

    def beside(
        self, command: Sequence[str], port: int, ready: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT
    ) -> int:
        """Start something to stand beside ours and wait until it answers; its pid."""
        running = self.start(command, str(port), {"BENCH_DSN": self.dsn(BESIDE), "PORT": str(port), **(env or {})}, cwd)
        self._wait(f"http://127.0.0.1:{port}{ready}", running, str(port), 60)
        return running.pid

    def granian(self, floor: str, port: int) -> int:
        """A floor of `bench/floors` on the web process's own granian: same options, same number of workers; its pid."""
        words = processes.argv("web", port - processes.STEP["web"])
        command = [f"bench.floors.{floor}:app" if each == "backend.wsgi:app" else each for each in words]
        return self.beside(command, port, "/hello")

    @property
    def database_url(self) -> str:
        """The database as the installation's own parts are told of it."""
        return self._cluster.url()

    def dsn(self, database: str, *, inside_host: bool = False) -> str:
        """The address as libpq reads it, or, for those who insist on a host, with the socket's folder as one."""
        if inside_host:
            return f"postgresql://{cluster.SUPERUSER}@{quote(str(self._cluster.sockets), safe='')}/{database}"
        return f"postgresql://{cluster.SUPERUSER}@/{database}?host={self._cluster.sockets}"

    def connect(self, database: str = cluster.DATABASE) -> Rows:
        """The database as its superuser, every statement a transaction of its own."""
        return psycopg.connect(self.dsn(database), autocommit=True)

    def database_beside(self, *scripts: str) -> None:
        """Make the second database, with PostGIS, and run these scripts in it."""
        with self.connect("postgres") as server:
            server.execute(f"CREATE DATABASE {BESIDE}")
        with self.connect(BESIDE) as database:
            database.execute("CREATE EXTENSION postgis")
            for script in scripts:
                database.execute(script)
            database.execute("VACUUM ANALYZE")

    def quiet_registers(self) -> Rows:
        """A connection that fills tables without their triggers: what is loaded is not what is measured."""
        connection = self.connect()
        connection.execute("SET session_replication_role = replica")
        return connection

    @property
    def demo(self) -> dict[str, Any]:
        """What `demo.json` says."""
        return json.loads((self.folder / "demo.json").read_text())

    def log(self, name: str) -> str:
        return (self.folder / "run" / "log" / f"{name}.log").read_text(errors="replace")

    def _wait(self, url: str, running: subprocess.Popen[bytes], name: str, seconds: float) -> None:
        try:
            wait_for(url, running, seconds)
        except TimeoutError as problem:
            raise SystemExit(f"✗ {problem}\n{(self.folder / f'bench-{name}.log').read_text()[-2000:]}") from problem

    def _find_parts(self) -> None:
        self._cluster = cluster.plan(self.folder / "postgres", self.folder / "run", print)
        self.postgres = [int((self._cluster.data / "postmaster.pid").read_text().split("\n")[0])]
        self.gateway = [int((self.folder / "run" / "nginx.pid").read_text())]
        self.web, self.upload, self.stream = (
            _with_words(self.folder, f"--port {self.port + processes.STEP[name]}")
            for name in ("web", "upload", "stream")
        )
        self.worker = _with_words(self.folder, "backend.worker")


class Folder(AbstractContextManager[str]):
    """A folder on a real disk that PostgreSQL's user may pass through; gone at the end."""

    def __init__(self, prefix: str):
        self._prefix = prefix

    def __enter__(self) -> str:
        self._name = tempfile.mkdtemp(prefix=self._prefix, dir="/var/tmp")
        os.chmod(self._name, 0o711)
        return self._name

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._name, ignore_errors=True)


def wait_for(url: str, running: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until an address answers. Raises TimeoutError when the program ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if running.poll() is not None:
            raise TimeoutError(f"{running.args} ended with {running.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer within {seconds:.0f} s")


def end(running: subprocess.Popen[bytes]) -> None:
    """Ask a program to end, and make it end after half a minute."""
    running.terminate()
    with suppress(subprocess.TimeoutExpired):
        running.wait(30)
        return
    running.send_signal(signal.SIGKILL)
    running.wait()


def _with_words(folder: Path, words: str) -> list[int]:
    """The processes of this installation whose command holds these words."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command, env = (path / "cmdline").read_bytes(), (path / "environ").read_bytes()
            if (
                words in command.replace(b"\0", b" ").decode(errors="replace")
                and f"DATA_DIR={folder}\0".encode() in env
            ):
                found.append(int(path.name))
    return found
