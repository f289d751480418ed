"""A folder as the store: one file per blob, read-only, linked into place only when it is whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from backend.storage.blobs import BlobMissing, BlobStat, key_of, verified
from backend.storage.staging import fsync_folder, insist_writable


class DiskStore:
    """Blobs below one folder on one file system."""

    name = "disk"

    def __init__(self, folder: Path):
        self.folder = folder

    def insist_ready(self) -> None:
        insist_writable(self.folder)

    def put(self, digest: bytes, source: Path) -> str:
        """temp → fsync → link → fsync folder. A link fails where a name exists, so nothing is ever replaced."""
        key = key_of(digest)
        target = self.folder / key
        self._make_folder(target.parent)
        draft = target.parent / f".{uuid4().hex}"
        try:
            _copy(source, draft, digest)
            _link(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        fsync_folder(target.parent)
        return key

    def open(self, key: str) -> BinaryIO:
        try:
            return open(self.folder / key, "rb")
        except FileNotFoundError as error:
            raise BlobMissing(key) from error

    def stat(self, key: str) -> BlobStat:
        try:
            return BlobStat(bytes=(self.folder / key).stat().st_size)
        except FileNotFoundError as error:
            raise BlobMissing(key) from error

    def url(self, key: str, seconds: int) -> str | None:
        return None

    def local(self, key: str, folder: Path) -> Path:
        self.stat(key)
        return self.folder / key

    def _make_folder(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            fsync_folder(folder.parent)


def _copy(source: Path, draft: Path, digest: bytes) -> None:
    with open(source, "rb") as reader, open(draft, "xb") as writer:
        for piece in verified(reader, digest):
            writer.write(piece)
        writer.flush()
        os.fchmod(writer.fileno(), 0o444)
        os.fsync(writer.fileno())


def _link(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)
    except FileExistsError:
        return  # the same digest is the same bytes, and a name here was linked only when it was whole
