"""OpenStack Swift with its S3 interface, as four processes of its own on this machine, for the tests of the S3 driver.

It is installed into a virtual environment of its own from requirements-s3.lock, because its dependencies are not ours.
"""

from __future__ import annotations

import fcntl
import getpass
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen
from uuid import uuid4

import obstore
import pytest

from backend.storage.s3 import S3Store

ROOT = Path(__file__).parents[3]
LOCK = ROOT / "requirements-s3.lock"
VENV = ROOT / ".tools" / "s3"
READY_SECONDS = 60

PROXY = (
    """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 1
swift_dir = {etc}
user = {user}
[pipeline:main]
pipeline = catch_errors proxy-logging cache listing_formats bulk s3api tempauth copy slo dlo proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = SECRET .admin
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
"""
    + "\n".join(
        f"[filter:{name}]\nuse = egg:swift#{name.replace('-', '_') if name.startswith(('catch', 'proxy')) else name}"
        for name in ("catch_errors", "listing_formats", "bulk", "copy", "slo", "dlo")
    )
    + "\n[filter:proxy-logging]\nuse = egg:swift#proxy_logging\n"
)

BACK = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 1
devices = {devices}
mount_check = false
swift_dir = {etc}
user = {user}
fallocate_reserve = 0
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
KINDS = ("account", "container", "object")


@dataclass(frozen=True)
class S3Server:
    """A server that answers on this address."""

    endpoint: str

    def new_bucket(self) -> dict[str, str]:
        """The settings of a fresh bucket."""
        settings = {
            "bucket": f"b{uuid4().hex[:12]}", "endpoint": self.endpoint, "access_key_id": "test:tester",
            "secret_access_key": "SECRET", "region": "us-east-1",
        }  # fmt: skip
        self._make(settings)
        return settings

    def _make(self, settings: dict[str, str]) -> None:
        """Making a bucket is a PUT of its root; obstore makes none, but it signs the address for one."""
        bucket = S3Store.from_settings(settings).bucket
        address = obstore.sign(bucket, "PUT", "", timedelta(seconds=60))
        for patience in (0.5, 1, 2, 4, 0):
            try:
                with urlopen(Request(address, method="PUT")) as answer:
                    answer.read()
                return
            except HTTPError as busy:  # a busy server says 503, and clients are to come again
                if busy.code != 503 or not patience:
                    raise
                time.sleep(patience)


@contextmanager
def running_s3(folder: Path) -> Iterator[S3Server]:
    """Install if needed, start, and stop at the end; skips the test where it cannot run."""
    _install()
    (folder / "devices" / "sdb1").mkdir(parents=True)
    ports = dict(zip((*KINDS, "proxy"), _free_ports(4), strict=True))
    _configure(folder, ports)
    started = [_start(folder, kind) for kind in ports]
    try:
        endpoint = f"http://127.0.0.1:{ports['proxy']}"
        _wait(endpoint, started, folder)
        yield S3Server(endpoint)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def _install() -> None:
    VENV.parent.mkdir(exist_ok=True)
    python, done = VENV / "bin" / "python", VENV / "installed"
    with open(VENV.with_name("s3.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists() and done.read_text() == LOCK.read_text():
            return
        _run([sys.executable, "-m", "venv", "--clear", VENV])
        _run([python, "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes", "-r", LOCK])
        done.write_text(LOCK.read_text())


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the S3-compatible server cannot be installed: {done.stderr.strip()[-300:]}")


def _configure(folder: Path, ports: dict[str, int]) -> None:
    (folder / "swift.conf").write_text(
        "[swift-hash]\nswift_hash_path_prefix = test\nswift_hash_path_suffix = test\n"
        "[storage-policy:0]\nname = default\ndefault = yes\n"
    )
    facts = {"etc": folder, "devices": folder / "devices", "user": getpass.getuser()}
    for kind, port in ports.items():
        text = PROXY if kind == "proxy" else BACK
        (folder / f"{kind}-server.conf").write_text(text.format(kind=kind, port=port, **facts))
    for kind in KINDS:
        for words in (
            ["create", "4", "1", "1"],
            ["add", f"r1z1-127.0.0.1:{ports[kind]}/sdb1", "1"],
            ["rebalance"],
        ):
            subprocess.run(
                [VENV / "bin" / "swift-ring-builder", f"{kind}.builder", *words],
                cwd=folder,
                check=True,
                capture_output=True,
            )


def _start(folder: Path, kind: str) -> subprocess.Popen[bytes]:
    command = [VENV / "bin" / f"swift-{kind}-server", folder / f"{kind}-server.conf", "-v"]
    with open(folder / f"{kind}.log", "wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


def _wait(endpoint: str, started: list[subprocess.Popen[bytes]], folder: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if any(process.poll() is not None for process in started):
            break
        try:
            with urlopen(f"{endpoint}/info") as answer:
                answer.read()
                return
        except URLError as error:
            if getattr(error, "code", None):  # it answers, and that is what matters
                return
            time.sleep(0.1)
    said = "\n".join(path.read_text(errors="replace")[-300:] for path in folder.glob("*.log"))
    pytest.skip(f"the S3-compatible server did not come up: {said}")


def _free_ports(count: int) -> list[int]:
    taken = [socket.socket() for _ in range(count)]
    try:
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]
    finally:
        for each in taken:
            each.close()
