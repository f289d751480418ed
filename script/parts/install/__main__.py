"""What script/install was asked for."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from script.parts.install import backup, machine, places, releases, remove, restore, settings, status, upgrade
from script.parts.install.machine import Wanted
from script.parts.install.places import InstallError
from script.parts.install.plan import become, carry_out


def main() -> None:
    """Do it; ends with one sentence where it cannot."""
    if sys.argv[1:2] == ["run"]:
        _run(sys.argv[2:])
    asked = _parser().parse_args()
    try:
        asked.do(asked, settings.held())
    except InstallError as problem:
        sys.exit(f"✗ {problem}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/install", description="Put Liangma on this server, and keep it.")
    parser.set_defaults(do=_install)
    _describe_install(parser)
    doors = parser.add_subparsers(metavar="upgrade | rollback | backup | restore | status | uninstall | run")
    each = _door(doors, "upgrade", _upgrade, "to the code of this checkout; back by itself when that is unwell")
    each.add_argument("--dry-run", action="store_true")
    _door(doors, "rollback", lambda asked, known: upgrade.rollback(known), "to the release before")
    each = _door(doors, "backup", _backup, "database, keys and media into one folder")
    each.add_argument("--to", type=Path, default=places.BACKUPS)
    each.add_argument("--without-media", action="store_true")
    each = _door(doors, "restore", _restore, "put a backup in place of what is here")
    each.add_argument("folder", type=Path)
    each.add_argument(
        "--replace", action="store_true", help="even where people are registered; their data are set aside"
    )
    each.add_argument("--check", action="store_true", help="only look whether the backup is whole and can be read")
    _door(doors, "status", _status, "one screen: is everything well?")
    each = _door(doors, "uninstall", _uninstall, "programs and units; data only when told twice")
    each.add_argument("--delete-data", action="store_true")
    each.add_argument("--really", action="store_true")
    each.add_argument("--dry-run", action="store_true")
    _door(doors, "run", lambda asked, known: None, "run WORDS: the command `liangma` of this server")
    return parser


def _door(
    doors: argparse._SubParsersAction[argparse.ArgumentParser], name: str, do: object, says: str
) -> argparse.ArgumentParser:
    door = doors.add_parser(name, help=says, description=says)
    door.set_defaults(do=do)
    return door


def _describe_install(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server-name", help="the name people type: liangma.example.gov.cn")
    parser.add_argument("--tls-cert", type=Path, help="its certificate with the chain, PEM")
    parser.add_argument("--tls-key", type=Path, help="the key of it, PEM, without a password")
    parser.add_argument("--database-url", help="a PostgreSQL with PostGIS elsewhere; without it a private one is made")
    parser.add_argument("--http-port", type=int, help="sent on to HTTPS (80)")
    parser.add_argument("--https-port", type=int, help="(443)")
    parser.add_argument("--port", type=int, help="the parts listen on the three after it, on 127.0.0.1 (8080)")
    parser.add_argument("--dry-run", action="store_true", help="tell every step, do none")


def _install(asked: argparse.Namespace, known: Mapping[str, str]) -> None:
    name, wanted = releases.name_of(), _wanted(asked, known)
    machine.check_certificate(wanted.certificate, wanted.key, settings.server_name(wanted.values))
    if not places.SETTINGS.exists():
        machine.check_ports(wanted.values)
    if (running := releases.running()) not in (None, name):
        raise InstallError(f"This server runs {running}, and this checkout is {name}: use script/install upgrade.")
    changed = carry_out(machine.steps(wanted, name), dry=asked.dry_run)
    if asked.dry_run:
        print(f"→ then: database, tables, keys, start, and /readyz on port {settings.tls_port(wanted.values)}")
        return
    machine.bring_up(wanted.values, name, changed=changed > 0)
    print(f"✓ {wanted.values['APP_URL']} is ready ({name})")
    print("  the first administrator: liangma admin create --login NAME")


def _wanted(asked: argparse.Namespace, known: Mapping[str, str]) -> Wanted:
    """What was given, over what the server has, over what is usual. Raises InstallError where a first need is missing."""
    name = asked.server_name or known.get("SERVER_NAME")
    certificate, key = asked.tls_cert or _target(places.TLS_CERT), asked.tls_key or _target(places.TLS_KEY)
    if not (name and certificate and key):
        raise InstallError("A server needs its name and its certificate: --server-name, --tls-cert and --tls-key.")
    https = asked.https_port or settings.tls_port(known)
    values = {**settings.first(name, asked.database_url or "", https), **known}
    given = {
        "HTTP_PORT": asked.http_port,
        "PORT": asked.port,
        "DATABASE_URL": asked.database_url,
        "TLS_PORT": asked.https_port,
    }
    if asked.server_name or asked.https_port:
        given |= {"SERVER_NAME": name, "APP_URL": settings.address(name, https)}
    values |= {each: str(value) for each, value in given.items() if value}
    return Wanted(certificate.resolve(strict=False), key.resolve(strict=False), values)


def _target(link: Path) -> Path | None:
    return link.readlink() if link.is_symlink() else None


def _upgrade(asked: argparse.Namespace, known: Mapping[str, str]) -> None:
    upgrade.upgrade(releases.name_of(), known, dry=asked.dry_run)


def _backup(asked: argparse.Namespace, known: Mapping[str, str]) -> None:
    folder = backup.make(known, media=not asked.without_media, to=asked.to)
    told = json.loads((folder / backup.MANIFEST).read_text())
    print(f"✓ {folder}: {sum(told['tables'].values())} rows, media {told['media'] or 'left out'}")
    print("  It holds keys and personal data: encrypt it before it leaves this machine.")


def _restore(asked: argparse.Namespace, known: Mapping[str, str]) -> None:
    if asked.check:
        told = restore.check(asked.folder)
        print(f"✓ {asked.folder} is whole: tables of version {told['migration']}, {sum(told['tables'].values())} rows")
        return
    restore.restore(asked.folder, known, replace=asked.replace)
    print(f"✓ restored from {asked.folder}")


def _status(asked: argparse.Namespace, known: Mapping[str, str]) -> None:
    if not known:
        raise InstallError("Nothing is installed here yet.")
    sys.exit(0 if status.show(known) else 1)


def _uninstall(asked: argparse.Namespace, known: Mapping[str, str]) -> None:
    remove.remove(known, data=asked.delete_data, really=asked.really, dry=asked.dry_run)


def _run(words: list[str]) -> None:
    """`liangma …` of this server; root becomes its user first."""
    command: list[str | Path] = [places.CURRENT / ".venv/bin/python", "-m", "script.parts.shell", *words]
    become(command, settings.process_env(settings.held()), places.CURRENT)


if __name__ == "__main__":
    os.umask(0o022)
    main()
