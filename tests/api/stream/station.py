"""The stream application and the lines that are open, spoken to as an ASGI server would."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from backend.asgi import Stream
from backend.inspections.events import CheckedIn
from backend.journal.record import record
from backend.kernel.clock import SystemClock
from tests.arrivals import let_followers_read
from tests.world import SignedIn, World

SOON = 5.0


@dataclass
class Line:
    """One open event stream, spoken to as an ASGI server would."""

    events: list[dict[str, Any]] = field(default_factory=list)
    pings: int = 0
    status: int = 0
    ended: bool = False
    elsewhere: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self._read(message["body"].decode())
            self.ended = not message.get("more_body", False)
        self.news.set()

    def _read(self, text: str) -> None:
        self.pings += text.startswith(":")
        self.elsewhere |= text.startswith("event: elsewhere")
        if text.startswith("id: "):
            fields = dict(line.split(": ", 1) for line in text.strip().split("\n"))
            self.events.append({"id": fields["id"], "kind": fields["event"], "data": json.loads(fields["data"])})

    async def until(self, done) -> None:
        async with asyncio.timeout(SOON):
            while not done(self):
                self.news.clear()
                if not done(self):
                    await self.news.wait()

    def kinds(self) -> list[str]:
        return [event["kind"] for event in self.events]


class Station:
    """The stream application and the lines that are open."""

    def __init__(self, world: World):
        self.world = world
        self.app = Stream(world.settings, world.sessions, SystemClock())

    @asynccontextmanager
    async def line(self, who: SignedIn | None, *, cursor: str | None = None, query: str = "") -> AsyncIterator[Line]:
        line, gone = Line(), asyncio.Event()
        headers = [(b"cookie", f"lm_session={who.token}".encode())] if who else []
        if cursor is not None:
            headers.append((b"last-event-id", cursor.encode()))
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/events",
            "headers": headers,
            "query_string": query.encode(),
        }

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        task = asyncio.create_task(self.app(scope, receive, line.send))
        await line.until(lambda it: it.pings or it.status >= 400)
        try:
            yield line
        finally:
            gone.set()
            await task

    async def happen(self, *events: Any) -> None:
        await asyncio.to_thread(self._happen, events)

    def _happen(self, events: tuple[Any, ...]) -> None:
        with self.world.sessions() as tx:
            record(tx, *events)
            tx.commit()
        let_followers_read(self.world, SystemClock())

    async def close(self) -> None:
        if self.app._running is not None:
            self.app._running.cancel()
            await asyncio.gather(self.app._running, return_exceptions=True)


def checked_in(people, visit_id) -> CheckedIn:
    organ = people["organ"]
    return CheckedIn(
        inspection_id=visit_id, organ_id=organ.id, region=organ.region_code, enterprise_id=None, task_id=None,
        arrived_at=SystemClock().now(), mark="clean", longitude=114.8, latitude=30.84,
    )  # fmt: skip
