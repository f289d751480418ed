"""Tables that were brought, while they wait: one file each, readable by us alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from backend.kernel.ids import uuid7

MOST_BYTES = 50 * 1024 * 1024
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it was received."""

    format: str
    size: int
    sha256: bytes


def keep(folder: Path, run_id: UUID, chunks: Iterable[bytes]) -> Brought:
    """Write the bytes under the run's id. A file is there whole or not at all; `format` is seen from its first bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    growing = folder / f"{run_id.hex}.{uuid7().hex}.part"
    try:
        with open(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            brought = measure(chunks, file.write)
            file.flush()
            os.fsync(file.fileno())
        growing.replace(path(folder, run_id, brought.format))
    finally:
        growing.unlink(missing_ok=True)
    return brought


def measure(chunks: Iterable[bytes], take: Callable[[bytes], object] = len) -> Brought:
    """What the bytes are; each chunk goes to `take` as it passes by."""
    digest, size, first = sha256(), 0, b""
    for chunk in chunks:
        first = (first + chunk)[:4] if len(first) < 4 else first
        digest.update(chunk)
        size += len(chunk)
        take(chunk)
    return Brought("xlsx" if first == ZIP else "csv", size, digest.digest())


def path(folder: Path, run_id: UUID, format_: str) -> Path:
    """Where the file of a run lies."""
    return folder / f"{run_id.hex}.{format_}"


def forget(folder: Path, run_id: UUID) -> None:
    """The file is needed no more."""
    for format_ in ("csv", "xlsx"):
        path(folder, run_id, format_).unlink(missing_ok=True)
