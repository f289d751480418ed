"""The least that a stream of events costs: asyncio alone, which tells every viewer what the database notifies.

It asks nobody who they are. Run as a program; PORT and BENCH_DSN come from the environment.
"""

from __future__ import annotations

import asyncio
import os

import psycopg

CHANNEL = "bench_events"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n: ok\n\n"
HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

viewers: set[asyncio.StreamWriter] = set()


async def tell() -> None:
    """Pass on every notification."""
    connection = await psycopg.AsyncConnection.connect(os.environ["BENCH_DSN"], autocommit=True)
    await connection.execute(f"LISTEN {CHANNEL}")
    async for notice in connection.notifies():
        for viewer in viewers:
            viewer.write(f"event: visit\ndata: {notice.payload}\n\n".encode())


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hold a viewer until he leaves."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"/hello" in head.split(b"\r\n", 1)[0]:
            writer.write(HELLO)
            await writer.drain()
            return
        writer.write(HEAD)
        viewers.add(writer)
        await reader.read()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        viewers.discard(writer)
        writer.close()


async def main() -> None:
    telling = asyncio.create_task(tell())
    server = await asyncio.start_server(serve, "127.0.0.1", int(os.environ["PORT"]), backlog=4096)
    async with server:
        await asyncio.gather(telling, server.serve_forever())


if __name__ == "__main__":
    asyncio.run(main())
