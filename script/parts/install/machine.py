"""The steps of a first installation; done again, they find themselves done."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import socket
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from script.parts.install import places, releases, services, settings, upgrade
from script.parts.install.places import USER, InstallError
from script.parts.install.plan import Step, point, points_to, run, write


@dataclass(frozen=True)
class Wanted:
    """What is to hold on this server: what was given on the command line over what the server has over what is usual."""

    certificate: Path
    key: Path
    values: Mapping[str, str]

    def text(self) -> str:
        """The settings file as it is to be."""
        old = places.SETTINGS.read_text() if places.SETTINGS.exists() else ""
        return settings.merged(old, self.values)


def check_certificate(certificate: Path, key: Path, name: str) -> None:
    """Refuse early what browsers would refuse later. Raises InstallError."""
    for path in (certificate, key):
        if not path.is_file():
            raise InstallError(f"{path} is not there. Give the certificate with its chain and its key, both PEM.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (ssl.SSLError, ValueError) as problem:
        raise InstallError(
            f"{certificate} and {key} do not belong together, or are no PEM files: {problem}"
        ) from problem
    for words, sentence in (
        (["-checkend", "0"], f"{certificate} has expired."),
        (["-checkhost", name], f"{certificate} is not for {name}."),
    ):
        done = subprocess.run(
            ["openssl", "x509", "-noout", "-in", certificate, *words], check=False, capture_output=True, text=True
        )
        if done.returncode or "does NOT match" in done.stdout:
            raise InstallError(sentence)


def check_ports(known: Mapping[str, str]) -> None:
    """Another program on our ports is told of before anything changes. Raises InstallError."""
    base = int(known["PORT"])
    for port in (int(known["HTTP_PORT"]), settings.tls_port(known), base + 1, base + 2, base + 3):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", port))
            except OSError as problem:
                raise InstallError(f"Port {port} is in use by another program (ss -ltnp says by which).") from problem


def steps(wanted: Wanted, release: str) -> list[Step]:
    """From an empty machine to units that start with it."""
    code = places.RELEASES / release
    return [
        Step(f"user {USER}: no login, no home", _make_user, _user_exists),
        *_folders(settings.own_database(wanted.values)),
        Step(f"code in {code}", lambda: releases.build(release), lambda: releases.built(release)),
        Step(
            f"settings in {places.SETTINGS} (root:{USER} 0640)",
            lambda: write(places.SETTINGS, wanted.text(), 0o640, group=grp.getgrnam(USER).gr_gid),
            lambda: places.SETTINGS.exists() and places.SETTINGS.read_text() == wanted.text(),
        ),
        _link(places.TLS_CERT, wanted.certificate),
        _link(places.TLS_KEY, wanted.key),
        Step(f"{places.CURRENT} → {release}", lambda: releases.switch(release), lambda: releases.running() == release),
        Step(
            f"hardened systemd units, {places.COMMAND}, {places.LOGROTATE} (logs live six months)",
            services.put_in_place,
            services.in_place,
        ),
        Step(
            "all parts start with the machine",
            lambda: services.enable(wanted.values),
            lambda: services.enabled(wanted.values),
        ),
    ]


def _user_exists() -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(USER))
    return False


def _make_user() -> None:
    words = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        str(places.STATE),
        "--shell",
        "/usr/sbin/nologin",
    ]
    run(["useradd", *words, USER], sentence=f"The user {USER} could not be made.")


def _folders(own_database: bool) -> list[Step]:
    folders = [
        (places.PREFIX, "root", "root", 0o755),
        (places.RELEASES, "root", "root", 0o755),
        (places.CONFIG, "root", USER, 0o750),
        (places.STATE, "root", "root", 0o755),
        (places.DATA, USER, USER, 0o700),
        (places.BACKUPS, "root", "root", 0o700),
    ]
    if own_database:
        folders.append((places.CLUSTER, places.DATABASE_USER, places.DATABASE_USER, 0o700))
    return [_folder(*each) for each in folders]


def _folder(path: Path, user: str, group: str, mode: int) -> Step:
    def stands() -> bool:
        with contextlib.suppress(KeyError, FileNotFoundError):
            seen = path.stat()
            wanted = (pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid, mode)
            return (seen.st_uid, seen.st_gid, seen.st_mode & 0o7777) == wanted
        return False

    def make() -> None:
        path.mkdir(parents=True, exist_ok=True)
        os.chown(path, pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid)
        path.chmod(mode)

    return Step(f"folder {path} ({user}:{group} {mode:04o})", make, stands)


def _link(link: Path, target: Path) -> Step:
    """A link, so that whoever renews the certificate need not know of us."""
    return Step(f"{link} → {target}", lambda: point(link, target), lambda: points_to(link, target))


def bring_up(known: Mapping[str, str], release: str, *, changed: bool) -> None:
    """Database, tables, keys, all parts; ends when they are well. Raises InstallError with what is wrong."""
    if settings.own_database(known):
        services.systemctl("start", places.DATABASE)
    else:
        check: list[str | Path] = [places.CURRENT / ".venv/bin/python", "-m", "script.parts.database", "check"]
        run(
            check,
            sentence="The given database cannot be used.",
            user=USER,
            env=settings.process_env(known),
            cwd=places.CURRENT,
        )
    upgrade.prepare(release, known)
    services.systemctl("start", places.TARGET, places.TIMER)
    if changed:
        services.restart()
    if wrong := services.unwell(known):
        raise InstallError(f"Installed, but not well: {wrong}")
