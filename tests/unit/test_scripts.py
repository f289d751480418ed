"""The supervisor, the gateway's configuration and the certificate for phones, on real programs."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from script.parts import cluster, gateway, lan, processes
from script.parts.children import Child, Supervisor
from script.parts.stand import ROOT, Stand


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    with Supervisor(lambda text: None) as made:
        yield made
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    made = Stand.from_env({"PORT": "21080", "DATA_DIR": str(tmp_path / "var")}, lan=True)
    made.make_folders()
    return made


def toy(tmp_path: Path, *words: str) -> Child:
    return Child("toy", ["sh", "-c", *words], dict(os.environ), tmp_path / "toy.log")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_dies_is_started_again_with_its_family_ended(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(
        toy(
            tmp_path,
            f"sleep 600 & echo $! >> {tmp_path}/grandchildren; wait",
        )
    )
    child.process.kill() if child.process else None
    first = child.process.pid if child.process else 0

    assert supervisor.watch(lambda: child.process is not None and child.process.pid != first and not child.exited(), 10)
    assert not alive(first)


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(tmp_path: Path) -> None:
    child = toy(tmp_path, "exit 1")
    child.started = time.monotonic()

    assert [child.plan_restart() for _ in range(8)] == [0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15.0, 15.0]


def test_stopping_ends_even_a_child_that_will_not_hear(supervisor: Supervisor, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("script.parts.children.PATIENCE", 0.3)
    deaf = supervisor.start(toy(tmp_path, "trap '' TERM; echo up; while :; do sleep 1; done"))
    supervisor.watch(lambda: "up" in deaf.log.read_text(), 5)
    pid = deaf.process.pid if deaf.process else 0

    supervisor.stop()

    assert not alive(pid)


SLOW_RUNNER = ("sh", "-c", 'sleep 0.3; exec setpriv "$@"', "slow")


@pytest.mark.parametrize("runner", [("setpriv",), SLOW_RUNNER], ids=["once it runs", "while it is still starting"])
def test_children_end_when_the_supervisor_itself_is_killed(tmp_path: Path, runner: tuple[str, ...]) -> None:
    program = (
        "import os, sys; from pathlib import Path; from script.parts.children import Child, Supervisor\n"
        "with Supervisor(print) as s:\n"
        f"  c = s.start(Child('toy', ['sleep', '600'], dict(os.environ), Path(sys.argv[1]), runner={runner!r}))\n"
        "  print(c.process.pid, flush=True); s.watch()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline()) if parent.stdout else 0
        parent.kill()

    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        os.sched_yield()
    assert not alive(pid)


def test_a_killed_database_comes_back_with_what_was_committed(supervisor: Supervisor, tmp_path_factory) -> None:
    folder = tmp_path_factory.getbasetemp().parent / f"cluster-{os.getpid()}"
    (folder / "log").mkdir(parents=True)
    planned = cluster.plan(folder / "postgres", folder, lambda text: None)
    cluster.start(planned, supervisor)
    with planned.connect(cluster.DATABASE) as database:
        database.execute("CREATE TABLE kept AS SELECT 1 AS n")
        owner = database.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [cluster.OWNER]).fetchone()
    assert owner == (False,)
    postgres = supervisor.children[0]
    assert postgres.process
    os.kill(postgres.process.pid, signal.SIGKILL)

    def answers() -> bool:
        try:
            with planned.connect(cluster.DATABASE) as again:
                return again.execute("SELECT n FROM kept").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    assert supervisor.watch(lambda: postgres.exited() is None and answers(), 20)


def test_nginx_accepts_the_shared_template_with_and_without_tls(stand: Stand) -> None:
    assert gateway.prepare(stand, lan.prepare(stand)).exists()
    assert gateway.prepare(stand).exists()


def test_the_template_names_nothing_that_has_no_value(stand: Stand) -> None:
    written = gateway.prepare(stand).read_text()

    assert "${" not in written
    assert f"server 127.0.0.1:{stand.port + 2} " in written


def test_media_from_another_host_are_allowed_by_the_page_policy(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path), "APP_URL": "https://app.example", "MEDIA_URL": "https://media.example"}

    values = gateway.values(Stand.from_env(env), None, {})

    assert values["LM_MEDIA"] == " https://media.example"
    assert values["LM_HSTS"]


def test_the_certificate_for_phones_is_trusted_by_its_own_authority(stand: Stand) -> None:
    tls = lan.prepare(stand)
    root = ssl.DER_cert_to_PEM_cert((tls.pages / "liangma.crt").read_bytes())
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cadata=root)
    server.load_cert_chain(tls.certificate, tls.key)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname="127.0.0.1")
    theirs = server.wrap_bio(to_server, to_client, server_side=True)

    for side in (ours, theirs, ours, theirs):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue

    assert ours.getpeercert()
    assert tls.key.stat().st_mode & 0o077 == 0


def test_the_certificate_is_kept_until_the_address_changes(stand: Stand, monkeypatch) -> None:
    first = lan.prepare(stand).certificate.read_bytes()
    again = lan.prepare(stand).certificate.read_bytes()
    monkeypatch.setattr(lan, "lan_address", lambda: "192.168.7.7")
    moved = lan.prepare(stand).certificate.read_bytes()

    assert first == again != moved


def test_every_part_has_its_own_port_behind_the_gateway() -> None:
    ports = {name: processes.argv(name, 8080)[-1] for name in ("web", "upload", "stream")}

    assert ports == {"web": "8081", "upload": "8082", "stream": "8083"}
