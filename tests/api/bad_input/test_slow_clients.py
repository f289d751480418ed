"""Slow clients at the gateway (T44): they are cut off, they hold nobody's place, and everybody else is served."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from backend.kernel.problems import MALFORMED, METHOD, TOO_LARGE
from script.parts import gateway
from script.parts.stand import Stand
from tests.browser.stack import free_ports

HEAD = b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SLOW = 200
"""So many at once; a web process has far fewer threads."""


class Application(BaseHTTPRequestHandler):
    """What stands behind the gateway: answers whatever reaches it, and remembers that it did."""

    reached: list[str] = []  # noqa: RUF012 - one list for the one server of a test

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def do_GET(self) -> None:
        self.reached.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Our gateway as it is, but that it waits two seconds for a head and three for a body instead of 20 and 60."""
    first = free_ports(4)
    stand = stand_at(tmp_path, first)
    config = gateway.prepare(stand)
    text, changed = re.subn(r"client_header_timeout \d+s", "client_header_timeout 2s", config.read_text())
    text, more = re.subn(r"client_body_timeout \d+s", "client_body_timeout 3s", text)
    assert (changed, more) == (1, 1)
    config.write_text(text)
    Application.reached.clear()
    behind = ThreadingHTTPServer(("127.0.0.1", first + 1), Application)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    nginx = subprocess.Popen([*gateway._command(stand, config), "-g", "daemon off;"])
    try:
        wait_for(first)
        yield first
    finally:
        nginx.terminate()
        nginx.wait(10)
        behind.shutdown()
        behind.server_close()


def stand_at(folder: Path, port: int) -> Stand:
    made = Stand.from_env({"PORT": str(port), "DATA_DIR": str(folder / "data"), "DATABASE_URL": "postgresql://x/y"})
    for each in (made.run_dir, made.log_dir):
        each.mkdir(parents=True, exist_ok=True)
    return made


def wait_for(port: int) -> None:
    for _ in range(200):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.05)
    raise AssertionError("the gateway does not listen")


def begun(port: int, content: bytes) -> socket.socket:
    """A client that says so much and nothing more."""
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    client.sendall(content)
    return client


def heard(client: socket.socket) -> bytes:
    """Everything until the gateway hangs up; raises TimeoutError where it does not."""
    told = b""
    while piece := client.recv(65_536):
        told += piece
    client.close()
    return told


def ask(port: int, request: bytes) -> tuple[bytes, dict]:
    head, _, body = heard(begun(port, request)).partition(b"\r\n\r\n")
    return head, json.loads(body) if body.startswith(b"{") else {}


@pytest.mark.parametrize("half", [HEAD, HEAD + b"Content-Length: 1000\r\n\r\n{"], ids=["half a head", "half a body"])
def test_who_does_not_go_on_is_cut_off_and_meanwhile_others_are_served(port, half):
    slow = [begun(port, half) for _ in range(SLOW)]
    head, _ = ask(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert all(each == b"" or each.startswith(b"HTTP/1.1 408") for each in map(heard, slow))
    assert Application.reached == ["/healthz"], "half a request reaches nobody"


@pytest.mark.parametrize(
    ("request_line", "problem"),
    [(b"GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\nX-Huge: " + b"a" * 70_000, MALFORMED),
     (b"GET /api/v1/session?q=" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost", MALFORMED),
     (b"GET /api/v1/session HTTP/1.1\r\nHost: a\r\nHost: b", MALFORMED),
     (b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4", MALFORMED),
     (b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999", TOO_LARGE),
     (b"TRACE /api/v1/session HTTP/1.1\r\nHost: localhost", METHOD)],
    ids=["huge header", "huge address", "two hosts", "two lengths", "too large", "trace"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_gateway_refuses_it_refuses_with_our_sentences(port, request_line, problem, language):
    asked = b"\r\nConnection: close\r\nAccept-Language: " + language.encode() + b"\r\n\r\n"
    line, more = request_line.split(b"\r\n", 1)
    head, body = ask(port, line + asked[:-4] + b"\r\n" + more + b"\r\n\r\n")
    assert (int(head.split()[1]), body["code"]) == (problem.status, problem.code)
    assert body["sentence"] == {"zh": problem.zh, "en": problem.en}
    assert body["remedies"] == {"zh": problem.remedy_zh, "en": problem.remedy_en}
    if b"?q=" in request_line:
        language = "zh"  # it gives up before it comes to the header that names the reader's language
    assert (body["detail"], body["remedy"]) == (body["sentence"][language], body["remedies"][language])
    assert Application.reached == []


def test_a_photo_of_five_megabytes_passes_the_gateway(port):
    size = 6_900_000
    request = f"POST /api/v1/cards HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
    head, _ = ask(port, request.encode() + b"a" * size)
    assert head.startswith(b"HTTP/1.1 200") and Application.reached == ["/api/v1/cards"]
