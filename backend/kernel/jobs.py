"""Work that outlives a request: a row in PostgreSQL, written in the caller's transaction, taken up by the worker.

A job is run at least once: the worker may be killed at any point, and another takes the job up again. So a job works,
then settles in one short transaction, and finds on its second run that there is nothing left to do.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.kernel.clock import Clock, SystemClock
from backend.kernel.transaction import Sessions, transaction

CONCURRENCY = 4
FORGET_AFTER_HOURS = 24
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tools:
    """What every job is given."""

    settings: Settings
    sessions: Sessions
    clock: Clock

    def until_done(self, some: Callable[..., int]) -> None:
        """Ask `some(tx, now=…)` again, each time in a transaction of its own, until it did nothing."""
        more = True
        while more:
            with transaction(self.sessions) as tx:
                more = some(tx, now=self.clock.now()) > 0


Run = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Job:
    """A named piece of work; `every` is a crontab line for work that comes by the clock."""

    name: str
    run: Run
    tries: int
    every: str | None


JOBS: dict[str, Job] = {}
"""Filled when a package's module of jobs is imported."""

_deferring = App(connector=SyncPsycopgConnector())


def job(name: str, *, tries: int = 8, every: str | None = None) -> Callable[[Run], Run]:
    """Register `run(tools, **arguments)` under a name. A failed run is tried again, waiting 3, 9, 27 … seconds."""

    def register(run: Run) -> Run:
        JOBS[name] = Job(name, run, tries, every)
        return run

    return register


def defer(tx: Session, name: str, *, once: str | None = None, **arguments: Any) -> bool:
    """Put a job into the queue, in the caller's transaction: after a rollback it was never there.

    With `once`, a job that waits under the same words is enough; False tells that there was one. Arguments are JSON.
    """
    try:
        with tx.begin_nested():  # a refusal of the unique lock must not end the caller's transaction
            connection = tx.connection().connection.driver_connection
            _deferring.configure_task(name, queueing_lock=once, connection=connection).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


def make_app(url: str, tools: Tools) -> App:
    """The queue's side of the worker with every registered job."""
    app = App(connector=PsycopgConnector(conninfo=_conninfo(url), min_size=1, max_size=CONCURRENCY + 2))
    for each in JOBS.values():
        _add(app, each, tools)
    _add_housekeeping(app)
    return app


def run_worker(settings: Settings, sessions: Sessions, stop: threading.Event, clock: Clock | None = None) -> None:
    """Work until `stop`; running jobs get 20 seconds to end. A database that is away is waited for."""
    tools = Tools(settings, sessions, clock or SystemClock())
    while not stop.is_set():
        try:
            _defer_what_comes_by_the_clock(sessions)
            asyncio.run(_work(make_app(settings.database_url, tools), stop))
        except Exception as error:
            log.warning("jobs_wait", error=type(error).__name__)
            stop.wait(1)


def work_off(settings: Settings, sessions: Sessions, clock: Clock | None = None) -> None:
    """Run what is in the queue now, then return."""
    app = make_app(settings.database_url, Tools(settings, sessions, clock or SystemClock()))

    async def until_empty() -> None:
        async with app.open_async():
            await app.run_worker_async(wait=False, concurrency=CONCURRENCY, install_signal_handlers=False)

    asyncio.run(until_empty())


def _defer_what_comes_by_the_clock(sessions: Sessions) -> None:
    """A worker that starts sweeps at once: the one before it may have been killed in the middle."""
    with transaction(sessions) as tx:
        for each in JOBS.values():
            if each.every is not None:
                defer(tx, each.name, once=each.name)


async def _work(app: App, stop: threading.Event) -> None:
    async with app.open_async():
        worker = asyncio.ensure_future(
            app.run_worker_async(
                concurrency=CONCURRENCY,
                install_signal_handlers=False,
                shutdown_graceful_timeout=20,
                delete_jobs="never",
            )
        )
        stopped = asyncio.ensure_future(asyncio.to_thread(stop.wait))
        await asyncio.wait((worker, stopped), return_when=asyncio.FIRST_COMPLETED)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


def _add(app: App, each: Job, tools: Tools) -> None:
    async def run(context: JobContext, *_: Any, **arguments: Any) -> None:
        arguments.pop("timestamp", None)
        try:
            await asyncio.to_thread(each.run, tools, **arguments)
        except Exception as error:
            log.warning("job_failed", job=each.name, error=type(error).__name__)
            if not await _waits_again(app, context.job.queueing_lock):
                raise

    lock = each.name if each.every else None
    retry = RetryStrategy(max_attempts=each.tries, exponential_wait=3)
    task = app.task(name=each.name, retry=retry, queueing_lock=lock, pass_context=True)(run)
    if each.every is not None:
        app.periodic(cron=each.every)(task)


async def _waits_again(app: App, queueing_lock: str | None) -> bool:
    """Whether the same work is in the queue already; then giving this job back would break the queue's unique lock."""
    if queueing_lock is None:
        return False
    waiting = await app.job_manager.list_jobs_async(queueing_lock=queueing_lock, status=Status.TODO.value)
    return bool(list(waiting))


def _add_housekeeping(app: App) -> None:
    async def housekeeping(timestamp: int) -> None:
        """Give the jobs of a worker that died back to the queue, and forget what was done long ago."""
        for stalled in await app.job_manager.get_stalled_jobs():
            await _give_back(app, stalled)
        await app.job_manager.delete_old_jobs(nb_hours=FORGET_AFTER_HOURS)

    app.periodic(cron="* * * * *")(app.task(name="jobs.housekeeping", queueing_lock="jobs.housekeeping")(housekeeping))


async def _give_back(app: App, stalled: QueuedJob) -> None:
    try:
        await app.job_manager.retry_job(stalled)
    except UniqueViolation:  # the same work waits in the queue already
        await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=True)


def _conninfo(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
