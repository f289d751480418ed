"""script/server, after script/bootstrap: the cluster, the tables, the demo, then every part, until told to stop."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping

from script.parts import cluster, gateway, lan, processes
from script.parts.children import Child, Supervisor
from script.parts.stand import LOOPBACK, ROOT, Stand
from script.parts.welcome import welcome

READY_WITHIN = 180.0  # a small machine that is busy with something else


class StartError(Exception):
    """Something needed does not come up; the text says what and where to look."""


def main() -> None:
    """Serve until SIGINT or SIGTERM. Exits 1 with one sentence when it cannot."""
    parser = argparse.ArgumentParser(prog="script/server", description="Run Liangma on this machine.")
    parser.add_argument(
        "--lan", action="store_true", help="let phones of this network in, with a certificate of our own"
    )
    parser.add_argument("--empty", action="store_true", help="without the demo, now and at later starts")
    parser.add_argument("--as-is", action="store_true", help="no set-up: start with what is there")
    asked = parser.parse_args()
    stand = Stand.from_env(os.environ, lan=asked.lan, empty=asked.empty)
    begun = float(os.environ.get("LIANGMA_BEGUN") or time.time())
    try:
        _refuse_mixing(stand)
        with _alone(stand), Supervisor(tell) as supervisor:
            serve(stand, supervisor, begun)
    except (StartError, cluster.ClusterError, gateway.GatewayError) as problem:
        sys.exit(f"✗ {problem}")


def _refuse_mixing(stand: Stand) -> None:
    if stand.empty and stand.holds_demo:
        raise StartError(
            f"{stand.data_dir} holds the demo. For a real start choose another: DATA_DIR=… script/server --empty"
        )


def serve(stand: Stand, supervisor: Supervisor, begun: float) -> None:
    """Bring everything up in order, say so, and keep it up."""
    _wait_for_ports(stand)
    env = stand.child_env(_database(stand, supervisor))
    _prepare(supervisor, env)
    if supervisor.stopping:
        return
    for child in _parts(stand, env):
        supervisor.start(child)
    if not supervisor.watch(lambda: _ready(stand), READY_WITHIN):
        if supervisor.stopping:
            return
        raise StartError(f"The parts did not become ready within {READY_WITHIN:.0f} s. {_last_words(stand)}")
    tell(welcome(stand, time.time() - begun))
    tell("\n  停止：Ctrl-C · Stop: Ctrl-C")
    supervisor.watch()
    tell("· stopping")


def tell(text: str) -> None:
    """Say something in the terminal at once; a terminal that has gone away stops nothing."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


@contextlib.contextmanager
def _alone(stand: Stand) -> Iterator[None]:
    """Two servers on one data folder would harm each other: the second says so and ends."""
    stand.make_folders()
    if stand.empty:
        stand.stay_empty()
    with (stand.run_dir / "server.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(f"A server already runs on {stand.data_dir}; choose another DATA_DIR and PORT.") from None
        yield


def _wait_for_ports(stand: Stand) -> None:
    """Parts of a server that was killed a moment ago still hold their ports; strangers hold them longer."""
    deadline = time.monotonic() + 10
    while taken := [port for port in stand.ports if _taken(port)]:
        if time.monotonic() > deadline:
            raise StartError(f"Port {taken[0]} is in use by another program; choose another: PORT=… script/server.")
        time.sleep(0.2)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return True
    return False


def _database(stand: Stand, supervisor: Supervisor) -> str:
    if stand.database_url:
        cluster.check_given(stand.database_url)
        return stand.database_url
    planned = cluster.plan(stand.data_dir / "postgres", stand.run_dir, tell)
    cluster.start(planned, supervisor)
    return planned.url()


def _prepare(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    """Tables and keys before anything serves; the demo's visits are renewed at every start."""
    command = [sys.executable, "-m", "script.parts.steps"]
    running = subprocess.Popen(command, env=dict(env), cwd=ROOT, stdin=subprocess.DEVNULL)
    if not supervisor.watch(lambda: running.poll() is not None):
        running.terminate()
    if running.wait() and not supervisor.stopping:
        raise StartError("Tables, keys and demo could not be made; the lines above say why.")


def _parts(stand: Stand, env: Mapping[str, str]) -> Iterator[Child]:
    for name in processes.NAMES:
        yield Child(name, processes.argv(name, stand.port), env, stand.log_dir / f"{name}.log")
    tls = lan.prepare(stand) if stand.lan else None
    yield gateway.child(stand, gateway.prepare(stand, tls), env)


def _ready(stand: Stand) -> bool:
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{stand.port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _last_words(stand: Stand) -> str:
    """The last lines of every log that has any: what somebody would look for first."""
    words = [
        f"\n--- {path}\n{path.read_text(errors='replace')[-1500:]}" for path in sorted(stand.log_dir.glob("*.log"))
    ]
    return "".join(words)


if __name__ == "__main__":
    main()
