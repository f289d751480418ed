"""Sealed files are never changed and are named by what they hold: a copy is the files that it does not have yet."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

KINDS = ("blobs", "playable")
"""What evidence was sealed as, and the viewing copies made from it."""


def mirror(source: Path, target: Path) -> dict[str, dict[str, int]]:
    """Copy what the target does not have. Returns how many files and bytes of each kind it holds then."""
    for kind in KINDS:
        for path in files(source / kind):
            _copy(path, target / kind / path.relative_to(source / kind))
    return {kind: _extent(target / kind) for kind in KINDS}


def files(folder: Path) -> Iterator[Path]:
    """All whole files below a folder; drafts begin with a dot."""
    for name, _, names in os.walk(folder):
        yield from (Path(name) / each for each in names if not each.startswith("."))


def _copy(path: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == path.stat().st_size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    shutil.copyfile(path, draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)


def _extent(folder: Path) -> dict[str, int]:
    sizes = [path.stat().st_size for path in files(folder)]
    return {"files": len(sizes), "bytes": sum(sizes)}


def false_names(folder: Path) -> list[str]:
    """Sealed files whose bytes are not what their name says."""
    return [path.name for path in files(folder / "blobs") if digest(path) != path.name]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
