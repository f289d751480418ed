"""One program for what happens after a request: the sequencer, the followers, and the jobs. Two copies may run."""

from __future__ import annotations

import importlib
import importlib.util
import os
import signal
import threading
from collections.abc import Sequence

import structlog

from backend.config import Settings
from backend.journal.followers import Follower, advance
from backend.journal.sequencer import sequence
from backend.kernel.clock import Clock, SystemClock
from backend.kernel.db import make_engine
from backend.kernel.jobs import run_worker
from backend.kernel.logs import write_to_stderr
from backend.kernel.transaction import Sessions, make_sessions, transaction

PACKAGES = (
    "identity",
    "audit",
    "registers",
    "enterprises",
    "certificates",
    "planning",
    "inspections",
    "evidence",
    "clues",
    "supervision",
    "notifications",
    "monitoring",
    "public",
)
JOB_MODULES = ("jobs", "sealer", "senders", "importers", "exporters")
IDLE_SECONDS = 0.2
log = structlog.get_logger()


def followers() -> list[Follower]:
    """The FOLLOWER of every package that has one."""
    names = [f"backend.{package}.followers" for package in PACKAGES]
    return [importlib.import_module(name).FOLLOWER for name in names if importlib.util.find_spec(name) is not None]


def load_jobs() -> None:
    """Import every package's jobs, which register themselves."""
    for package in PACKAGES:
        for module in JOB_MODULES:
            if importlib.util.find_spec(f"backend.{package}.{module}") is not None:
                importlib.import_module(f"backend.{package}.{module}")


def run_journal_once(sessions: Sessions, all_followers: Sequence[Follower], clock: Clock) -> int:
    """Number what was committed and let every follower read one batch; returns how much was done."""
    with transaction(sessions) as tx:
        done = sequence(tx)
    return done + sum(advance(sessions, follower, clock) for follower in all_followers)


def follow_journal(sessions: Sessions, stop: threading.Event, clock: Clock) -> None:
    """Keep the journal moving until told to stop; a database that is away is waited for."""
    everybody = followers()
    while not stop.is_set():
        try:
            idle = run_journal_once(sessions, everybody, clock) == 0
        except Exception as error:
            log.warning("journal_waits", error=type(error).__name__)
            idle = True
        if idle:
            stop.wait(IDLE_SECONDS)


def main() -> None:
    """Run until SIGTERM or SIGINT; the current batch is finished first."""
    write_to_stderr()
    settings = Settings.from_env(os.environ)
    sessions = make_sessions(make_engine(settings.database_url, size=4))
    stop = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    journal = threading.Thread(target=follow_journal, args=(sessions, stop, SystemClock()), name="journal")
    journal.start()
    load_jobs()
    run_worker(settings, sessions, stop)
    journal.join()


if __name__ == "__main__":
    main()
