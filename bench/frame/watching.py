"""Viewers of a stream of events: many open lines in one thread, and when each of them heard what."""

from __future__ import annotations

import re
import selectors
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MARK = re.compile(rb'"id":"([0-9a-f-]{36})"')
CURSOR = re.compile(rb"^id: (\S+)", re.MULTILINE)
OPENING_S = 90.0


@dataclass
class Line:
    """One viewer's line: what came in, with its time."""

    socket: socket.socket
    pieces: list[tuple[float, bytes]] = field(default_factory=list)
    open: bool = False

    def heard(self) -> Iterator[tuple[str, float]]:
        """The marks that came in and when; a message counts once it is whole."""
        rest = b""
        for at, piece in self.pieces:
            whole, cut, rest = (rest + piece).rpartition(b"\n")
            yield from ((mark.decode(), at) for mark in MARK.findall(whole + cut))

    @property
    def cursor(self) -> str:
        """The last Last-Event-ID."""
        found = CURSOR.findall(b"".join(piece for _, piece in self.pieces))
        return found[-1].decode() if found else ""


class Viewers:
    """So many lines at one address; a line for each of the given headers."""

    def __init__(self, url: str, headers: Sequence[str]):
        self._url, self._headers = urlsplit(url), headers
        self._selector = selectors.DefaultSelector()
        self.lines: list[Line] = []

    def __enter__(self) -> Viewers:
        """Open all lines and wait until they stand, or a minute and a half has passed."""
        deadline, waiting = time.monotonic() + OPENING_S, list(self._headers)
        while time.monotonic() < deadline and (waiting or self.held < len(self.lines)):
            for header in waiting[:50]:
                self._open(header)
            waiting = waiting[50:]
            self._read(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        for line in self.lines:
            line.socket.close()
        self._selector.close()

    @property
    def held(self) -> int:
        """How many lines stand."""
        return sum(line.open for line in self.lines)

    @contextmanager
    def listening(self, afterwards: float) -> Iterator[None]:
        """Read all lines while the block runs, and so many seconds longer."""
        over = threading.Event()

        def read() -> None:
            while not over.is_set():
                self._read(0.05)

        for line in self.lines:
            line.pieces.clear()
        reading = threading.Thread(target=read)
        reading.start()
        try:
            yield
            time.sleep(afterwards)
        finally:
            over.set()
            reading.join()

    def delays(self, sent: dict[str, float]) -> tuple[list[float], int]:
        """Seconds from sending to hearing, sorted, and how many messages did not come."""
        took, lost = [], 0
        for line in self.lines:
            first: dict[str, float] = defaultdict(float)
            for mark, at in line.heard():
                first.setdefault(mark, at)
            took += [first[mark] - at for mark, at in sent.items() if mark in first]
            lost += sum(mark not in first for mark in sent)
        return sorted(took), lost

    def _open(self, header: str) -> None:
        line = Line(socket.create_connection((self._url.hostname, self._url.port), 60))
        path = self._url.path + (f"?{self._url.query}" if self._url.query else "")
        head = f"GET {path} HTTP/1.1\r\nHost: {self._url.netloc}\r\nAccept: text/event-stream\r\n{header}\r\n"
        line.socket.sendall(head.encode())
        line.socket.setblocking(False)
        self._selector.register(line.socket, selectors.EVENT_READ, line)
        self.lines.append(line)

    def _read(self, patience: float) -> None:
        """Read and stamp; what it means is asked afterwards."""
        for key, _ in self._selector.select(patience):
            line: Line = key.data
            try:
                piece = line.socket.recv(65536)
            except BlockingIOError:
                continue
            except OSError:
                piece = b""
            line.pieces.append((time.perf_counter(), piece))
            if not piece:
                line.open = False
                self._selector.unregister(line.socket)
            elif b"\n\n" in piece:
                line.open = True


def publish(send: Callable[[str], None], marks: Sequence[str], gap: float) -> dict[str, float]:
    """Send one mark after the other; when each was sent."""
    sent = {}
    for mark in marks:
        sent[mark] = time.perf_counter()
        send(mark)
        time.sleep(gap)
    return sent
