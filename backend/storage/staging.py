"""Uploads that are still growing: one file each, and the size of that file is how far the upload has come."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from uuid import UUID

from backend.storage.blobs import StoreAway


class Checksum(Protocol):
    """A running digest as hashlib makes them."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Locked(Exception):
    """Another request is writing this upload now."""


class WrongOffset(Exception):
    """The bytes do not continue what is held; `held` is the true length."""

    def __init__(self, held: int):
        super().__init__(held)
        self.held = held


class WrongChecksum(Exception):
    """The bytes are not what their checksum says; none of them were kept."""


class Overlong(Exception):
    """Raised by the source of chunks when more comes than may; none of them are kept."""


class StagingFull(Exception):
    """The disk took no more; what it took before is kept."""


class StagingMissing(Exception):
    """No file is held under this id."""


class Staging:
    """A folder shared by all processes that receive uploads. A file lock, not a database lock, keeps two writers apart."""

    def __init__(self, folder: Path):
        self.folder = folder

    def insist_ready(self) -> None:
        """Raises StoreAway when no upload could grow here."""
        insist_writable(self.folder)

    def path(self, upload_id: UUID) -> Path:
        return self.folder / upload_id.hex

    def begin(self, upload_id: UUID) -> None:
        """Make an empty file. MUST survive power loss once it returns; an upload that was begun before stays as it is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self.path(upload_id), os.O_WRONLY | os.O_CREAT, 0o600))
        fsync_folder(self.folder)

    def size(self, upload_id: UUID) -> int:
        """Bytes held, all of them durable: what a killed process left in the cache is flushed first. Raises StagingMissing."""
        try:
            with open(self.path(upload_id), "rb") as file:
                os.fdatasync(file.fileno())
                return os.fstat(file.fileno()).st_size
        except FileNotFoundError as error:
            raise StagingMissing from error

    def append(
        self,
        upload_id: UUID,
        offset: int,
        chunks: Iterable[bytes],
        checksum: Checksum | None = None,
        expected: bytes = b"",
    ) -> int:
        """Write the chunks at the end and give the new length.

        MUST be durable once it returns. What arrived before the chunks broke off is kept; a whole chunk that does not
        have the `expected` checksum is not, nor is one that is `Overlong`. Raises Locked, StagingMissing, WrongOffset,
        WrongChecksum, Overlong, StagingFull.
        """
        with self._locked(upload_id) as descriptor:
            held = os.lseek(descriptor, 0, os.SEEK_END)
            if held != offset:
                raise WrongOffset(held)
            try:
                broken_off = _write_all(descriptor, chunks, checksum)
            except Overlong:
                _cut_back(descriptor, offset)
                raise
            if checksum is not None and not broken_off and checksum.digest() != expected:
                _cut_back(descriptor, offset)
                raise WrongChecksum
            return _flush(descriptor, offset)

    def remove(self, upload_id: UUID) -> None:
        """Delete the file if it is there. Raises Locked while somebody writes it."""
        try:
            with self._locked(upload_id):
                self.path(upload_id).unlink(missing_ok=True)
        except StagingMissing:
            return
        fsync_folder(self.folder)

    def held(self) -> Iterator[UUID]:
        """The ids of all files in the folder."""
        for path in self.folder.glob("*"):
            yield UUID(hex=path.name)

    @contextmanager
    def _locked(self, upload_id: UUID) -> Iterator[int]:
        try:
            descriptor = os.open(self.path(upload_id), os.O_RDWR)
        except FileNotFoundError as error:
            raise StagingMissing from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield descriptor
        except BlockingIOError as error:
            raise Locked from error
        finally:
            os.close(descriptor)


class BrokenOff(Exception):
    """Raised by the source of chunks when the sender went away in the middle."""


def _write_all(descriptor: int, chunks: Iterable[bytes], checksum: Checksum | None) -> bool:
    """Write what comes; whether the sender broke off before its end."""
    try:
        for chunk in chunks:
            _write(descriptor, chunk)
            if checksum is not None:
                checksum.update(chunk)
    except BrokenOff:
        return True
    return False


def _write(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        os.fdatasync(descriptor)
        raise StagingFull from error


def _flush(descriptor: int, durable: int) -> int:
    try:
        os.fdatasync(descriptor)
    except OSError:
        # After a failed flush the kernel calls the pages clean, and a second flush would lie: take the bytes back.
        os.ftruncate(descriptor, durable)
        raise
    return os.fstat(descriptor).st_size


def _cut_back(descriptor: int, length: int) -> None:
    os.ftruncate(descriptor, length)
    os.fdatasync(descriptor)


def insist_writable(folder: Path) -> None:
    """Raises StoreAway when nothing can be written there: no folder, no right to it, or a disk that is read-only."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreAway(f"{folder.name}: {error.strerror}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreAway(f"{folder.name}: cannot be written to")


def fsync_folder(folder: Path) -> None:
    """Make names in the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
