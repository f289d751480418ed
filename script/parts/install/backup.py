"""One folder a backup: the database, keys and everything small; beside them one store of media that only grows.

The worker rests while the dump is taken, because sealing is what moves a finished upload out of staging; phones go on
uploading meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from script.parts.install import media as stores
from script.parts.install import releases, services, settings
from script.parts.install.places import BACKUPS, CURRENT, DATA, DATABASE_USER, USER, WORKER, InstallError
from script.parts.install.plan import as_user

DUMP, FILES, MANIFEST, MEDIA = "database.dump", "files.tar", "manifest.json", "media"
APART = (*stores.KINDS, "run")
KEPT = 14
Facts = dict[str, object]


def make(known: Mapping[str, str], *, media: bool = True, to: Path = BACKUPS) -> Path:
    """Make one backup, whole or not at all; `media=False` leaves sealed files out. Returns its folder."""
    folder = to / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    draft = to / f".{folder.name}.part"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    with _sealing_rests():
        facts = _dump(known, draft / DUMP)
        _pack(DATA, draft / FILES)
    held = stores.mirror(DATA, to / MEDIA) if media and known.get("BLOB_STORE", "disk") == "disk" else None
    _describe(draft, facts, held)
    draft.rename(folder)
    prune(to, int(known.get("BACKUP_KEEP") or KEPT))
    return folder


@contextlib.contextmanager
def _sealing_rests() -> Iterator[None]:
    was_active = services.state([WORKER])[WORKER][0] == "active"
    if was_active:
        services.systemctl("stop", WORKER)
    try:
        yield
    finally:
        if was_active:
            services.systemctl("start", WORKER)


def _dump(known: Mapping[str, str], target: Path) -> Facts:
    with target.open("xb") as out:
        done = database_tool("dump", known, stdout=out)
        os.fsync(out.fileno())
    return facts_of(done)


def database_tool(doing: str, known: Mapping[str, str], **streams: object) -> subprocess.CompletedProcess[bytes]:
    """script.parts.dump of the running release, as somebody who may read everything. Raises InstallError."""
    command = [str(CURRENT / ".venv/bin/python"), "-m", "script.parts.dump", doing]
    user = DATABASE_USER
    if not settings.own_database(known):
        if not known.get("BACKUP_DATABASE_URL"):
            raise InstallError(
                "The database is elsewhere and row security binds its owner. Let its keeper back it up, or set "
                "BACKUP_DATABASE_URL to a role with BYPASSRLS."
            )
        command, user = [*command, known["BACKUP_DATABASE_URL"]], USER
    env = settings.process_env({})
    options = {"stderr": subprocess.PIPE, **streams}
    return subprocess.run([*as_user(user), *command], cwd=CURRENT, env=env, check=False, **options)  # type: ignore[call-overload,no-any-return]


def facts_of(done: subprocess.CompletedProcess[bytes]) -> Facts:
    """The JSON line that the tool ends with. Raises InstallError with what it said instead."""
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode:
        raise InstallError(f"The database could not be read:\n{said[-2000:]}")
    facts: Facts = json.loads(said.splitlines()[-1])
    return facts


def _pack(source: Path, target: Path) -> None:
    """Keys, growing uploads, exports: everything of the data folder but media and what only a running part needs."""
    with tarfile.open(target, "x") as tar:
        for entry in sorted(source.iterdir()):
            if entry.name not in APART:
                _add(tar, entry, source)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _add(tar: tarfile.TarFile, entry: Path, source: Path) -> None:
    """One file or folder; an upload that was given up a moment ago is no longer there, and need not be."""
    with contextlib.suppress(FileNotFoundError):
        tar.add(entry, str(entry.relative_to(source)), recursive=False)
    if entry.is_dir() and not entry.is_symlink():
        for inner in sorted(entry.iterdir()):
            _add(tar, inner, source)


def _describe(folder: Path, facts: Facts, held: object) -> None:
    written = {
        name: {"sha256": stores.digest(folder / name), "bytes": (folder / name).stat().st_size}
        for name in (DUMP, FILES)
    }
    told = {"release": releases.running(), **facts, "files": written, "media": held}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1) + "\n")


def all_of(place: Path = BACKUPS) -> list[Path]:
    """Whole backups, oldest first."""
    return sorted(path.parent for path in place.glob(f"[0-9]*/{MANIFEST}"))


def prune(place: Path, keep: int) -> None:
    """Remove all but the newest. Media are never removed here: retention does that in the house itself."""
    for folder in all_of(place)[:-keep]:
        shutil.rmtree(folder)
