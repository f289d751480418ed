"""The live stream (SSE): one process holds all viewers, listens to the journal, and asks for each viewer and each event.

Only LISTEN has a connection of its own; every read is short, in a thread, with a transaction that ends at once, so no
session waits for a viewer. A viewer who comes back with Last-Event-ID first gets what was missed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import psycopg
import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.audit.recorder import Recorder
from backend.config import Settings
from backend.identity.access.table import may
from backend.identity.actor import Actor
from backend.identity.queries import actor_of, actors_of_sessions, token_hash
from backend.kernel.clock import Clock
from backend.kernel.ids import uuid7
from backend.kernel.noting import Act
from backend.kernel.problems import NOT_ALLOWED, NOT_SIGNED_IN
from backend.kernel.transaction import Sessions, transaction
from backend.monitoring import told
from backend.monitoring.cursor import Cursors, cursors
from backend.monitoring.live import NAMES, Live, may_hear, read

ACTION, ROUTE = "events.follow", "/api/v1/events"
BATCH = 500
MISSED_MOST = 5000
"""Whoever missed more than this gets only what is new; a page asks for its lists again when the line is up."""

QUEUE_MOST = 1000
PING_SECONDS = 15.0
FALLBACK_SECONDS = 2.0
"""How long a lost notification can stay unnoticed."""

Answer = TypeVar("Answer")
log = structlog.get_logger()


@dataclass(eq=False, slots=True)
class Viewer:
    """Somebody who watches; `session` is the hash of the token. A queue that is None ends the line."""

    actor: Actor
    session: bytes
    queue: asyncio.Queue[Live | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_MOST))
    ended: bool = False
    born: str = field(default_factory=lambda: uuid7().hex)
    """Later lines have later names: of two that a session opens at once, one stays."""
    elsewhere: bool = False
    """The session follows from another window now; this line says so before it ends."""

    def tell(self, live: Live) -> None:
        """Queue it if this viewer may hear it; one who does not read for long is let go and comes back with a cursor."""
        if self.ended or not may_hear(self.actor, live):
            return
        if self.queue.full():
            self.end()
        else:
            self.queue.put_nowait(live)

    def give_way(self, session: str, born: str) -> None:
        """End if the same session opened a line after this one."""
        if self.session.hex() == session and self.born < born:
            self.elsewhere = True
            self.end()

    def end(self) -> None:
        """Close the line after what waits was thrown away."""
        self.ended = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """All viewers of this process and the place in the journal up to which they were told."""

    def __init__(self, settings: Settings, sessions: Sessions, clock: Clock):
        self.sessions, self.clock = sessions, clock
        self.cursors: Cursors = cursors(settings.data_dir)
        self.recorder = Recorder()
        self.viewers: set[Viewer] = set()
        self.last = 0
        self._dsn = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._ready = asyncio.Event()

    async def run(self) -> None:
        """Follow the journal until cancelled; a database that is away is waited for."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._watch_sessions())

    async def ask(self, question: Callable[[Session], Answer]) -> Answer:
        """A short read in a thread."""

        def answer() -> Answer:
            with transaction(self.sessions, read_only=True) as tx:
                return question(tx)

        return await asyncio.to_thread(answer)

    async def admit(self, token: str, request_id: str) -> Viewer:
        """A viewer for this session; that somebody follows, or may not, is a line of the record of access.

        Raises NOT_SIGNED_IN, NOT_ALLOWED.
        """
        now = self.clock.now()
        actor = await self.ask(lambda tx: actor_of(tx, token, now))
        if actor is None:
            raise NOT_SIGNED_IN()
        allowed = may(actor, ACTION)
        await asyncio.to_thread(self.recorder.write_once, self.sessions, _following(actor, allowed, now, request_id))
        if not allowed:
            raise NOT_ALLOWED()
        return Viewer(actor, token_hash(token))

    async def watch(self, viewer: Viewer, cursor: str | None) -> AsyncGenerator[Live | None, None]:
        """What this viewer is told from now on, after what was missed since the cursor; None is a sign of life."""
        await self._ready.wait()
        self.viewers.add(viewer)
        await self.ask(lambda tx: told.tell_lines(tx, f"{viewer.session.hex()} {viewer.born}"))
        begins = self.last
        try:
            for live in await self._missed(viewer, cursor, begins):
                yield live
            yield None
            while not viewer.ended:
                try:
                    async with asyncio.timeout(PING_SECONDS):  # `wait_for` would make a task of each wait
                        live_or_end = await viewer.queue.get()
                except TimeoutError:
                    yield None
                    continue
                if live_or_end is None:
                    return
                yield live_or_end
        finally:
            self.viewers.discard(viewer)

    async def _missed(self, viewer: Viewer, cursor: str | None, upto: int) -> Sequence[Live]:
        since = self.cursors.read(cursor, viewer.session) if cursor else None
        if since is None or not 0 <= upto - since <= MISSED_MOST:
            return []
        lives = await self._readable(since, upto)
        return [live for live in lives if may_hear(viewer.actor, live)]

    async def _follow(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as connection:
                    await connection.execute("LISTEN journal")
                    await connection.execute(f"LISTEN {told.LINES}")
                    await self._begin()
                    await self._tell_on_notice(connection)
            except (psycopg.Error, SQLAlchemyError, OSError) as error:
                log.warning("stream_waits", error=type(error).__name__)
                await asyncio.sleep(1)

    async def _begin(self) -> None:
        if not self._ready.is_set():
            self.last = await self.ask(told.last_seq)
            self._ready.set()

    async def _tell_on_notice(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            while await self._tell_batch():
                pass
            async for notice in connection.notifies(timeout=FALLBACK_SECONDS, stop_after=1):
                if notice.channel == told.LINES:
                    self._make_room(*notice.payload.split(" ", 1))

    def _make_room(self, session: str, born: str) -> None:
        """A session follows on one line, in whichever process: an older one ends."""
        for viewer in tuple(self.viewers):
            viewer.give_way(session, born)

    async def _tell_batch(self) -> bool:
        """Tell everybody the next entries; True while there may be more. A batch without viewers is only passed."""
        newest = await self.ask(told.last_seq)
        upto = min(newest, self.last + BATCH)
        if upto > self.last and self.viewers:
            lives, _ = await asyncio.gather(self._readable(self.last, upto), self._see_again())
            for live in lives:
                for viewer in tuple(self.viewers):
                    viewer.tell(live)
        self.last = max(self.last, upto)
        return newest > self.last

    async def _readable(self, after: int, upto: int) -> Sequence[Live]:
        """What the entries tell. Entries that cannot be read are passed over: a page asks for its lists anyway, and
        one bad entry must not silence the line for all."""
        try:
            return await self.ask(lambda tx: read(tx, told.entries(tx, after, upto, NAMES)))
        except (KeyError, TypeError, ValueError) as error:
            log.error("entries_untold", after=after, upto=upto, error=type(error).__name__)
            return []

    async def _watch_sessions(self) -> None:
        """End the lines of people who signed out, whose session or grant ran out, or whose account was closed."""
        while True:
            await asyncio.sleep(PING_SECONDS)
            if self.viewers:
                await self.end_finished_sessions()

    async def end_finished_sessions(self) -> None:
        """End the lines of those who may not follow any more, although nothing happens that they could be told.

        When the database is away nobody is sent off; the next round asks again.
        """
        try:
            await self._see_again()
        except SQLAlchemyError as error:
            log.warning("sessions_unchecked", error=type(error).__name__)

    async def _see_again(self) -> None:
        """One question for all viewers, who are from now on what they have become: role, organ, grant (B-76, B-106).

        Asked after the entries stood and before they are told: what was taken away a moment ago hears nothing of them.
        """
        watching = tuple(self.viewers)
        hashes = {viewer.session for viewer in watching}
        actors = await self.ask(lambda tx: actors_of_sessions(tx, hashes, self.clock.now()))
        for viewer in watching:
            actor = actors.get(viewer.session)
            if actor is None or not may(actor, ACTION):
                viewer.end()
            else:
                viewer.actor = actor


def _following(actor: Actor, allowed: bool, now: datetime, request_id: str) -> Act:
    return Act(
        at=now, actor=actor, action=ACTION, method="GET", route=ROUTE, object="", purpose=None,
        result="allowed" if allowed else "refused", code=None if allowed else NOT_ALLOWED.code, request_id=request_id,
    )  # fmt: skip


def message(live: Live, cursor: str) -> bytes:
    """One event of the stream (HTML standard, server-sent events)."""
    return f"id: {cursor}\nevent: {live.kind}\ndata: {live.body}\n\n".encode()
