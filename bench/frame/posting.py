"""A client that writes: each connection sends one request after the other and lets every one come to its end.

Reads its plan from standard input (address, connections, seconds, most, template, callers, things) and prints one JSON
object. In the template @KEY@ is new each time, @NOW@ the moment, and every other @NAME@ comes from a random caller or thing.
"""

from __future__ import annotations

import json
import random
import socket
import sys
import threading
import time
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit


class Client:
    """One connection that is kept alive."""

    def __init__(self, address: str):
        self.url = urlsplit(address)
        self._socket: socket.socket | None = None
        self._rest = b""

    def send(self, method: str, path: str, headers: dict[str, str], *body: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and content of the answer. Raises OSError when the connection breaks."""
        if self._socket is None:
            self._open()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.url.netloc}", *(f"{k}: {v}" for k, v in headers.items())]
        lines.append(f"Content-Length: {sum(map(len, body))}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        first = body[0] if body and len(body[0]) < 65536 else b""
        self._socket.sendall(head + first)
        for piece in body[1:] if first else body:
            self._socket.sendall(piece)
        return self._answer(method)

    def _open(self) -> None:
        self._socket = socket.create_connection((self.url.hostname, self.url.port), 120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def _answer(self, method: str) -> tuple[int, bytes, bytes]:
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        low, status = head.lower(), int(head[9:12])
        bare = method == "HEAD" or status in (204, 304)
        content = b"" if bare else self._chunked() if b"chunked" in low else self._counted(low)
        if b"\r\nconnection: close" in low:
            self.close()
        return status, head, content

    def _counted(self, head: bytes) -> bytes:
        _, found, rest = head.partition(b"\r\ncontent-length:")
        need = int(rest.split(b"\r\n", 1)[0]) if found else 0
        return self._take(need)

    def _chunked(self) -> bytes:
        content = b""
        while True:
            while b"\r\n" not in self._rest:
                self._more()
            size, _, self._rest = self._rest.partition(b"\r\n")
            piece = self._take(int(size, 16) + 2)
            if len(piece) == 2:
                return content
            content += piece[:-2]

    def _take(self, need: int) -> bytes:
        while len(self._rest) < need:
            self._more()
        taken, self._rest = self._rest[:need], self._rest[need:]
        return taken

    def _more(self) -> None:
        assert self._socket is not None
        data = self._socket.recv(65536)
        if not data:
            self.close()
            raise OSError("closed")
        self._rest += data

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""


def filled(template: str, *words: dict[str, str]) -> str:
    """The template with its words."""
    for each in words:
        for name, value in each.items():
            template = template.replace(f"@{name}@", value)
    return template


def main() -> None:
    plan = json.load(sys.stdin)
    took: list[float] = []
    answers: Counter[int] = Counter()
    begun = time.perf_counter()
    threads = [threading.Thread(target=_send, args=(plan, n, took, answers)) for n in range(plan["connections"])]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    seconds, took = time.perf_counter() - begun, sorted(took)
    wanted = plan.get("wanted", [201])
    told = {"done": len(took), "seconds": seconds, "bad": sum(n for code, n in answers.items() if code not in wanted)}
    p50, p99 = (took[min(len(took) - 1, int(len(took) * part))] * 1000 if took else 0.0 for part in (0.5, 0.99))
    print(json.dumps({**told, "p50_ms": p50, "p99_ms": p99, "more": {str(code): n for code, n in answers.items()}}))


def _send(plan: dict[str, Any], n: int, took: list[float], answers: Counter[int]) -> None:
    """`took` and `answers` are shared: appending and counting are single steps of the interpreter."""
    chance, client = random.Random(f"{plan['address']}{time.time_ns()}{n}"), Client(plan["address"])
    deadline, rest = time.perf_counter() + plan["seconds"], plan.get("most") or 10**9
    while rest > 0 and time.perf_counter() < deadline:
        rest -= 1
        caller, thing = chance.choice(plan["callers"]), chance.choice(plan["things"])
        key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        words = {"KEY": key, "NOW": datetime.now(UTC).isoformat()}
        path = filled(client.url.path, thing)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if "COOKIE" in caller:
            headers["Cookie"] = caller["COOKIE"]
        body = filled(plan["template"], words, caller, thing).encode()
        begun = time.perf_counter()
        try:
            status, _, _ = client.send("POST", path, headers, body)
        except OSError:
            status = 0
            client.close()
        took.append(time.perf_counter() - begun)
        answers[status] += 1
    client.close()


if __name__ == "__main__":
    main()
