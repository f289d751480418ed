"""Back out of a backup: what is there is set aside, never deleted, and what comes back is counted and hashed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from script.parts.install import backup, media, releases, services, settings, upgrade
from script.parts.install.backup import APART, DUMP, FILES, MANIFEST, MEDIA, Facts
from script.parts.install.places import CURRENT, DATA, DATABASE_USER, GATEWAY, PARTS, SOCKETS, STATE, USER, InstallError
from script.parts.install.plan import as_user, run


def restore(folder: Path, known: Mapping[str, str], *, replace: bool) -> None:
    """Put this backup in place of what is there, and prove it. Raises InstallError."""
    told = check(folder)
    if not settings.own_database(known):
        raise InstallError(f"The database is elsewhere: its keeper restores {folder / DUMP} with pg_restore.")
    if not replace and _in_use(known):
        raise InstallError("People are registered on this server. To set its data aside and restore: add --replace.")
    services.systemctl("stop", *PARTS, GATEWAY)
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    files_aside, database_aside = STATE / f"replaced-{stamp}", f"liangma_replaced_{stamp}"
    print(f"  + files; what was there is set aside in {files_aside}", flush=True)
    _files(folder, files_aside)
    print(f"  + database; what was there is set aside as the database {database_aside}", flush=True)
    _database(folder, database_aside)
    _compare(told, known)
    upgrade.prepare(str(releases.running()), known)
    services.restart()
    if wrong := services.unwell(known):
        raise InstallError(f"Restored, but unwell: {wrong}")


def check(folder: Path) -> dict[str, Any]:
    """Whether a backup is whole and this code can read it. Raises InstallError. Returns what it says of itself."""
    if not (folder / MANIFEST).is_file():
        raise InstallError(f"{folder} holds no {MANIFEST}: it is no backup, or an unfinished one.")
    told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    for name, written in told["files"].items():
        if media.digest(folder / name) != written["sha256"]:
            raise InstallError(f"{folder / name} is not what was written. Use another backup.")
    head = (CURRENT / "migrations" / "head.txt").read_text().strip()
    if told["migration"] > head:
        raise InstallError(
            f"The backup is of a newer version (tables {told['migration']}, here {head}): upgrade first."
        )
    return told


def _in_use(known: Mapping[str, str]) -> bool:
    facts = _facts(known)
    tables = facts["tables"]
    return isinstance(tables, dict) and bool(tables.get("identity.person"))


def _facts(known: Mapping[str, str]) -> Facts:
    return backup.facts_of(backup.database_tool("counts", known))


def _files(folder: Path, aside: Path) -> None:
    """Everything but media from the archive; media that are missing from the store beside it."""
    aside.mkdir(mode=0o700)
    for entry in DATA.iterdir():
        if entry.name not in APART:
            entry.rename(aside / entry.name)
    unpack = ["tar", "--extract", "--same-permissions", f"--file={folder / FILES}", f"--directory={DATA}"]
    run(unpack, sentence="The files of the backup could not be unpacked.")
    media.mirror(folder.parent / MEDIA, DATA)
    run(["chown", "-R", f"{USER}:{USER}", DATA], sentence="The restored files could not be given to their user.")


def _database(folder: Path, aside: str) -> None:
    """The dump into a new database; the old one keeps its rows under another name."""
    from script.parts.cluster import DATABASE as DATABASE_NAME  # a dry run of the others does without psycopg

    _psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{DATABASE_NAME}'")  # noqa: S608
    _psql(f"ALTER DATABASE {DATABASE_NAME} RENAME TO {aside}")
    part = CURRENT / "script" / "part"
    run(
        [part, "database", "furnish"], sentence="The new database could not be made.", user=DATABASE_USER, cwd=Path("/")
    )
    with (folder / DUMP).open("rb") as dump:
        command = ["pg_restore", "--exit-on-error", "--no-password", *_where(), f"--dbname={DATABASE_NAME}"]
        done = subprocess.run(
            [*as_user(DATABASE_USER), *command], stdin=dump, cwd="/", check=False, capture_output=True
        )
    if done.returncode:
        raise InstallError(f"The database could not be restored:\n{done.stderr.decode(errors='replace')[-2000:]}")


def _psql(statement: str) -> None:
    command = [
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        *_where(),
        "--dbname=postgres",
        f"--command={statement}",
    ]
    run(command, sentence="The database server refused.", user=DATABASE_USER, cwd=Path("/"))


def _where() -> list[str]:
    return [f"--host={SOCKETS}"]


def _compare(told: Mapping[str, Any], known: Mapping[str, str]) -> None:
    """The same rows in every table, and every sealed file the bytes that its name says."""
    now = _facts(known)["tables"]
    if now != told["tables"]:
        raise InstallError("The restored database has not the rows of the backup.")
    if false := media.false_names(DATA):
        raise InstallError(f"{len(false)} sealed files are damaged, the first is {false[0]}.")
    held = sum(1 for _ in media.files(DATA / "blobs"))
    print(
        f"  + compared: {sum(told['tables'].values())} rows in {len(told['tables'])} tables, {held} sealed files hashed",
        flush=True,
    )
