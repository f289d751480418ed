"""A push service of our own and the browser behind it: keeps what it is sent and can read it (RFC 8291)."""

from __future__ import annotations

import threading
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from backend.kernel.signing import public_point


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


class Browser:
    """A browser's side of a subscription: its keys, and a push service that keeps what it is sent."""

    def __init__(self, status: int = 201):
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.arrived = threading.Event()
        browser = self

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                browser.received.append(({key.lower(): value for key, value in self.headers.items()}, body))
                self.send_response(status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                browser.arrived.set()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def subscription(self) -> dict:
        return {
            "endpoint": f"{self.origin}/send/abc",
            "keys": {"p256dh": b64(public_point(self.key)), "auth": b64(self.auth)},
        }

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def read(self, body: bytes) -> str:
        return http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm").decode()
