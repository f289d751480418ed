"""How web, upload, stream and worker are started; the same commands in the demo, in compose and in production."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from script.parts.stand import LOOPBACK, ROOT

NAMES = ("web", "upload", "stream", "worker")


def argv(name: str, port: int, host: str = LOOPBACK) -> list[str]:
    """The command of one part; the port is the gateway's, the parts listen on the three after it."""
    if name == "worker":
        return [sys.executable, "-m", "backend.worker"]
    return [sys.executable, "-m", "granian", *_granian(name), "--host", host, "--port", str(port + STEP[name])]


STEP = {"web": 1, "upload": 2, "stream": 3}


def _granian(name: str) -> list[str]:
    common = ["--working-dir", str(ROOT), "--no-ws", "--log-level", "warning", "--respawn-failed-workers"]
    return [*_OPTIONS[name], *common, "--workers-kill-timeout", "5", "--backlog", "4096"]


# A worker that does not stop within five seconds is ended: granian waits without end for a viewer who never leaves.
# web: two interpreters, a thread per database connection in use. upload: one slow phone holds one thread, and 64 may be
# slow at once. stream: a viewer is one open request, and the limit of requests must not be the limit of viewers.
_OPTIONS = {
    "web": [
        "backend.wsgi:app",
        "--interface",
        "wsgi",
        "--workers",
        "2",
        "--blocking-threads",
        "16",
        "--backpressure",
        "512",
    ],
    "upload": [
        "backend.wsgi:app",
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        "96",
        "--backpressure",
        "96",
    ],
    "stream": ["backend.asgi:app", "--interface", "asgi", "--workers", "1", "--backpressure", "4000"],
}


def run(name: str, env: Mapping[str, str]) -> None:
    """Become that part, in the foreground; never returns."""
    words = argv(name, int(env.get("PORT") or 8080), env.get("BIND_HOST") or LOOPBACK)
    os.chdir(ROOT)
    os.execvpe(words[0], words, dict(env))


if __name__ == "__main__":
    run(sys.argv[1], os.environ)
