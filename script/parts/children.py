"""A small supervisor: starts children in order, restarts one that dies, stops all, leaves none behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from script.parts.stand import ROOT

FIRST_PAUSE, LONGEST_PAUSE, HEALTHY_AFTER = 0.2, 15.0, 30.0
PATIENCE = 10.0
LOOK_EVERY = 0.5
LOG_LIMIT = 20 * 1024 * 1024
# The kernel tells nobody of a parent that died before the child asked to be told: whoever finds another parent, goes.
UNLESS_ORPHANED = ("sh", "-c", '[ "$PPID" = "$0" ] && exec "$@"')


@dataclass
class Child:
    """One part. `stop_signal` asks it to finish; the kernel sends the same when the supervisor itself dies.

    `runner` is a setpriv command that may change the user; `foundation` marks what the others stand on: it stops last.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    runner: Sequence[str] = ("setpriv",)
    cwd: Path = ROOT
    foundation: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it in a session of its own, so that its whole family can be ended."""
        self.started, self.due = time.monotonic(), None
        dying_with_us = [*self.runner, "--pdeathsig", self.stop_signal.name.removeprefix("SIG"), "--"]
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                [*dying_with_us, *UNLESS_ORPHANED, str(os.getpid()), *self.argv],
                env=dict(self.env),
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def exited(self) -> int | None:
        """Its exit code once it is gone, with the rest of its family ended; None while it runs."""
        code = self.process.poll() if self.process else None
        if code is not None:
            self._end_family()
        return code

    def ask_to_stop(self) -> None:
        """Send the stop signal to the child itself, which knows how to end its own."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def end(self, deadline: float) -> None:
        """Wait until the deadline, then end it and its family by force. Nothing is left afterwards."""
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, deadline - time.monotonic()))
            self._end_family()
            self.process.wait()

    def _end_family(self) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def plan_restart(self) -> float:
        """Decide when to start again: soon after a long healthy life, later each time otherwise. Returns seconds."""
        healthy = time.monotonic() - self.started > HEALTHY_AFTER
        self.pause = FIRST_PAUSE if healthy else min(self.pause * 2, LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        return self.pause


class Supervisor:
    """Owns the children. Use it as a context: leaving that, however, stops them all."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.children: list[Child] = []
        self.stopping = False
        self._tell = tell
        self._wake, self._bell = socket.socketpair()
        self._bell.setblocking(False)

    def __enter__(self) -> Supervisor:
        signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        signal.set_wakeup_fd(-1)
        self._wake.close()
        self._bell.close()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def start(self, child: Child) -> Child:
        """Start a child and keep it running from now on."""
        child.start()
        self.children.append(child)
        return child

    def watch(self, until: Callable[[], bool] = lambda: False, seconds: float = float("inf")) -> bool:
        """Keep the children alive until told to stop, `until` is true, or the time is over. Returns whether it was."""
        deadline = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < deadline:
            if until():
                return True
            self._tend()
            self._rest()
        return False

    def _tend(self) -> None:
        for child in self.children:
            if child.due is not None:
                if child.due <= time.monotonic():
                    child.start()
            elif (code := child.exited()) is not None:
                pause = child.plan_restart()
                self._tell(f"! {child.name} ended with {code}; starting it again in {pause:.1f} s (see {child.log})")

    def _rest(self) -> None:
        """Sleep until a signal rings, a restart is due, or half a second has passed."""
        dates = [child.due - time.monotonic() for child in self.children if child.due is not None]
        self._wake.settimeout(max(0.02, min([LOOK_EVERY, *dates])))
        with contextlib.suppress(TimeoutError):
            self._wake.recv(4096)

    def stop(self) -> None:
        """End all children, what the others stand on last; each wave has ten seconds, then force."""
        self.stopping = True
        for foundation in (False, True):
            wave = [child for child in reversed(self.children) if child.foundation is foundation]
            for child in wave:
                child.ask_to_stop()
            deadline = time.monotonic() + PATIENCE
            for child in wave:
                child.end(deadline)
        self.children.clear()


def open_log(path: Path) -> BinaryIO:
    """Open a part's log for appending; one that has grown beyond 20 MiB is set aside first."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")
