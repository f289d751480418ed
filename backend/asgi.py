"""The stream process: plain ASGI, no framework. One process holds thousands of viewers.

`script/parts/processes.py` starts it: granian's limit of requests must not be the limit of viewers, who are one open
request each; with its default back-pressure it would hold only 1,024.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import aclosing, suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from sqlalchemy.exc import SQLAlchemyError

from backend.config import Settings
from backend.kernel.clock import Clock, SystemClock
from backend.kernel.db import make_engine
from backend.kernel.http import SESSION
from backend.kernel.noting import request_id
from backend.kernel.problems import BUSY, NOT_FOUND, ProblemRaised
from backend.kernel.transaction import Sessions, make_sessions
from backend.monitoring.stream import Hub, Viewer, message

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = "/api/v1/events"
RETRY = b"retry: 3000\n\n"
PING = b": ping\n\n"
ELSEWHERE = b"event: elsewhere\ndata: {}\n\n"
"""The session follows from another window; a page that hears it does not come back by itself."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Stream:
    """The ASGI application."""

    def __init__(self, settings: Settings, sessions: Sessions, clock: Clock):
        self._parts = settings, sessions, clock
        self._hub: Hub | None = None
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            event = (await receive())["type"]
            if event == "lifespan.startup":
                self._start()
            elif self._running is not None:
                self._running.cancel()
            await send({"type": f"{event}.complete"})
            if event == "lifespan.shutdown":
                return

    def _start(self) -> Hub:
        """The hub of this event loop; servers without lifespan get it with the first request."""
        if self._hub is None:
            self._hub = Hub(*self._parts)
            self._running = asyncio.get_running_loop().create_task(self._hub.run())
        return self._hub

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["path"] == "/healthz":
            await _whole(send, 200, b"text/plain", b"ok\n")
        elif scope["path"] != PATH or scope["method"] != "GET":
            await _refuse(send, NOT_FOUND())
        else:
            await self._follow(scope, receive, send)

    async def _follow(self, scope: Message, receive: Receive, send: Send) -> None:
        hub, headers = self._start(), dict(scope["headers"])
        try:
            token = _token(headers, self._parts[0].cookie(SESSION))
            viewer = await hub.admit(token, request_id(headers.get(b"x-request-id", b"").decode("latin-1")))
        except ProblemRaised as refused:
            await _refuse(send, refused)
            return
        except SQLAlchemyError:
            await _refuse(send, BUSY())
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _chunk(send, RETRY)
        sending = asyncio.create_task(_send_all(hub, viewer, _cursor(scope, headers), send))
        leaving = asyncio.create_task(_gone(receive))
        await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        for task in (sending, leaving):
            task.cancel()
        await asyncio.gather(sending, leaving, return_exceptions=True)
        with suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_all(hub: Hub, viewer: Viewer, cursor: str | None, send: Send) -> None:
    async with aclosing(hub.watch(viewer, cursor)) as told:
        async for live in told:
            await _chunk(send, PING if live is None else message(live, hub.cursors.seal(live.seq, viewer.session)))
    if viewer.elsewhere:
        await _chunk(send, ELSEWHERE)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _token(headers: dict[bytes, bytes], name: str) -> str:
    try:
        cookie = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(name)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _cursor(scope: Message, headers: dict[bytes, bytes]) -> str | None:
    """Last-Event-ID of a browser that comes back, else the `as_of` of the list that a page has just read."""
    if b"last-event-id" in headers:
        return headers[b"last-event-id"].decode("latin-1")
    return next(iter(parse_qs(scope["query_string"].decode("latin-1")).get("after", [])), None)


async def _chunk(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, raised: ProblemRaised) -> None:
    body = json.dumps(raised.as_data("zh"), ensure_ascii=False).encode()
    await _whole(send, raised.problem.status, b"application/problem+json", body)


async def _whole(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def from_env() -> Stream:
    """The stream of this installation."""
    settings = Settings.from_env(os.environ)
    return Stream(settings, make_sessions(make_engine(settings.database_url, size=4)), SystemClock())


def __getattr__(name: str) -> Any:
    """`backend.asgi:app` is made when a server asks for it, so that importing this module needs no environment."""
    if name == "app":
        globals()["app"] = from_env()
        return globals()["app"]
    raise AttributeError(name)
